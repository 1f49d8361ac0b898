"""`python -m benchmarks trial FOLDER [--counties N] [--offices N] [--seed N] [--forms docx,txt]`.

The folder that an office of a city gets: 819 files of 15 counties in mixed forms, with all that is
wrong with such a folder. `reports/` has the files by county, `organs.txt` the organs that should
have reported, `planted.json` all that was planted and nothing else (`Planted`). The same seed
plants the same, whatever forms can be made here.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.trial_faults import FAULTS, WORST, Draft, build_plan
from benchmarks.trial_files import NAMES, OTHERS, build_bundle, list_forms, write_files
from benchmarks.trial_texts import name_counties, name_offices

YEAR = 2025
_ALL = 810
"""Offices of the trial at its full size, to which amounts refer."""

_FAULTY, _FAULTY_WORST = 0.18, 0.7
"""Shares of reports with a fault, and in the county that is the worst."""


@dataclass
class Planted:
    """What is planted. Paths are below `reports/`, with `/`; organs by their full names.

    `reports` has for each report its organ, county, year, form and rules that find something, each
    once. `late` has a date of publication after the deadline (GB408). `twice` are the first file
    and the last one (最终版, or a second copy) of one organ; `other_year` reports of the year
    before; `unreadable` with the reason (damaged, empty, picture, sheet); `only_passed_over` organs
    of which only a file of a form is there that is not read; `in_archive` organs whose reports
    stand in a .zip file, by its members. `passed_over` is all that gblint does not look at,
    `no_report` documents that are no report (GB902). `named_otherwise` are organs of the list, and
    how their reports name them; `unexpected` organs that report and are not on the list. `one_text`
    and `same_tables` are groups, `copied` pairs (earlier path first). `repeated` are pairs of a
    report in `last-year/` and one in `reports/` with the same text.
    """

    seed: int
    year: int = YEAR
    files: int = 0
    expected: list[str] = field(default_factory=list)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    twice: list[tuple[str, str, str]] = field(default_factory=list)
    other_year: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    only_passed_over: dict[str, str] = field(default_factory=dict)
    in_archive: dict[str, dict[str, str]] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)
    no_report: list[str] = field(default_factory=list)
    named_otherwise: dict[str, str] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)
    one_text: list[list[str]] = field(default_factory=list)
    copied: list[list[str]] = field(default_factory=list)
    same_tables: list[list[str]] = field(default_factory=list)
    repeated: list[list[str]] = field(default_factory=list)
    worst: list[str] = field(default_factory=list)
    worst_county: str = ""
    commonest: str = ""
    rules: dict[str, int] = field(default_factory=dict)


class Trial:
    """A trial as it is planned: drafts of reports by path, and other files by path."""

    def __init__(self, counties: int, offices: int, seed: int, forms: Sequence[str]) -> None:
        self._random = Random(seed)
        self._seed = seed
        self._forms = forms
        self.planted = Planted(seed)
        self.drafts: dict[str, Draft] = {}
        self.others: dict[str, bytes] = {}
        self.last_year: dict[str, Draft] = {}
        names = name_counties(counties, self._random)
        self._county_of = {
            organ: county
            for county in names
            for organ in name_offices(county, offices, self._random)
        }
        self.planted.expected = list(self._county_of)
        self.planted.worst_county = self._random.choice(names)
        self._free = [*self._county_of]
        self._random.shuffle(self._free)

    def _amount(self, of_all: int) -> int:
        return max(1, round(of_all * len(self._county_of) / _ALL))

    def _take(self, of_all: int) -> list[str]:
        """Organs with which nothing else has been planted; what is wrong with one is one thing."""
        count = self._amount(of_all)
        taken, self._free = self._free[:count], self._free[count:]
        return taken

    def _take_departments(self, of_all: int) -> list[str]:
        """Organs with a deadline of their own, which townships have not."""
        some = [one for one in self._free if not one.endswith(("镇人民政府", "乡人民政府"))]
        taken = some[: self._amount(of_all)]
        self._free = [one for one in self._free if one not in taken]
        return taken

    def plan(self) -> None:
        """Plan everything; what is taken first is not there, or not to be read."""
        planted = self.planted
        planted.missing = sorted(self._take(12))
        self._plan_unread()
        for organ in self._take(3):
            planted.named_otherwise[organ] = "示例市" + organ
            self._add(replace(self._draft(organ), organ="示例市" + organ))
        for organ in self._take(6):
            planted.other_year.append(self._add(replace(self._draft(organ), year=YEAR - 1)))
        for organ in self._take_departments(8):
            late = replace(self._draft(organ), published="3月28日")
            planted.late.append(self._add(late, form="docx"))  # a page has a date of its own
            self._rules_of(planted.late[-1], "GB408")
        self._plan_twice()
        self._plan_copies()
        for organ in self._take(5):
            draft = replace(self._draft(organ), faults=WORST)
            planted.worst.append(self._add(draft))
        for organ in self._free:
            self._add(self._with_fault(self._draft(organ)))
        self._free = []
        county = planted.worst_county
        for at in range(self._amount(2)):
            organ = f"{county}第{'一二三四五六七八九'[at % 9]}水管服务局"
            self._county_of[organ] = county
            planted.unexpected.append(organ)
            self._add(self._draft(organ))
        self._plan_surplus()
        counts: dict[str, int] = {}
        for one in planted.reports.values():
            for rule in one["rules"]:
                counts[rule] = counts.get(rule, 0) + 1
        planted.rules = dict(sorted(counts.items()))
        planted.commonest = max(counts, key=lambda rule: counts[rule], default="")
        planted.files = len(self.drafts) + len(self.others)

    def _draft(self, organ: str) -> Draft:
        county = self._county_of[organ]
        return Draft(
            organ, county, YEAR, seed=f"{self._seed} {organ}", region=f"{self._seed} {county}"
        )

    def _with_fault(self, draft: Draft) -> Draft:
        worst = draft.county == self.planted.worst_county
        if self._random.random() >= (_FAULTY_WORST if worst else _FAULTY):
            return draft
        kinds, weights = [*FAULTS], [fault.weight for fault in FAULTS.values()]
        return replace(draft, faults=tuple(self._random.choices(kinds, weights)))

    def _add(self, draft: Draft, *, form: str = "", name: str = "", note: bool = True) -> str:
        """Add a report; its path."""
        form = form or self._random.choice(self._forms)
        name = name or self._random.choice(NAMES)
        stem = name.format(
            organ=draft.organ, short=draft.organ.removeprefix("示例市"), year=draft.year
        )
        path = f"{draft.county}/{stem}.{form}"
        self.drafts[path] = draft
        if note:
            self.planted.reports[path] = {
                "organ": draft.organ,
                "county": draft.county,
                "year": draft.year,
                "form": form,
                "rules": sorted({FAULTS[one].rule for one in draft.faults}),
            }
        return path

    def _rules_of(self, path: str, *more: str) -> None:
        known = self.planted.reports[path]
        known["rules"] = sorted({*known["rules"], *more})

    def _plan_unread(self) -> None:
        planted = self.planted
        for at, organ in enumerate(self._take(8)):
            why = ("damaged", "empty", "picture", "sheet")[at % 4]
            path = f"{self._county_of[organ]}/{organ}.docx"
            self.others[path] = OTHERS[why](at)
            planted.unreadable[path] = why
        for at, organ in enumerate(self._take(6)):
            path = f"{self._county_of[organ]}/{organ}年度报告.{('ofd', 'rar', '7z')[at % 3]}"
            self.others[path] = OTHERS[path.rpartition(".")[2]](at)
            planted.only_passed_over[organ] = path
            planted.passed_over.append(path)
        bundled = self._take(3)
        path = f"{self._county_of[bundled[0]]}/补报.zip"
        members = {f"补报/{organ}.docx": organ for organ in bundled}
        plans = {name: build_plan(self._draft(organ)) for name, organ in members.items()}
        self.others[path] = build_bundle(plans)
        planted.in_archive[path] = members
        planted.passed_over.append(path)

    def _plan_twice(self) -> None:
        """A first file with a fault and a last one without, or the same once more."""
        for at, organ in enumerate(self._take(9)):
            draft = self._draft(organ)
            first = draft if at % 3 == 2 else replace(draft, faults=("no_fees",))
            word = "（副本）" if at % 3 == 2 else "（最终版）"
            paths = (
                self._add(first, form="docx", name="{organ}{year}年度报告"),
                self._add(draft, form="docx", name="{organ}{year}年度报告" + word),
            )
            self.planted.twice.append((organ, *paths))

    def _plan_copies(self) -> None:
        """One text of three offices, a passage taken over, a table, and last year's text again."""
        for _ in range(self._amount(4)):
            three, self._free = self._free[:3], self._free[3:]
            text = f"{self._seed} {three[0]}"
            drafts = [replace(self._draft(one), problems=text) for one in three]
            self.planted.one_text.append(sorted(map(self._add, drafts)))
        for organ in self._take(8):
            other = self._free.pop()
            first = self._add(self._draft(other))
            second = self._add(replace(self._draft(organ), passage=f"{self._seed} {other}"))
            self.planted.copied.append(sorted([first, second]))
        for organ in self._take(5):
            other = self._free.pop()
            table = f"{self._seed} {other}"
            pair = [replace(self._draft(one), figures=table, busy=True) for one in (other, organ)]
            self.planted.same_tables.append(sorted(map(self._add, pair)))
        for organ in self._take(5):
            draft = self._draft(organ)
            path = self._add(draft)
            before = f"{draft.county}/{organ}{YEAR - 1}年.docx"
            self.last_year[before] = replace(draft, year=YEAR - 1, figures=f"before {organ}")
            self.planted.repeated.append([before, path])

    def _plan_surplus(self) -> None:
        """What lies in such folders besides: sheets, pictures, lock files, notices."""
        counties = sorted({*self._county_of.values()})
        kinds: tuple[str, ...] = ("xlsx", "xlsx", "notice", "jpg", "lock", "xlsx", "notice", "xlsx")
        kinds += ("jpg", "lock", "notice", "xlsx")
        for at, kind in enumerate(kinds[: self._amount(len(kinds))]):
            county = self._random.choice(counties)
            name = {
                "xlsx": f"附表{at}.xlsx",
                "notice": f"关于报送年度报告的通知{at}.docx",
                "jpg": f"扫描件{at}.jpg",
                "lock": f"~$度报告{at}.docx",
            }[kind]
            path = f"{county}/{name}"
            self.others[path] = OTHERS[kind](at)
            (self.planted.no_report if kind == "notice" else self.planted.passed_over).append(path)


