"""The title: there with its parts, worded as in the format, of the organ that the text names."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from typing import Literal

import msgspec

from gblint.checks.hits import CheckKind, Hit, Place, read_options
from gblint.checks.places import Placed, find_first_anchor, read_zone, split_sentences, squeeze
from gblint.findings import Say
from gblint.pack import Case, Options, Pattern, Zone, make_variants, require_part
from gblint.pack.model import Pack, Rule, TitleSpec, list_checks
from gblint.report.model import Report
from gblint.report.organs import is_sister, tell_organ
from gblint.text import fold, patterns


class TitleParts(Options, frozen=True, tag="title-parts"):
    """The title is there with organ and year (GB109). Variants: absent, incomplete."""


class TitleWording(Options, frozen=True, tag="title-wording"):
    """A title that is there is as the format has it.

    `find`: name (GB110; variants name, year), order (GB112; variants year_first, year_after,
    organ_after, head).
    """

    find: Literal["name", "order"]


_ORGAN = Say("机关名称", "organ")
_YEAR = Say("年份", "year")


def check_parts(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when there is no title, or one that lacks organ or year.

    Its name is told with them; alone it is for the rule on how a title is worded, if there is one.
    """
    spec, title = pack.title_line, report.title
    if spec is None:
        return
    expected, name = _say_expected(report, spec), Say(f"“{spec.name}”")
    if title is None:
        yield Hit(
            Place(find_first_anchor(report), 0, where=Say("标题", "Title")),
            {"read": "", "missing": (_ORGAN, _YEAR, name), "expected": expected},
            "absent",
        )
        return
    # whole but for its name, it is worded otherwise: that is the other rule's, if the pack has it
    whole = title.organ and title.year
    wordings = (check.find for _, check in list_checks(pack, TitleWording))
    named = title.named or (whole and "name" in wordings)
    parts = ((title.organ, _ORGAN), (title.year, _YEAR), (named, name))
    missing = tuple(part for given, part in parts if not given)
    if missing:
        yield Hit(
            Place(title.anchor, 0, text=title.text),
            {"read": title.text, "missing": missing, "expected": expected},
            "incomplete",
        )


def check_wording(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when a title with organ and year has another name, or its parts in another order."""
    spec, title = pack.title_line, report.title
    if spec is None or title is None or not (title.organ and title.year):
        return
    if read_options(rule, TitleWording).find == "name":
        variant = "year" if title.named and title.bare_year else "name"
        found = not title.named or title.bare_year
    else:
        variant = "head" if title.in_head else title.order
        found = bool(variant)
    if found:
        yield Hit(
            Place(title.anchor, 0, text=title.text),
            {
                "read": title.text,
                "name": title.name,
                "right": spec.name,
                "year": title.year or "",
                "expected": _say_expected(report, spec),
            },
            variant,
        )


def _say_expected(report: Report, spec: TitleSpec) -> Say:
    """The title as the format has it, with what is known of this report."""
    year = report.year
    zh, en = (
        spec.year_as.replace("{year}", str(year or unknown)).replace(
            "{next_year}", str(year + 1 if year else unknown)
        )
        for unknown in ("（年份）", "(year)")
    )
    return Say(
        f"{report.organ or '（机关名称）'}{zh}{spec.name}",
        f"{report.organ or '(organ)'}{en}{spec.name}",
    )


TITLE_PARTS = CheckKind(
    options=TitleParts,
    finds="no title, or one that lacks organ or year",
    references=lambda _: (require_part("title_line"),),
    values=("read", "missing", "expected"),
    variants=make_variants("absent", "incomplete"),
    check=check_parts,
)

TITLE_WORDING = CheckKind(
    options=TitleWording,
    finds=(
        "a title in other words (`find: name`) or with its parts in another order (`find: order`)"
    ),
    references=lambda _: (require_part("title_line"),),
    values=("read", "name", "right", "year", "expected"),
    option="find",
    cases={
        "name": Case(variants=make_variants("name", "year")),
        "order": Case(variants=make_variants("year_first", "year_after", "organ_after", "head")),
    },
    check=check_wording,
)


class OrganForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a report names its own organ: a pattern with a group `organ`, in a zone.

    The pattern is looked for in paragraphs without white space. With `sister`, as where others may
    be named as well, only an organ of another place of the same rank counts: 黑石乡 for 白石乡.
    """

    pattern: Pattern
    zone: Zone
    sister: bool = False


class OrganDiffers(Options, frozen=True, tag="organ-differs"):
    """The organs that a report names as its own are the title's (GB412), as far as can be told."""

    forms: tuple[OrganForm, ...]


_LONGEST = 2000
"""Characters of a paragraph in which an organ may be named as the report's own."""


def check_organs(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each organ that surely is another than the title's, at its first place.

    The organ's short names, its office, its government and what is above it are no other.
    """
    if not report.organ:
        return
    own = fold(report.organ)
    seen: set[str] = set()
    for written, sister, (paragraph, section) in _find_named(report, rule):
        name = fold(written)
        if name.startswith(own):
            continue  # the organ, or an office or a unit of it
        if any(name.startswith(one) or one.startswith(name) for one in seen):
            continue  # told already, with or without its office
        seen.add(name)
        names = written, report.organ, pack.facts.organ
        if is_sister(*names) if sister else tell_organ(*names) == "other":
            place = Place(paragraph.anchor, section, text=_find_sentence(paragraph.shown, written))
            yield Hit(place, {"text": written, "organ": report.organ})


def _find_named(report: Report, rule: Rule) -> Iterator[tuple[str, bool, Placed]]:
    """The organs named where a report names its own, in the order of the rule's forms.

    With whether only those of a place of the same rank count there.
    """
    for form in read_options(rule, OrganDiffers).forms:
        zone = read_zone(report, form.zone)
        if not zone.may_match(form.pattern):
            continue
        for text, placed in zip(zone.texts, zone.placed, strict=True):
            if 0 < len(text) <= _LONGEST:
                for match in patterns.finditer(form.pattern, text):
                    yield match["organ"], form.sister, placed


def _find_sentence(text: str, written: str) -> str:
    """The sentence of a paragraph that names the organ, as written."""
    sentences = [one.strip() for one in split_sentences(text)]
    return next((sentence for sentence in sentences if written in squeeze(sentence)), text.strip())


ORGAN_DIFFERS = CheckKind(
    options=OrganDiffers,
    finds=(
        "an organ named as the report's own that surely is another than the title's; "
        "`pattern` has a group `organ`, with `sister` only an organ of another place of the same "
        "rank"
    ),
    values=("text", "organ"),
    check=check_organs,
)
