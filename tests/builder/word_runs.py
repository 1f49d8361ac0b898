"""Runs and paragraphs of WordprocessingML, with what Word and its users put around the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import escape

_FONTS = (
    '<w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>'
    '<w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar"/>'
)
_SPACING = (
    '<w:keepNext w:val="0"/><w:keepLines w:val="0"/><w:widowControl/>'
    '<w:suppressLineNumbers w:val="0"/><w:spacing w:before="0" w:beforeAutospacing="0" '
    'w:after="0" w:afterAutospacing="0"/><w:ind w:left="0" w:firstLine="{}"/>'
)
_MARKS = ('<w:proofErr w:type="spellStart"/>', "<w:lastRenderedPageBreak/>")
_CHANGE = 'w:id="{}" w:author="校对" w:date="2024-01-15T09:00:00Z"'


@dataclass
class Pen:
    """Writes runs: `noise` of properties, texts cut over runs, `tracked` changes."""

    noise: bool = False
    split: bool = False
    tracked: bool = False
    breaks: bool = False
    """Lines of a cell are broken by w:br, not by paragraphs."""
    random: Random = field(default_factory=lambda: Random(0))
    _changes: int = 0

    def change(self) -> str:
        """The attributes of a tracked change."""
        self._changes += 1
        return _CHANGE.format(self._changes)

    def run(self, text: str, *, bold: bool = False, deleted: bool = False) -> str:
        """One run; tabs and line breaks become their elements."""
        properties = (_FONTS if self.noise else "") + ("<w:b/><w:bCs/>" if bold else "")
        head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        tag = "w:delText" if deleted else "w:t"
        inside = "".join(
            {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece)
            or f'<{tag} xml:space="preserve">{escape(piece)}</{tag}>'
            for piece in _pieces(text)
        )
        return f"<w:r>{head}{inside}</w:r>"

    def runs(self, text: str, *, bold: bool = False) -> str:
        """The text in one run or several, some of it as tracked changes."""
        if self.tracked and text and self.random.random() < 0.25:
            return self._changed(text, bold=bold)
        if not self.split or len(text) < 2:
            return self.run(text, bold=bold) if text else ""
        at = self.random.randrange(1, len(text))
        mark = self.random.choice(_MARKS)
        between = mark if mark.startswith("<w:proofErr") else f"<w:r>{mark}</w:r>"
        return self.run(text[:at], bold=bold) + between + self.run(text[at:], bold=bold)

    def _changed(self, text: str, *, bold: bool) -> str:
        """The text as it stands once the changes are accepted, with what they take away."""
        at = self.random.randrange(len(text))
        old, new = self.random.choice((("w:del", "w:ins"), ("w:moveFrom", "w:moveTo")))
        gone = self.run("7草稿8", deleted=old == "w:del")
        kept = self.run(text[:at], bold=bold) if at else ""
        return (
            f"{kept}<{old} {self.change()}>{gone}</{old}>"
            f"<{new} {self.change()}>{self.run(text[at:], bold=bold)}</{new}>"
        )

    def paragraph(
        self,
        text: str,
        *,
        style: str = "",
        number: int | None = None,
        centered: bool = False,
        bold: bool = False,
        indent: bool = True,
    ) -> str:
        """A paragraph; `number` is the level of automatic numbering that it is set in."""
        return self.paragraph_of(
            self.runs(text, bold=bold),
            style=style,
            number=number,
            centered=centered,
            indent=indent,
        )

    def paragraph_of(
        self,
        runs: str,
        *,
        style: str = "",
        number: int | None = None,
        centered: bool = False,
        mark: str = "",
        indent: bool = True,
    ) -> str:
        """A paragraph of ready runs; `mark` are the properties of its paragraph mark."""
        properties = f'<w:pStyle w:val="{style}"/>' if style else ""
        if number is not None:
            properties += f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr>'
        if self.noise:
            properties += _SPACING.format(420 if indent else 0)
        properties += '<w:jc w:val="center"/>' if centered else ""
        fonts = _FONTS if self.noise else ""
        if mark or fonts:
            properties += f"<w:rPr>{mark}{fonts}</w:rPr>"
        head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p>{head}{runs}</w:p>"

    def deleted_paragraph(self, text: str) -> str:
        """A paragraph that is gone, mark and all, once the changes are accepted."""
        runs = f"<w:del {self.change()}>{self.run(text, deleted=True)}</w:del>"
        return self.paragraph_of(runs, mark=f"<w:del {self.change()}/>")

    def joined_paragraphs(self, text: str) -> str:
        """Two paragraphs that are one once the deletion of a paragraph mark is accepted."""
        at = len(text) // 2
        first = self.paragraph_of(self.run(text[:at]), mark=f"<w:del {self.change()}/>")
        return first + self.paragraph_of(self.run(text[at:]))

    def lines(self, text: str, *, centered: bool = False) -> str:
        """The paragraphs of a cell."""
        if self.breaks:
            return self.paragraph(text, centered=centered, indent=False)
        return "".join(
            self.paragraph(line, centered=centered, indent=False) for line in text.split("\n")
        )


def _pieces(text: str) -> list[str]:
    """The text cut before and after every tab and line break."""
    pieces = [""]
    for character in text:
        if character in "\t\n":
            pieces += [character, ""]
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece]
