"""No circle of imports in the house: neither between its rooms nor between its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.project.house import KNOWN_BACK, arrows, room, sources


def _find_circle(imported: Iterable[tuple[str, str]]) -> list[str]:
    """What is left when those that import none of the others are taken away, again and again, and
    then those that none imports: circles, and what is between two."""
    left = {(of, to) for of, to in imported if of != to}
    while True:
        inner = {of for of, _ in left} & {to for _, to in left}
        kept = {one for one in left if inner.issuperset(one)}
        if kept == left:
            return sorted({name for one in left for name in one})
        left = kept


def _between_files(modules: Mapping[str, str]) -> set[tuple[str, str]]:
    """Who imports whom, without what is known to go back up."""
    return {(one.of, one.to) for one in arrows(modules)} - KNOWN_BACK


def _between_rooms(modules: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(room(of), room(to)) for of, to in _between_files(modules)}


def test_no_circle_between_rooms() -> None:
    assert _find_circle(_between_rooms(sources())) == []


def test_no_circle_between_files() -> None:
    assert _find_circle(_between_files(sources())) == []


def test_what_is_known_to_go_back_up_still_does() -> None:
    """Whoever mends one takes it out of the table."""
    there = {(one.of, one.to) for one in arrows(sources())}
    assert there >= KNOWN_BACK, KNOWN_BACK - there


def test_an_arrow_back_that_is_added_is_found() -> None:
    """Between files of one room; between rooms, in a function; and to the door of a room."""
    for module, to in (
        ("gblint.readers.refusals", "from gblint.readers.forms import forms"),
        ("gblint.findings", "def f():\n    from gblint.checks.kinds import KINDS"),
        ("gblint.packs", "import gblint.checks"),
    ):
        modules = {**sources(), module: f"{sources()[module]}\n\n{to}\n"}
        assert module in _find_circle(_between_files(modules)), to
    assert {"findings", "checks"} <= {
        *_find_circle(_between_rooms({**sources(), "gblint.findings": "import gblint.checks"}))
    }
