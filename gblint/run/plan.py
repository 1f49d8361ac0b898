"""How each file is checked: the settings nearest to it, with what the command line sets before
them; packs, rules in force, what it is compared with.

Plans are made for all files before any is read, so that all errors of settings are told at once.
Files under the same settings share a plan.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gblint.checks import AUTO, list_auto_packs, load
from gblint.checks.unchecked import SuppressionCheck
from gblint.config import Config, ConfigChoice, ConfigError, FailOn, find_config, read_config
from gblint.files import STDIN, Input, describe_os_error, display_path
from gblint.findings import Lang, Level, Say
from gblint.pack.model import Pack
from gblint.packs import DataPath, PackError, join_says, list_built_in, locate_pack, suggest_word
from gblint.pipeline import check_bytes, check_input
from gblint.readers import estimate_seconds
from gblint.readers.refusals import DEFAULT, Limits, apply_limits
from gblint.results import FileResult, RawResult
from gblint.selection import (
    Comparison,
    Selection,
    Terms,
    Wanted,
    build_result,
    match_rules,
    select_rules,
)

if TYPE_CHECKING:
    from gblint.run.last_year import LastYear
    from gblint.run.many_reports import Others

DEFAULT_PACK = "gbh-2021-30"


class Overrides(msgspec.Struct, frozen=True):
    """What the command line sets; it goes before the settings.

    `select` sets aside `select`, `ignore` and severities `off` of the settings; `ignore` is added
    to theirs. `previous_name` is what last year's report is called, where that is not its path.
    `stdin_path` is where standard input stands for the search of settings. `baseline`
    is a file of known findings. `among` is where reports of others are, which `jobs`
    processes read, or earlier runs did with `cache`. `fail_on_skipped` has what is passed over
    in folders count, `no_suppressions` has comments in documents suppress nothing.
    `keep_reading` has results carry the reports as they were read, `keep_stated` what these state.
    """

    pack: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: dict[str, Level] = {}
    fail_on: FailOn | None = None
    config: ConfigChoice = "find"
    previous: str | None = None
    previous_name: str = ""
    among: str | None = None
    jobs: int = 1
    cache: bool = False
    stdin_path: str = ""
    baseline: str | None = None
    limits: dict[str, float] = {}
    fail_on_skipped: bool = False
    no_suppressions: bool = False
    keep_reading: bool = False
    keep_stated: bool = False


class Plan(msgspec.Struct, frozen=True):
    """How files under the same settings are checked.

    The pack is that of the first of `selections`; where it is chosen by the year, the others are
    those to choose from, the first that fits counting, and the first of all is for reports that
    none of them fits.
    """

    selections: tuple[Selection, ...]
    fail_on: FailOn
    config: Config | None = None
    last_year: LastYear | None = None
    others: Others | None = None
    limits: Limits = DEFAULT
    fail_on_skipped: bool = False
    heed_comments: bool = True

    @property
    def pack(self) -> Pack:
        return self.selections[0].pack

    def list_selections(self) -> tuple[Selection, ...]:
        """One of each pack by which files may be checked; the one for want of another is last."""
        first, *others = self.selections
        return (*(one for one in others if one.pack.id != first.pack.id), first)

    def find_selection(self, file: FileResult) -> Selection:
        """The selection of the pack that a file was checked by."""
        used = (selection for selection in self.list_selections() if selection.pack.id == file.pack)
        return next(used, self.selections[0])

    def find_ignored(self, path: str) -> dict[str, str]:
        """The rules that the settings do not report for this one file, with the reasons."""
        if self.config is None or not self.config.per_file_ignores:
            return {}
        from gblint.run.exclusion import names_file

        reasons: dict[str, str] = {}
        for ignore in self.config.per_file_ignores:
            if names_file(ignore.files, path, self.config.folder):
                for selection in self.list_selections():
                    for rule in match_rules(selection.pack, ignore.rules):
                        reasons.setdefault(rule, ignore.reason)
        return reasons

    def build_terms(self, place: str) -> Terms:
        """By what the file at a place is checked."""
        return Terms(
            self.selections, self.find_ignored(place), self._find_comparison(), self.heed_comments
        )

    def check(self, data: bytes, path: str, place: str) -> FileResult:
        """The result of the bytes at a place, which is called `path` in it."""
        return check_bytes(data, path, self.build_terms(place))

    def list_reported(self, file: FileResult, place: str) -> frozenset[str]:
        """The rules whose findings are reported, by the pack that a file was checked by."""
        return self.find_selection(file).rules - set(self.find_ignored(place))

    def _find_comparison(self) -> Comparison | None:
        """Everything with which reports are compared."""
        if self.others is None or self.last_year is None:
            return self.others or self.last_year
        from gblint.run.many_reports import Both

        return Both((self.last_year, self.others))

    def find_reported_rules(self, file: FileResult, place: str) -> frozenset[str]:
        """The rules that ran on a file to their end, and whose findings were to be reported.

        Of others nothing is known to be mended.
        """
        selection, ignored = self.find_selection(file), self.find_ignored(place)
        rules = selection.rules - set(ignored) - set(file.unevaluated)
        # of comments on rules that are not in force nothing is said, though they may be idle
        on_comments = self.heed_comments and not ignored and selection.rules == {*selection.known}
        has = {
            "previous": self.last_year is not None,
            "parts": False,
            "among": self.others is not None,
        }
        return frozenset(
            rule
            for rule in rules
            if has.get((check := selection.known[rule].check).needs, True)
            and (on_comments or not isinstance(check, SuppressionCheck))
        )


class PlannedFile(msgspec.Struct, frozen=True):
    input_: Input
    plan: Plan
    overrides: Overrides

    @property
    def place(self) -> str:
        return self.overrides.stdin_path if self._piped else self.input_.source

    @property
    def path(self) -> str:
        return display_path(self.place) if self._piped else self.input_.path

    @property
    def only_here(self) -> bool:
        """Whether no other process can check it: what it needs for that is in this one."""
        compared = self.plan.last_year is not None or self.plan.others is not None
        return self._piped or compared or self.input_.failure is not None

    @property
    def _piped(self) -> bool:
        return self.input_.source == STDIN

    @property
    def seconds(self) -> float:
        """How long it takes, about."""
        return estimate_seconds(self.path)

    def check(self) -> FileResult:
        input_ = msgspec.structs.replace(self.input_, path=self.path)
        terms = self.plan.build_terms(self.place)
        if (over := self.overrides).keep_reading or over.keep_stated:
            terms = msgspec.structs.replace(
                terms, keep_reading=over.keep_reading, keep_stated=over.keep_stated
            )
        with apply_limits(self.plan.limits):
            return check_input(input_, terms)

    def report(self, raw: RawResult) -> FileResult:
        """What is reported of its raw result. One with comments in it is checked here.

        A raw result is the same whatever the settings, and they decide what a comment suppresses.
        """
        if raw.commented:
            return self.check()
        selection = self.plan.selections[raw.pack_index]
        return build_result(raw, self.path, selection, ignored=self.plan.find_ignored(self.place))


RawResults = Generator[tuple[int, RawResult], None, None]
"""Raw results of planned files, by their numbers, in the order in which they come."""


class SettingsError(ValueError):
    """Options, settings or packs that cannot be used; `says` are all their errors.

    An error in a file begins with `file:line:column:` and has the line below it.
    """

    def __init__(self, says: Iterable[Say]) -> None:
        self.says = tuple(dict.fromkeys(says))
        super().__init__(self.says)

    def told(self, lang: Lang = "zh") -> str:
        return "\n".join(say.in_lang(lang) for say in self.says)

    def __str__(self) -> str:
        return self.told()


class Planner:
    """Builds plans, one for each file with settings, and collects what is wrong with them."""

    def __init__(self, overrides: Overrides) -> None:
        self._overrides = overrides
        self._plans: dict[Path | None, Plan | None] = {}
        self._found: dict[Path, Path | None] = {}
        self._packs: dict[tuple[str, Path | None], Pack] = {}
        self._last_years: dict[tuple[str, tuple[str, ...]], LastYear] = {}
        self._others: dict[tuple[str, ...], Others | None] = {}
        self.errors: list[Say] = []

    def make_plans(self, inputs: Iterable[Input]) -> list[Plan]:
        """The plan of each input. Raises SettingsError with everything that is wrong."""
        plans = [self.find_plan(input_) for input_ in inputs]
        self.errors += self._find_unknown_options()
        if self.errors:
            raise SettingsError(self.errors)
        return [plan for plan in plans if plan is not None]

    def find_plan(self, input_: Input) -> Plan | None:
        """The plan of one input; None where its settings are wrong, which `make_plans` raises."""
        path = self._find_config(input_)
        if path not in self._plans:
            self._plans[path] = self._build(path)
        return self._plans[path]

    def _find_config(self, input_: Input) -> Path | None:
        choice = self._overrides.config
        if isinstance(choice, Path):
            return choice
        if choice == "none":
            return None
        path = self._overrides.stdin_path if input_.source == STDIN else input_.source
        folder = Path(path or STDIN).absolute().parent
        if folder not in self._found:
            self._found[folder] = find_config(folder)
        return self._found[folder]

    def _build(self, path: Path | None) -> Plan | None:
        try:
            config = read_config(path.absolute()) if path is not None else None
            own = config or Config("", Path())
            pack = self._load_default(own)
            among = self._load_auto_packs(own)
        except (ConfigError, PackError) as error:
            self.errors += (problem.as_say() for problem in error.problems)
            return None
        except SettingsError as error:
            self.errors += error.says
            return None
        except OSError as error:
            why = describe_os_error(error)
            self.errors.append(why.behind(path))
            return None
        self.errors += self._find_unknown_words(own, (pack, *among))
        wanted, fail_on = self._read_wanted(own)
        last_year = self._open_last_year(own, (pack, *among))
        over = self._overrides
        limits = msgspec.structs.replace(DEFAULT, **(own.limits | over.limits))
        return Plan(
            tuple(select_rules(one, wanted) for one in (pack, *among)),
            fail_on,
            config,
            last_year,
            self._open_others((pack, *among), limits),
            limits,
            fail_on_skipped=over.fail_on_skipped or own.fail_on_skipped,
            heed_comments=not (over.no_suppressions or own.no_suppressions),
        )

    def _open_last_year(self, config: Config, packs: tuple[Pack, ...]) -> LastYear | None:
        """Where last year's reports are. What is wrong with that goes to the errors."""
        option = self._overrides.previous
        if option is None and config.previous is None:
            return None
        from gblint.run.last_year import LastYear, LastYearError

        path = Path(option) if option is not None else config.folder / (config.previous or "")
        key = str(path), tuple(pack.id for pack in packs)
        try:
            # settings files of several folders may lead to one folder of last year
            if key not in self._last_years:
                self._last_years[key] = LastYear(path, packs, self._overrides.previous_name)
        except LastYearError as error:
            if option is not None:
                say = error.say.behind("--previous")
                if self._overrides.previous_name:  # dropped on the page, where options are unknown
                    say = join_says(Say("上年报告：", "last year's report: "), error.say)
                self.errors.append(say)
            else:
                self.errors.append(config.make_problem(("previous",), error.say).as_say())
            return None
        return self._last_years[key]

    def _open_others(self, packs: tuple[Pack, ...], limits: Limits) -> Others | None:
        """The reports of others, where they are given. What is wrong goes to the errors."""
        path = self._overrides.among
        # a folder of reports takes long to read, which is in vain where there are errors
        if path is None or self.errors:
            return None
        from gblint.run.last_year import LastYearError
        from gblint.run.many_reports import Others

        key = tuple(pack.id for pack in packs)
        if key not in self._others:
            try:
                over = self._overrides
                self._others[key] = Others(
                    path, packs, limits, jobs=over.jobs, cache=over.cache, config=over.config
                )
            except LastYearError as error:
                self._others[key] = None
                self.errors.append(error.say.behind("--among"))
        return self._others[key]

    def _read_wanted(self, config: Config) -> tuple[Wanted, FailOn]:
        over = self._overrides
        ignore, severity = config.ignore, config.severity
        if over.select is not None:
            ignore = ()
            # `--select` of a rule that the settings switch off is meant
            severity = {word: level for word, level in severity.items() if level != "off"}
        wanted = Wanted(
            select=over.select if over.select is not None else config.select,
            ignore=(*ignore, *over.ignore),
            severity=severity | over.severity,
        )
        return wanted, over.fail_on or config.fail_on or "error"

    def _load_auto_packs(self, config: Config) -> tuple[Pack, ...]:
        """The packs to choose from by the year, where that is asked for."""
        if (self._overrides.pack or config.pack) != AUTO:
            return ()
        listed = self._load_listed(config).values()
        return list_auto_packs(listed, lambda name: self._load(name, None))

    def _load_default(self, config: Config) -> Pack:
        """The pack in force; with `auto`, the one for want of another.

        Raises PackError or SettingsError.
        """
        known = self._load_listed(config)
        if self._overrides.pack not in (None, AUTO):
            return known.get(self._overrides.pack) or self._load(self._overrides.pack, None)
        asked = None if self._overrides.pack == AUTO else config.pack
        if asked not in (None, AUTO):
            return known.get(asked) or self._load_for(config, asked, ("pack",))
        # `packs` with one entry says which pack is meant, without `pack` beside it
        if len(known) == 1:
            return next(iter(known.values()))
        return self._load(DEFAULT_PACK, None)

    def _load_listed(self, config: Config) -> dict[str, Pack]:
        packs = [self._load_for(config, ref, ("packs", at)) for at, ref in enumerate(config.packs)]
        return {pack.id: pack for pack in packs}

    def _load_for(self, config: Config, ref: str, path: DataPath) -> Pack:
        unknown = _explain_unknown_pack(ref, config.folder)
        if unknown is not None:
            raise SettingsError([config.make_problem(path, unknown).as_say()])
        return self._load(ref, config.folder)

    def _load(self, ref: str, base: Path | None) -> Pack:
        if (ref, base) not in self._packs:
            try:
                self._packs[ref, base] = load(ref, base=base)
            except PackError:
                unknown = _explain_unknown_pack(ref, base or Path())
                if unknown is None:
                    raise
                raise SettingsError([unknown.behind("--pack")]) from None
        return self._packs[ref, base]

    def _find_unknown_words(self, config: Config, used: Iterable[Pack]) -> Iterator[Say]:
        """Words in the settings that are no rules of the packs in use, with their places."""
        packs = list(used)
        if self._overrides.pack is not None and config.pack not in (None, AUTO):
            packs.append(self._load_for(config, config.pack, ("pack",)))
        words: list[tuple[DataPath, str, bool]] = [
            *((("select", at), word, False) for at, word in enumerate(config.select or ())),
            *((("ignore", at), word, False) for at, word in enumerate(config.ignore)),
            *((("severity", word), word, True) for word in config.severity),
        ]
        for number, ignore in enumerate(config.per_file_ignores):
            words += (
                (("per-file-ignores", number, "rules", at), word, False)
                for at, word in enumerate(ignore.rules)
            )
        for path, word, key in words:
            unknown = explain_unknown_rule(word, packs)
            if unknown is not None:
                yield config.make_problem(path, unknown, key=key).as_say()

    def _find_unknown_options(self) -> Iterator[Say]:
        """Words on the command line that are no rules of any pack in use."""
        plans = [plan for plan in self._plans.values() if plan is not None]
        packs = [one.pack for plan in plans for one in plan.list_selections()]
        over = self._overrides
        options = {"--select": over.select or (), "--ignore": over.ignore}
        for option, words in {**options, "--severity": tuple(over.severity)}.items():
            for word in words:
                # without any pack all words are unknown, and why there is none has been told
                unknown = explain_unknown_rule(word, packs) if packs else None
                if unknown is not None:
                    yield unknown.behind(option)


