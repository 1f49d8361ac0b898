"""Where a rule looks: the zones of a report, as packs write them, in English or in Chinese.

`section 5 > 改进情况` and `第五部分 > 改进情况` are the same. One list says which there are and
what they mean; packs, their errors and their schema ask it.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gblint.findings import Say

Name = Literal[
    "title",
    "preface",
    "opening",
    "first paragraph",
    "section",
    "body",
    "end",
    "last paragraph",
    "signature",
    "table",
    "report",
]


class ZoneWord(msgspec.Struct, frozen=True):
    """A zone as it is written in English and in Chinese, and what it is."""

    name: Name
    en: str
    zh: str
    means: Say


ZONES: tuple[ZoneWord, ...] = (
    ZoneWord("title", "title", "标题", Say("报告的标题", "the title")),
    ZoneWord("preface", "preface", "前言", Say("第一部分之前", "what stands before section 1")),
    ZoneWord(
        "opening",
        "opening",
        "开头",
        Say(
            "前言，以及写在第一部分标题之下的前言",
            "the preface, and what of it stands under the first heading",
        ),
    ),
    ZoneWord(
        "first paragraph",
        "first paragraph",
        "首段",
        Say("标题之后的第一段话", "the first paragraph of sentences"),
    ),
    ZoneWord("section", "section 1", "第一部分", Say("第一部分的文字", "the text of section 1")),
    ZoneWord(
        "section",
        "section 1 > first paragraph",
        "第一部分 > 首段",
        Say("第一部分的第一段（末段同样写）", "its first paragraph (the last in the same way)"),
    ),
    ZoneWord(
        "section",
        "section 5 > 改进情况",
        "第五部分 > 改进情况",
        Say(
            "第五部分中小标题“改进情况”之下的文字",
            "what stands under a sub-heading of section 5",
        ),
    ),
    ZoneWord("body", "body", "正文", Say("各部分，连同标题", "all sections, with headings")),
    ZoneWord(
        "last paragraph",
        "last paragraph",
        "末段",
        Say("落款之前的最后一段话", "the last paragraph of sentences"),
    ),
    ZoneWord(
        "signature", "signature", "落款", Say("文末的机关和日期", "organ and date at the end")
    ),
    ZoneWord("end", "end", "文末", Say("最后十二段", "the last twelve paragraphs")),
    ZoneWord(
        "table",
        "table 2 note",
        "表2附注",
        Say("表2里或表2下面的“注：”“备注：”“说明：”", "the notes (注：) in and below table 2"),
    ),
    ZoneWord("report", "report", "全文", Say("整份报告", "everything")),
)
"""All that may be written; numbers and sub-headings are examples."""


NOTE_WORDS = ("注", "附注", "备注", "说明", "填表说明")
"""What a note to a table begins with: the names of the zone."""


class ZoneParts(msgspec.Struct, frozen=True):
    """A zone, read: `number` of the section or table, `inside` what of the section.

    `inside` is "", `first paragraph`, `last paragraph`, or a sub-heading as written.
    """

    name: Name
    number: int | None = None
    inside: str = ""

    @property
    def whole_section(self) -> bool:
        return self.name == "section" and not self.inside


class ZoneError(ValueError):
    """A text that is no zone; `say` lists those that there are, with what they mean."""

    def __init__(self, say: Say) -> None:
        super().__init__(say.zh)
        self.say = say


_NUMERALS = "一二三四五六七八九"
_NUMBER = "[1-9][0-9]?|[一二三四五六七八九]|十[一二三四五六七八九]?"
_SECTION = f"(?:section *([1-9][0-9]?)|第({_NUMBER})部分)(?: *[>＞›] *(.+))?"
_TABLE = "(?:table *|表 *)([1-9][0-9]?) *(?:note|附注|注)"
_PLAIN = {zone.en: zone.name for zone in ZONES} | {zone.zh: zone.name for zone in ZONES}
_INSIDE = {"首段": "first paragraph", "末段": "last paragraph"}

PATTERN = "^(?:{}|{}|{})$".format(
    "|".join(word for word, name in _PLAIN.items() if name not in ("section", "table")),
    _SECTION.replace("(", "(?:").replace("(?:?:", "(?:"),
    _TABLE.replace("(", "(?:").replace("(?:?:", "(?:"),
)
"""What a zone is written like, for editors."""


@lru_cache(maxsize=256)
def parse_zone(text: str) -> ZoneParts:
    """The zone that a text is. Raises ZoneError."""
    text = text.strip()
    head, _, number = text.partition(" ")
    if head == "section" and len(number) == 1 and number in "123456789":  # nearly always
        return ZoneParts("section", int(number))
    name = _PLAIN.get(text)
    if name is not None and name not in ("section", "table"):
        return ZoneParts(name)
    if match := re.fullmatch(_SECTION, text):
        inside = (match[3] or "").strip()
        return ZoneParts("section", _number(match[1] or match[2]), _INSIDE.get(inside, inside))
    if match := re.fullmatch(_TABLE, text):
        return ZoneParts("table", int(match[1]))
    raise ZoneError(explain_zones(text))


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    tens, _, ones = text.rpartition("十")
    del tens
    digit = _NUMERALS.index(ones) + 1 if ones else 0
    return digit + (10 if "十" in text else 0)


def explain_zones(text: str) -> Say:
    """That a text is no zone, and all that are, with what they mean."""
    zh = "；".join(f"{zone.zh}（{zone.en}）：{zone.means.zh}" for zone in ZONES)
    en = "; ".join(f"{zone.en}: {zone.means.in_lang('en')}" for zone in ZONES)
    hint = _meant(text)
    return Say(
        f"没有“{text}”这个位置{f'；是不是“{hint}”？' if hint else '。'}可以写：{zh}",
        f'there is no zone "{text}"{f"; did you mean {hint}?" if hint else "."} There are: {en}',
    )


_CALLED = rf"第?\s*([{_NUMERALS}]|[1-9])\s*(?:部份?|章|节|大?项|大?点|块)?(?:分|内容)?"
"""What clerks call a section."""


def _meant(text: str) -> str:
    """The zone that was probably meant, "" for none."""
    text = text.rstrip(" >＞")
    if match := re.fullmatch(_CALLED, text.removeprefix("section")):
        return f"第{_NUMERALS[_number(match[1]) - 1]}部分"
    from difflib import get_close_matches

    words = [word for word, name in _PLAIN.items() if name not in ("section", "table")]
    return next(iter(get_close_matches(text, words, n=1)), "")


def zone_faults(text: str) -> Iterator[Say]:
    """What is wrong with a text as a zone."""
    try:
        parse_zone(text)
    except ZoneError as error:
        yield error.say


_DESCRIPTION = "查哪里 / where to look: " + "；".join(
    f"{zone.zh}（{zone.en}）：{zone.means.zh} / {zone.means.in_lang('en')}" for zone in ZONES
)

Zone = Annotated[
    str,
    Meta(
        description=_DESCRIPTION,
        extra={"faults": zone_faults},
        extra_json_schema={
            "anyOf": [
                {"enum": [word for zone in ZONES for word in (zone.zh, zone.en)]},
                {"pattern": PATTERN},
            ]
        },
    ),
]
"""No pattern here: msgspec would compile it at every start. `shape.py` asks for the faults."""
