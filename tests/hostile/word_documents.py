"""Word files that are hostile as documents."""

from __future__ import annotations

from collections.abc import Iterator

from tests.builder.raw_word import CONTENT_TYPES, cell, packed, para, part, row, run, table, word
from tests.hostile.case import Case, Make

_HUGE = (2**31, 2**31 - 1, 2**63, 10**30, -1, -(2**31))
_ADDRESS = "http://127.0.0.1:9/x"
_OUTER = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cases() -> Iterator[Case]:
    yield from _tables()
    yield from _numbers()
    yield from _links()
    yield Case("deep-tables.docx", lambda: word(_deep(300)))
    yield Case("deep-tables-beside.docx", lambda: word(_deep(14) * 3000))
    yield Case("doubling-tables.docx", lambda: word(_doubling(14)))
    yield Case("deep-boxes.docx", lambda: word(_boxes(40)))
    yield Case("boxes-in-one-paragraph.docx", lambda: word(f"<w:p>{_BOX * 20_000}</w:p>"))
    yield Case("long-paragraph-of-runs.docx", lambda: word(f"<w:p>{run('甲1') * 60_000}</w:p>"))
    yield Case("many-properties.docx", _many_properties)
    yield Case("properties-all-other.docx", _other_properties)
    yield Case("fields-never-closed.docx", lambda: word(para() + f"<w:p>{_OPEN * 50_000}</w:p>"))
    yield Case("many-headings.docx", lambda: word(para("一、总体情况") * 50_000))
    yield Case("many-tables.docx", lambda: word(table(row("甲", "1"), row("乙", "2")) * 6_000))
    yield Case("styles-in-a-ring.docx", _ring)
    yield Case("styles-in-a-row.docx", _row)
    yield Case("fonts-and-pictures-that-are-not.docx", _not_media, "read")
    yield Case("macros.docx", _macros)


def _many_properties() -> bytes:
    return word(f"<w:p>{run('甲1', '<w:b/>' * 200_000)}</w:p>")


def _other_properties() -> bytes:
    sizes = "".join(run("甲1", f'<w:sz w:val="{size}"/>') for size in range(50_000))
    return word(f"<w:p>{sizes}</w:p>")


def _tables() -> Iterator[Case]:
    yield Case("million-cells.docx", lambda: word(table(row(*["1"] * 60) * 16_700)))
    yield Case("cells-below-the-limit.docx", lambda: word(table(row(*["1"] * 60) * 500)))
    yield Case("column-of-cells.docx", lambda: word(table(row("1") * 30_000)))
    yield Case("row-of-cells.docx", lambda: word(table(row(*["1"] * 500) * 50)))
    for number in _HUGE:
        for name in ("gridSpan", "gridBefore", "gridAfter"):
            wide = f'<w:{name} w:val="{number}"/>'
            made = table(row(cell("甲", wide), cell("乙", wide), properties=wide) * 20)
            yield Case(f"{name}-{number}.docx", _of(made))
    merged = cell("", "<w:vMerge/>")
    yield Case("all-merged.docx", lambda: word(table(row(*[merged] * 60) * 300)))
    wide = cell("甲", '<w:gridSpan w:val="500"/>')
    yield Case("wide-and-long.docx", lambda: word(table(row(wide) * 5000)))
    grid = "<w:tblGrid>" + '<w:gridCol w:w="1"/>' * 30_000 + "</w:tblGrid>"
    yield Case("many-columns.docx", lambda: word(f"<w:tbl>{grid}{row('1')}</w:tbl>"))


def _numbers() -> Iterator[Case]:
    """Automatic numbers that are long, large, or refer to themselves."""
    for form in ("decimal", "upperRoman", "upperLetter", "chineseCounting", "bullet", "no-such"):
        for number in _HUGE:
            yield Case(f"number-{form}-{number}.docx", _numbered(form, number, "%1、"))
    yield Case("number-long-text.docx", _numbered("decimal", 1, "%1%2%3" * 100_000))
    yield Case("number-level.docx", _numbered("decimal", 1, "%1", level=10**12))
    yield Case("number-long-for-all.docx", _numbered("decimal", 1, "%1" * 10_000, times=20_000))
    yield Case("numbers-in-a-chain.docx", _chain)
    yield Case("number-for-all.docx", _numbered("chineseCounting", 1, "（%1）" * 50, times=20_000))