def write_trial(
    folder: Path,
    *,
    counties: int = 15,
    offices: int = 54,
    seed: int = 1,
    forms: Sequence[str] | None = None,
) -> Planted:
    """Write a trial into a folder, and say what is planted in it.

    `forms` are suffixes, more than once for more of them; None takes those that can be made here.
    """
    trial = Trial(counties, offices, seed, forms or list_forms())
    trial.plan()
    with tempfile.TemporaryDirectory() as scratch:
        plans = {path: build_plan(draft) for path, draft in trial.drafts.items()}
        write_files(folder / "reports", plans, Path(scratch))
        before = {path: build_plan(draft) for path, draft in trial.last_year.items()}
        write_files(folder / "last-year", before, Path(scratch))
    for path, data in trial.others.items():
        place = folder / "reports" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    expected = "\n".join(["# 应当上报的机关", *trial.planted.expected, ""])
    (folder / "organs.txt").write_text(expected, "utf-8")
    told = json.dumps(asdict(trial.planted), ensure_ascii=False, indent=1)
    (folder / "planted.json").write_text(told + "\n", "utf-8")
    return trial.planted


def main(arguments: Sequence[str]) -> int:
    """Write a trial and say what is in it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks trial", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write; it need not be there")
    parser.add_argument("--counties", type=int, default=15)
    parser.add_argument("--offices", type=int, default=54, help="of each county (default 54)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forms", help="suffixes with commas, repeated for more of one")
    options = parser.parse_args(arguments)
    forms = options.forms.split(",") if options.forms else None
    planted = write_trial(
        options.folder,
        counties=options.counties,
        offices=options.offices,
        seed=options.seed,
        forms=forms,
    )
    print(f"{planted.files} files, {len(planted.expected)} organs that should report")
    print(f"{len(planted.missing)} missing, {len(planted.late)} late, {len(planted.twice)} twice")
    return 0
