"""What a report says (`ReportPlan`) and how it is written down (`Writing`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.builder import invented_prose
from tests.builder.balanced_figures import Figures, zeros
from tests.builder.form_labels import ORDINALS, SECTIONS, TABLE_OF_SECTION, TABLES, Block
from tests.builder.layouts import Relaid

Page = Literal["none", "number", "tables", "headed"]
"""How the end of a page shows in table 2: a row with the page's number, two tables, two tables
that both have the header."""
Role = Literal["title", "heading", "subheading", "prose", "caption", "contents"]


@dataclass(frozen=True)
class Para:
    """A paragraph; `number` is an ordinal that a word processor may put there by itself.

    A text may hold line breaks.
    """

    text: str
    role: Role = "prose"
    number: str = ""


@dataclass(frozen=True)
class SectionPlan:
    """A top-level section. `number` is its number in the format, 0 for a foreign one.

    `ordinal` and `heading` are as written; `table` is the key of its table, or "".
    """

    number: int
    heading: str
    ordinal: str
    prose: tuple[Para, ...] = ()
    table: str = ""


@dataclass(frozen=True)
class ReportPlan:
    """All that a report says, in order.

    `tables` has the blocks as they are written, which a mutation may have changed; `written`
    replaces the text of single cells, by table, row and column key.
    """

    title: tuple[str, ...]
    preface: tuple[str, ...]
    sections: tuple[SectionPlan, ...]
    ending: tuple[str, ...]
    tables: dict[str, tuple[Block, ...]]
    figures: Figures
    year: int
    written: dict[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """Choices of wording that all give a report without fault."""

    title: Literal["one line", "two lines"] = "one line"
    year_word: Literal["年", "年度"] = "年"
    period: int = 0
    contact: int = 0
    contact_place: Literal["preface", "section 6", "end"] = "preface"
    listing: int = 0
    """0: the preface does not list the sections; 1 to 3: wordings of such a list."""
    survey: Literal["run-in", "headed", "restart", "plain"] = "run-in"
    """How section one is divided: （一） with or without text behind, 一、二、三 anew, or not."""
    fees: int = 0
    signed: bool = False


@dataclass(frozen=True)
class Writing:
    """Habits of writing that hold for labels, figures and tables in every form of file.

    `narrow` breaks labels after so many characters, 0 never. `spaces` is a stray space put
    into labels and figures, "" for none.
    """

    point: Literal[".", "、", "．"] = "."
    brackets: Literal["full", "half"] = "full"
    digits: Literal["half", "full"] = "half"
    thousands: Literal["", ",", "，"] = ""
    spaces: Literal["", " ", "\u3000", "\u00a0"] = ""
    narrow: int = 0
    four_tables: bool = False
    header: Literal["template", "levelled", "short"] = "template"
    """`levelled` gives table 3 all its levels, `short` leaves the uppermost level out."""
    caption: Literal["none", "plain", "numbered", "titled", "row"] = "none"
    contents: Literal["none", "typed", "field"] = "none"
    page: Page = "none"
    radicals: bool = False
    """Some characters are the radicals that fonts in PDF files give for them."""
    relaid: Relaid | None = None
    """Tables in other layouts than the format's; None for those that it has."""
    seed: int = 0


def report(
    organ: str = "示例市人民政府办公室",
    *,
    year: int = 2023,
    figures: Figures | None = None,
    content: Content | None = None,
) -> ReportPlan:
    """A report of `organ` for `year` that has all that the format asks for."""
    content = content or Content()
    contact = invented_prose.contact(content.contact, organ)
    sections = tuple(
        SectionPlan(
            number,
            heading,
            ORDINALS[number - 1],
            _section_prose(number, organ=organ, year=year, content=content),
            TABLE_OF_SECTION.get(number, ""),
        )
        for number, heading in enumerate(SECTIONS, start=1)
    )
    ending = contact if content.contact_place == "end" else ()
    if content.signed:
        ending += (organ, f"{year + 1}年1月22日")
    return ReportPlan(
        title=title(organ, year, content),
        preface=_preface(organ, year, content),
        sections=sections,
        ending=ending,
        tables=dict(TABLES),
        figures=figures or zeros(),
        year=year,
    )


def title(organ: str, year: int, content: Content) -> tuple[str, ...]:
    """The lines of a title."""
    name = f"{year}{content.year_word}政府信息公开工作年度报告"
    return (organ, name) if content.title == "two lines" else (organ + name,)


def _preface(organ: str, year: int, content: Content) -> tuple[str, ...]:
    lead = invented_prose.basis(organ, year) + invented_prose.listing(content.listing)
    contact = (
        invented_prose.contact(content.contact, organ) if content.contact_place == "preface" else ()
    )
    return (lead + invented_prose.period(content.period, year), *contact)


def _section_prose(number: int, *, organ: str, year: int, content: Content) -> tuple[Para, ...]:
    if number == 1:
        return tuple(_survey(organ, year, content))
    if number == 5:
        return tuple(Para(text) for text in invented_prose.PROBLEMS)
    if number == 6:
        texts = [invented_prose.fees(content.fees, year)]
        if content.contact_place == "section 6":
            texts += invented_prose.contact(content.contact, organ)
        return tuple(Para(text) for text in texts)
    return ()


def _survey(organ: str, year: int, content: Content) -> list[Para]:
    """Section one: an opening, then the five aspects in the chosen division."""
    paras = [Para(invented_prose.opening(organ, year))]
    for index, (name, text) in enumerate(invented_prose.ASPECTS):
        ordinal = f"（{ORDINALS[index][0]}）"
        if content.survey == "run-in":
            paras.append(Para(f"{ordinal}{name}。{text}"))
        elif content.survey == "headed":
            paras += [Para(f"{name}情况", "subheading", ordinal), Para(text)]
        elif content.survey == "restart":
            paras += [
                Para(f"{ORDINALS[index]}{invented_prose.SLOGANS[index]}"),
                Para(f"{name}方面，{text}"),
            ]
        else:
            paras.append(Para(f"{name}方面，{text}"))
    return paras
