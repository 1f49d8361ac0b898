"""The typed model of a rule pack, as it is read, merged and used. It knows no YAML.

First come the zones, where a rule looks, as packs write them: `section 5 > 改进情况` and
`第五部分 > 改进情况` are the same. One list (`ZONES`) says which there are and what they mean;
packs, their errors and their schema ask it.

Then what all parts of a pack are made of (`Part`, kinds of texts), and what packs know of a kind
of check (`KindOfCheck`): its options, what they name, what its messages may say. The registry of
kinds (`gblint.checks`) is handed in where packs are read, so that a kind can be one file above this
room.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, NewType

import msgspec
from msgspec import Meta

from gblint.findings import SaidError, Say

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


class ZoneError(SaidError):
    """A text that is no zone; `say` lists those that there are, with what they mean."""


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
    # “section 1” and “表2附注” of the list are examples: only their form counts
    name = _PLAIN.get(text)
    if name is not None and name not in ("section", "table"):
        return ZoneParts(name)
    if match := re.fullmatch(_SECTION, text):
        inside = (match[3] or "").strip()
        return ZoneParts("section", _read_number(match[1] or match[2]), _INSIDE.get(inside, inside))
    if match := re.fullmatch(_TABLE, text):
        return ZoneParts("table", int(match[1]))
    raise ZoneError(explain_zones(text))


def _read_number(text: str) -> int:
    if text.isascii():
        return int(text)
    # 十 to 十九, as `_NUMBER` has it; `gblint.text` has all numerals, which this room cannot ask
    ones = text.removeprefix("十")
    return (10 if ones != text else 0) + (_NUMERALS.index(ones) + 1 if ones else 0)


def explain_zones(text: str) -> Say:
    """That a text is no zone, and all that are, with what they mean."""
    zh = "；".join(f"{zone.zh}（{zone.en}）：{zone.means.zh}" for zone in ZONES)
    en = "; ".join(f"{zone.en}: {zone.means.in_lang('en')}" for zone in ZONES)
    hint = _guess_zone(text)
    return Say(
        f"没有“{text}”这个位置{f'；是不是“{hint}”？' if hint else '。'}可以写：{zh}",
        f'there is no zone "{text}"{f"; did you mean {hint}?" if hint else "."} There are: {en}',
    )


_CALLED = rf"第?\s*([{_NUMERALS}]|[1-9])\s*(?:部份?|章|节|大?项|大?点|块)?(?:分|内容)?"
"""What clerks call a section."""


def _guess_zone(text: str) -> str:
    """The zone that was probably meant, "" for none."""
    text = text.rstrip(" >＞")
    if match := re.fullmatch(_CALLED, text.removeprefix("section")):
        return f"第{_NUMERALS[_read_number(match[1]) - 1]}部分"
    from difflib import get_close_matches  # for an error message only

    words = [word for word, name in _PLAIN.items() if name not in ("section", "table")]
    return next(iter(get_close_matches(text, words, n=1)), "")


def find_zone_faults(text: str) -> Iterator[Say]:
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
        extra={"faults": find_zone_faults},
        extra_json_schema={
            "anyOf": [
                {"enum": [word for zone in ZONES for word in (zone.zh, zone.en)]},
                {"pattern": PATTERN},
            ]
        },
    ),
]
"""No pattern here: msgspec would compile it at every start. `shape.py` asks for the faults."""


def describe_form(form: str, description: str | None = None, like: str = "") -> Meta:
    """How a text is written, as a pattern. `packs.shape` asks for it: msgspec would compile it at
    every start, and hold it against each text of a kept pack.
    """
    extra = {"form": form, "like": like} if like else {"form": form}
    return Meta(description=description, extra=extra, extra_json_schema={"pattern": form})


_KEY = "^[a-z][a-z0-9_]*$"
if TYPE_CHECKING:
    Key = str
    NamedKey = str
    Pattern = str
    Words = Say | str
else:  # by name: msgspec looks into `Annotated` anew at each of the hundreds of fields
    Key = NewType("Key", Annotated[str, describe_form(_KEY, "An English key.")])
    NamedKey = NewType("NamedKey", Annotated[str, describe_form(_KEY)])
    """A key of another part of the pack, which an option names."""
    Pattern = NewType(
        "Pattern",
        Annotated[
            str,
            Meta(
                description="A regular expression, run under a time limit.", extra={"regex": True}
            ),
        ],
    )
    Words = NewType(
        "Words", Annotated[Say | str, Meta(description="A text: Chinese, or {zh, en}.")]
    )
RuleId = Annotated[str, describe_form("^[A-Z]{2,8}[0-9]{3,4}$", "A stable rule id.")]
Phrases = Annotated[
    str | tuple[str, ...],
    Meta(
        description="一句或几句话。空格：同一句中都有，不论先后；/：有一个就行；…："
        "中间可有别的字；N：数字，如 政务新媒体 N个 / a phrase or several. Blank: in one "
        "sentence, in any order; /: one of them; …: with anything between; N: a number"
    ),
]
Version = Annotated[
    str,
    describe_form(
        "^[0-9]{1,6}([.][0-9]{1,6}){0,3}$",
        "Numbers with points between them, in quotes: '1.0'.",
        like="'1.0'",
    ),
]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything in a pack: frozen, no unknown keys."""


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Base of the options of a check, as a pack writes them under `check:`; the tag is its kind.

    `needs` is what a check looks at: a `report` alone, the `previous` one as well, or the `parts`
    that it sums up. `stops_without` names what of a report it has nothing to go by without: where
    gblint failed to read that (`What` in `attempts.py`, or `year`), or where the section of its
    `zone` is absent, it is told as not evaluated. `limited_without` names what it lacks in part:
    it is evaluated as far as may be, which is told.
    """

    # No annotations: msgspec would look at each once for every kind of check, at every start.
    needs = "report"
    stops_without = tuple[str, ...]()
    limited_without = tuple[str, ...]()


if TYPE_CHECKING:
    from typing_extensions import TypeVar

    Check_co = TypeVar("Check_co", bound=Options, default=Options, covariant=True)
else:  # a bound would have msgspec decode what is not told as that, and no default before 3.13
    from typing import TypeVar

    Check_co = TypeVar("Check_co", covariant=True)
"""The options of a pack's rules: of any kind, but where a pack is decoded, one of those known."""


