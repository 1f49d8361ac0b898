"""`python -m benchmarks copied [--reports N] [--folder DIR]`: many reports with planted copies.

A province of counties, each with formulas of its own that all its offices have; what is planted
(one text of several offices, a passage taken over, last year's text again, a table taken over) must
be found, each of it, and nothing else. Then what it took: processor time and the largest memory.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.runs import watched_output
from tests.builder.balanced_figures import balanced
from tests.builder.report_plan import Para, ReportPlan, report
from tests.builder.write_text import text

_OFFICES = 20
"""Offices of a county."""

_YEARS = (2024, 2025)
_CHARACTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 2500)))


@dataclass
class Planted:
    """What is planted: sets of files by what they have in common."""

    one_text: list[tuple[str, ...]] = field(default_factory=list)
    copied: list[tuple[str, str]] = field(default_factory=list)
    repeated: list[tuple[str, str]] = field(default_factory=list)
    same_tables: list[tuple[str, ...]] = field(default_factory=list)


class Words:
    """Sentences that no two offices have, of words of two characters."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._words = ["".join(self._random.sample(_CHARACTERS, 2)) for _ in range(6000)]

    def sentence(self) -> str:
        """A sentence of 16 to 40 characters and a figure."""
        words = self._random.choices(self._words, k=self._random.randint(8, 20))
        at = self._random.randrange(len(words))
        words.insert(at, str(self._random.randint(2, 99)))
        return "".join(words) + "。"

    def section(self, sentences: int, formulas: Sequence[str]) -> list[str]:
        own = [self.sentence() for _ in range(sentences)]
        for formula in formulas:
            own.insert(self._random.randrange(len(own) + 1), formula)
        return own


def write_reports(folder: Path, count: int, seed: int = 1) -> Planted:
    """Write so many reports and say what is planted."""
    words, planted = Words(seed), Planted()
    offices = max(1, count // len(_YEARS))
    before: dict[int, tuple[str, list[str]]] = {}
    for year in _YEARS:
        problems: list[list[str]] = []
        formulas: list[str] = []
        for number in range(offices):
            county, office = divmod(number, _OFFICES)
            if office == 0:
                formulas = [words.sentence() for _ in range(6)]
                problems = []
            own = words.section(8, formulas[3:])
            name = f"{year}/{county:04}/{office:02}.txt"
            _plant(planted, county, office, own, problems, name, before.get(number), year, formulas)
            problems.append(own)
            before[number] = name, own
            _write(folder / name, county, office, year, words.section(20, formulas[:3]), own)
    return planted


def _plant(
    planted: Planted,
    county: int,
    office: int,
    own: list[str],
    others: Sequence[list[str]],
    name: str,
    before: tuple[str, list[str]] | None,
    year: int,
    formulas: Sequence[str],
) -> None:
    """In one of ten counties: three offices with one text, a passage, last year's text."""
    if county % 10:
        return
    at = f"{year}/{county:04}/{{:02}}.txt"
    if office in (3, 4):
        own[:] = others[2]
        if office == 4:
            planted.one_text.append(tuple(at.format(one) for one in (2, 3, 4)))
    elif office == 6:
        own[2:6] = sorted((one for one in others[5] if one not in formulas), key=len)[-4:]
        planted.copied.append((at.format(5), name))
    elif office == 8 and before is not None:
        own[:] = before[1]
        planted.repeated.append((before[0], name))
    elif office == 10:
        planted.same_tables.append((at.format(9), name))


def _write(
    path: Path, county: int, office: int, year: int, survey: list[str], problems: list[str]
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = office - 1 if office == 10 and county % 10 == 0 else office
    figures = balanced(seed=year * 1_000_000 + county * 100 + table, largest=60, filled=0.3)
    made = report(f"示例市第{county}县第{office}局", year=year, figures=figures)
    path.write_bytes(text(_with_prose(made, {1: survey, 5: problems})))


def _with_prose(plan: ReportPlan, prose: dict[int, list[str]]) -> ReportPlan:
    return replace(
        plan,
        sections=tuple(
            replace(one, prose=tuple(map(Para, _paragraphs(prose[one.number]))))
            if one.number in prose
            else one
            for one in plan.sections
        ),
    )


def _paragraphs(sentences: Sequence[str]) -> Iterator[str]:
    for at in range(0, len(sentences), 4):
        yield "".join(sentences[at : at + 4])


def compare_planted(planted: Planted, found: dict[str, Any]) -> list[str]:
    """What is planted and not found, and what is found and not planted."""
    wrong: list[str] = []
    paths = [str(one["path"]) for one in found["reports"]]
    wanted = {frozenset(one) for one in planted.one_text}
    groups = {
        frozenset([paths[one["first"]], *(paths[two["report"]] for two in one["others"])])
        for one in found["one_text"]
    }
    pairs = {
        kind: {frozenset((paths[one["first"]], paths[one["report"]])) for one in found[kind]}
        for kind in ("copied", "repeated")
    }
    tables = {frozenset(paths[one] for one in two["reports"]) for two in found["same_tables"]}
    for name, planned, got in (
        ("one text", wanted, groups),
        ("copied", {frozenset(one) for one in planted.copied}, pairs["copied"]),
        ("repeated", {frozenset(one) for one in planted.repeated}, pairs["repeated"]),
        ("tables", {frozenset(one) for one in planted.same_tables}, tables),
    ):
        wrong += [f"{name} not found: {sorted(one)}" for one in planned - got]
        wrong += [f"{name} not planted: {sorted(one)}" for one in got - planned]
        print(
            f"{name}: {len(planned)} planted, {len(planned & got)} found, {len(got - planned)} more"
        )
    return wrong


def main(arguments: Sequence[str]) -> int:
    """Write, compare and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks copied", description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--folder", type=Path, help="where to write (default: a folder that goes)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = options.folder or Path(place)
        planted = write_reports(folder, options.reports)
        words = ["similar", *map(str, _YEARS), "--format", "json"]
        out = Path(place) / "found.json"
        took, held = watched_output(words, into=out, cwd=folder, cache=Path(place) / "cache")
        wrong = compare_planted(planted, json.loads(out.read_bytes()))
    print("\n".join(wrong[:20]))
    print(
        f"{options.reports} reports: {took.wall:.0f} s by the clock, {took.cpu:.0f} s of processors"
    )
    print(f"{held.own:.0f} MB in gblint's own process, {held.other:.0f} MB in the largest other")
    return bool(wrong)