def _numbered(form: str, start: int, text: str, *, level: int = 0, times: int = 3) -> Make:
    numbering = (
        f'<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="n"/><w:lvl w:ilvl="{level}">'
        f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    style = (
        '<w:style w:type="numbering" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    one = para("甲", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
    return lambda: word(one * times, numbering=numbering, styles=style)


def _chain() -> bytes:
    """Lists that refer to one another, in a chain without end."""
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:numStyleLink w:val="s{n + 1}"/></w:abstractNum>'
        for n in range(5000)
    ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(5000))
    styles = "".join(
        f'<w:style w:type="numbering" w:styleId="s{n}"><w:pPr><w:numPr><w:numId w:val="{n}"/>'
        "</w:numPr></w:pPr></w:style>"
        for n in range(5000)
    )
    one = para("甲", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    return word(one, numbering=numbering, styles=styles)


def _links() -> Iterator[Case]:
    """What Word would fetch, include or run."""
    fields = ("DDEAUTO c:\\\\cmd.exe", f"INCLUDETEXT {_ADDRESS}", f"INCLUDEPICTURE {_ADDRESS}")
    for field in fields:
        inside = f'<w:fldSimple w:instr="{field}"><w:r/></w:fldSimple>'
        begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        text = f"<w:r><w:instrText>{field}</w:instrText></w:r>"
        made = f"<w:p>{inside}{begun}{text}</w:p>" + para("一、总体情况")
        yield Case(f"field-{field.split()[0]}.docx", _of(made), "read")
    kinds = ("attachedTemplate", "image", "aFChunk", "oleObject", "subDocument", "frame", "styles")
    for kind in kinds:
        yield Case(f"link-{kind}.docx", _linked(kind), "read")


def _linked(kind: str) -> Make:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_OUTER}/{kind}" Target="{_ADDRESS}" TargetMode="External"/>'
        "</Relationships>"
    )
    chunk = f'<w:altChunk xmlns:r="{_OUTER}" r:id="r1"/><w:subDoc xmlns:r="{_OUTER}" r:id="r1"/>'
    main = part("document", f"<w:body>{chunk}{para('一、总体情况')}</w:body>")
    parts: dict[str, str | bytes] = {"word/document.xml": main}
    for place in ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"):
        parts[place] = link
    return lambda: packed({"[Content_Types].xml": CONTENT_TYPES, **parts})


def _of(inside: str) -> Make:
    return lambda: word(inside)


def _deep(depth: int) -> str:
    inside = para("甲")
    for _ in range(depth):
        inside = f"<w:tbl><w:tr><w:tc>{inside}<w:p/></w:tc></w:tr></w:tbl>"
    return inside


def _doubling(depth: int) -> str:
    inside = para("甲")
    for _ in range(depth):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    return inside


_BOX = "<w:r><w:pict><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></w:pict></w:r>"
_OPEN = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'


def _boxes(depth: int) -> str:
    inside = para("甲")
    for _ in range(depth):
        inside = f"<w:p>{_BOX.replace('<w:p/>', inside)}</w:p>"
    return inside


def _ring() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 900}"/>'
        "</w:style>"
        for n in range(900)
    )
    return word("".join(para("甲", f'<w:pStyle w:val="s{n}"/>') for n in range(900)), styles=styles)


def _row() -> bytes:
    """Each style stands on the one before: found anew each time, that is a square."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n - 1}"/></w:style>'
        for n in range(15_000)
    )
    body = "".join(para("甲", f'<w:pStyle w:val="s{n}"/>') for n in range(14_999, 0, -1))
    return word(body, styles=styles)


def _not_media() -> bytes:
    parts = {f"word/media/{name}": b"\xff\xd8\xff" + b"A" * 1000 for name in ("a.png", "b.emf")}
    fonts = {"word/fonts/font1.odttf": b"\0" * 1000}
    main = part("document", f"<w:body>{para('一、总体情况')}</w:body>")
    return packed({"word/document.xml": main, **parts, **fonts})


def _macros() -> bytes:
    main = part("document", f"<w:body>{para('一、总体情况')}</w:body>")
    return packed({"word/document.xml": main, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 99})