Variants = Mapping[str, tuple[str, ...]]
"""The variants of a kind's message, each with the values that its hits have besides."""


def make_variants(*names: str, **more: tuple[str, ...]) -> Variants:
    """Variants without values of their own, and after them those with some."""
    return dict.fromkeys(names, ()) | more


class Reference(msgspec.Struct, frozen=True):
    """A part of the pack that options name and that must be there.

    `name` is the number of a section, the key of a table or of a quantity of prose, or, for a
    part, where it stands in the pack (`facts.period`). `path` leads to it inside the options.
    """

    what: Literal["section", "table", "table number", "quantity", "part"]
    name: str | int
    path: tuple[str | int, ...]


class Case(msgspec.Struct, frozen=True):
    """What a kind's messages may say under one value of its `option`, where that differs."""

    values: tuple[str, ...] | None = None
    variants: Variants | None = None


OptionFault = tuple[tuple[str | int, ...], Say]
"""What is wrong with options, and the path to it inside them."""


def name_zone(options: Options) -> Iterator[Reference]:
    """The section or the table that the zone of options is of, if they have one that is of one."""
    zone = parse_zone(getattr(options, "zone", "report"))
    if zone.number is not None:
        section = zone.name == "section"
        yield Reference("section" if section else "table number", zone.number, ("zone",))


def _find_nothing(_: Options) -> Iterable[OptionFault]:
    return ()


class KindOfCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of check, as far as packs go.

    `finds` is said of it in the table of docs/packs.md, where its line in `packs/key_texts.yaml`
    does not say all. `references` are what its options name of the pack, which for most is the
    zone; `faults` tells what is wrong with options that their types do not say. `values` are those
    that every hit has for the braces of messages. `option` names the option of whose value these
    depend, with its `cases`.
    """

    options: type[Options]
    finds: str = ""
    references: Callable[[Any], Iterable[Reference]] = name_zone
    faults: Callable[[Any], Iterable[OptionFault]] = _find_nothing
    values: tuple[str, ...] = ()
    variants: Variants = {}
    option: str = ""
    cases: Mapping[str, Case] = {}

    @property
    def tag(self) -> str:
        """What stands behind `kind:` in a pack."""
        return str(self.options.__struct_config__.tag)

    def list_values(self, options: Options) -> tuple[str, ...]:
        """The values that every hit of a check has."""
        case = self._find_case(options)
        return self.values if case.values is None else case.values

    def list_variants(self, options: Options) -> Variants:
        """The variants of a check."""
        case = self._find_case(options)
        return self.variants if case.variants is None else case.variants

    def _find_case(self, options: Options) -> Case:
        return self.cases.get(getattr(options, self.option), Case()) if self.option else Case()


Kinds = Mapping[str, KindOfCheck]
"""Kinds of check by their tags."""


def name_each(
    what: Literal["section", "table", "quantity"], field: str, inner: str = ""
) -> Callable[[Options], Iterator[Reference]]:
    """What tells the references of a kind whose option `field` lists parts of the pack.

    They are the members of the list, or what these have as `inner`.
    """

    def name(options: Options) -> Iterator[Reference]:
        for i, member in enumerate(getattr(options, field)):
            if inner:
                yield Reference(what, getattr(member, inner), (field, i, inner))
            else:
                yield Reference(what, member, (field, i))

    return name


def require_part(name: str) -> Reference:
    """A part of the pack without which a kind has nothing to look at."""
    return Reference("part", name, ("kind",))


def join_options(kinds: Kinds) -> Any:
    """The type of the options of any of the kinds, told apart by their tags."""
    types: Iterable[Any] = (kind.options for kind in kinds.values())
    return reduce(or_, types)
