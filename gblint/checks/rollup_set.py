"""What is wrong with the set of subordinate reports of a roll-up."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator

from gblint.checks.hits import CheckKind, Hit, Place
from gblint.checks.places import first_anchor
from gblint.checks.rollup import RollUp, unread_cells
from gblint.checks.subordinates import called, reckon
from gblint.findings import Say
from gblint.pack.base import Options
from gblint.pack.kind import variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report


class RollUpSet(Options, frozen=True, tag="roll-up-set"):
    """The parts of a summary are all there, each once (GB802).

    Variants: missing, unexpected, twice (the same figures), differing, year, unreadable, cells.
    """

    needs = "parts"


_WHERE = Say("各单位的报告", "the subordinate reports")
_LISTED = 5
"""Cells of a part that are named."""


def roll_up_set(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each kind of thing that is wrong with the set, and for each part unread."""
    if report.parts is None:
        return
    waiting = tuple(rule.id for rule in pack.rules if isinstance(rule.check, RollUp))
    title = report.title
    place = Place(title.anchor if title else first_anchor(report), where=_WHERE)
    for trouble in reckon(report, pack).troubles:
        yield Hit(
            place,
            {
                "organs": trouble.organs,
                "files": trouble.files,
                "count": len(trouble.organs) or len(trouble.files),
                "year": report.year or 0,
                "cells": (),
            },
            trouble.variant,
            unchecked=waiting if trouble.lost else (),
        )
    for part, cells in unread_cells(report, pack):
        more = (Say("等", "..."),) if len(cells) > _LISTED else ()
        yield Hit(
            place,
            {
                "organs": (called(part),),
                "files": (part.name,),
                "count": len(cells),
                "year": report.year or 0,
                "cells": (*cells[:_LISTED], *more),
            },
            "cells",
            unchecked=waiting,
        )


ROLL_UP_SET = CheckKind(
    options=RollUpSet,
    finds="parts missing, there twice, of another year, unreadable",
    values=("organs", "files", "count", "year", "cells"),
    variants=variants("missing", "unexpected", "twice", "differing", "year", "unreadable", "cells"),
    check=roll_up_set,
)
