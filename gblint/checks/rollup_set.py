"""What is wrong with the set of subordinate reports of a roll-up."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.checks.hits import Hit, Place
from gblint.checks.places import first_anchor
from gblint.checks.rollup import unread_cells
from gblint.checks.subordinates import called, reckon
from gblint.findings import Say
from gblint.pack.kinds_between import RollUp
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report

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
