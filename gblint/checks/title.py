"""The title: that it is there with its parts, and that it is worded as the format has it."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from typing import Literal

from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.places import first_anchor
from gblint.findings import Say
from gblint.pack import Case, Options, needed_part, variants
from gblint.pack.model import Pack, Rule, TitleSpec
from gblint.report.model import Report


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


def title_parts(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when there is no title, or one that lacks organ or year.

    Its name is told with them; alone it is for the rule on how a title is worded, if there is one.
    """
    spec, title = pack.title_line, report.title
    if spec is None:
        return
    expected, name = _expected(report, spec), Say(f"“{spec.name}”")
    if title is None:
        yield Hit(
            Place(first_anchor(report), 0, where=Say("标题", "Title")),
            {"read": "", "missing": (_ORGAN, _YEAR, name), "expected": expected},
            "absent",
        )
        return
    whole = title.organ and title.year
    named = title.named or (whole and _tells_wording(pack))
    parts = ((title.organ, _ORGAN), (title.year, _YEAR), (named, name))
    missing = tuple(part for given, part in parts if not given)
    if missing:
        yield Hit(
            Place(title.anchor, 0, text=title.text),
            {"read": title.text, "missing": missing, "expected": expected},
            "incomplete",
        )


def title_wording(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when a title with organ and year has another name, or its parts in another order."""
    spec, title = pack.title_line, report.title
    if spec is None or title is None or not (title.organ and title.year):
        return
    if options(rule, TitleWording).find == "name":
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
                "expected": _expected(report, spec),
            },
            variant,
        )


def _expected(report: Report, spec: TitleSpec) -> Say:
    """The title as the format has it, with what is known of this report."""
    return Say(
        f"{report.organ or '（机关名称）'}{report.year or '（年份）'}年{spec.name}",
        f"{report.organ or '(organ)'}{report.year or '(year)'}年{spec.name}",
    )


def _tells_wording(pack: Pack) -> bool:
    checks = (rule.check for rule in pack.rules)
    return any(isinstance(check, TitleWording) and check.find == "name" for check in checks)


TITLE_PARTS = CheckKind(
    options=TitleParts,
    finds="no title, or one that lacks organ or year",
    references=lambda _: (needed_part("title_line"),),
    values=("read", "missing", "expected"),
    variants=variants("absent", "incomplete"),
    check=title_parts,
)

TITLE_WORDING = CheckKind(
    options=TitleWording,
    finds=(
        "a title in other words (`find: name`) or with its parts in another order (`find: order`)"
    ),
    references=lambda _: (needed_part("title_line"),),
    values=("read", "name", "right", "year", "expected"),
    option="find",
    cases={
        "name": Case(variants=variants("name", "year")),
        "order": Case(variants=variants("year_first", "year_after", "organ_after", "head")),
    },
    check=title_wording,
)