def explain_unknown_rule(word: str, packs: Iterable[Pack]) -> Say | None:
    """That no rule of the packs is called so, or begins so; None where one does."""
    packs = list(packs)
    rules = {rule.id for pack in packs for rule in pack.rules}
    if any(rule.startswith(word) for rule in rules):
        return None
    named = "、".join(dict.fromkeys(pack.id for pack in packs))
    return join_says(
        Say(f"规则包 {named} 中没有规则“{word}”", f'there is no rule "{word}" in {named}'),
        suggest_word(word.upper(), rules),
    )


def _explain_unknown_pack(ref: str, folder: Path) -> Say | None:
    """That there is no such pack, neither built in nor at that path; None where there is."""
    if locate_pack(ref, folder) is not None:
        return None
    if "/" in ref or "\\" in ref or ref.endswith((".yaml", ".yml")):
        from gblint.packs import HOW_TO_BEGIN

        return join_says(
            Say(f"没有规则包文件“{ref}”", f'there is no pack at "{ref}"'), HOW_TO_BEGIN
        )
    from gblint.packs import explain_unusable, list_installed

    known = (*list_built_in(), *(one.id for one in list_installed()), AUTO)
    say = Say(f"没有规则包“{ref}”", f'there is no pack "{ref}"')
    return explain_unusable(ref) or join_says(say, suggest_word(ref, known))
