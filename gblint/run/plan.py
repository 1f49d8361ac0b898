"""How a file is checked: its settings, its pack, the rules in force. All errors before any work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from gblint.checks.load import load
from gblint.config import Config, ConfigError, FailOn, find_config, read_config
from gblint.findings import Lang, Say, Severity
from gblint.pack.model import Pack
from gblint.pack_choice import AUTO, Judge, candidates
from gblint.packs.problems import DataPath, PackError, joined
from gblint.readers.limits import DEFAULT, Limits
from gblint.results import FileResult
from gblint.run.find_inputs import STDIN, Input, os_failure
from gblint.run.globs import names_file
from gblint.run.unknown import unknown_pack, unknown_rule
from gblint.selection import Selection, Wanted, matching, select_rules

if TYPE_CHECKING:
    from gblint.run.last_year import LastYear

DEFAULT_PACK = "gbh-2021-30"

ConfigChoice = Path | Literal["find", "none"]
"""One file for all, the nearest upward from each file, or no settings."""


class Overrides(msgspec.Struct, frozen=True):
    """What the command line sets; it goes before the settings.

    `select` sets aside both `select` and `ignore` of the settings; `ignore` is added to
    theirs. `stdin_path` is where standard input stands for the search of settings. `baseline` is a
    file of known findings. `fail_on_skipped` has what is passed over in folders count,
    `no_suppressions` has comments in documents suppress nothing.
    """

    pack: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    fail_on: FailOn | None = None
    config: ConfigChoice = "find"
    previous: str | None = None
    stdin_path: str = ""
    baseline: str | None = None
    limits: dict[str, float] = {}
    fail_on_skipped: bool = False
    no_suppressions: bool = False


class Plan(msgspec.Struct, frozen=True):
    """How files under the same settings are checked.

    Where the pack is chosen by the year, `among` are those to choose from, the first that fits
    counting, and `pack` is for reports that none of them fits.
    """

    pack: Pack
    selection: Selection
    fail_on: FailOn
    config: Config | None = None
    among: tuple[Judge, ...] = ()
    previous: LastYear | None = None
    limits: Limits = DEFAULT
    fail_on_skipped: bool = False
    suppressions: bool = True

    def judges(self) -> tuple[Judge, ...]:
        """All packs by which files may be checked; the one for want of another comes last."""
        own = Judge(self.pack, self.selection)
        return (*(judge for judge in self.among if judge.pack.id != self.pack.id), own)

    def selection_of(self, file: FileResult) -> Selection:
        """The selection of the pack that a file was checked by."""
        used = (judge.selection for judge in self.judges() if judge.pack.id == file.pack)
        return next(used, self.selection)

    def ignored(self, path: str) -> dict[str, str]:
        """The rules that the settings do not report for this one file, with the reasons."""
        if self.config is None:
            return {}
        reasons: dict[str, str] = {}
        for one in self.config.per_file_ignores:
            if names_file(one.files, path, self.config.folder):
                for judge in self.judges():
                    for rule in matching(judge.pack, one.rules):
                        reasons.setdefault(rule, one.reason)
        return reasons


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
    """Makes plans, one for each file with settings, and collects what is wrong with them."""

    def __init__(self, overrides: Overrides) -> None:
        self._overrides = overrides
        self._plans: dict[Path | None, Plan | None] = {}
        self._found: dict[Path, Path | None] = {}
        self._packs: dict[tuple[str, Path | None], Pack] = {}
        self._last_years: dict[tuple[str, tuple[str, ...]], LastYear] = {}
        self.errors: list[Say] = []

    def plans(self, inputs: Iterable[Input]) -> list[Plan]:
        """The plan of each input. Raises SettingsError with everything that is wrong."""
        plans = [self._plan(self._config_of(input_)) for input_ in inputs]
        self.errors += self._unknown_options()
        if self.errors:
            raise SettingsError(self.errors)
        return [plan for plan in plans if plan is not None]

    def plan_of(self, input_: Input) -> Plan | None:
        """The plan of one input; None where its settings are wrong, which `plans` raises."""
        return self._plan(self._config_of(input_))

    def _config_of(self, input_: Input) -> Path | None:
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

    def _plan(self, path: Path | None) -> Plan | None:
        if path not in self._plans:
            self._plans[path] = self._made(path)
        return self._plans[path]

    def _made(self, path: Path | None) -> Plan | None:
        try:
            config = read_config(path.absolute()) if path is not None else None
            pack = self._pack_of(config)
            among = self._among(config)
        except (ConfigError, PackError) as error:
            self.errors += (Say(p.told("zh"), p.told("en")) for p in error.problems)
            return None
        except SettingsError as error:
            self.errors += error.says
            return None
        except OSError as error:
            failure = os_failure(error)
            self.errors.append(joined(Say(f"{path}：", f"{path}: "), failure))
            return None
        if config is not None:
            self.errors += self._unknown_in(config, (pack, *among))
        wanted, fail_on = self._wanted(config)
        judges = tuple(Judge(one, select_rules(one, wanted)) for one in among)
        previous = self._previous(config, (pack, *among))
        limits = msgspec.structs.replace(
            DEFAULT, **((config.limits if config is not None else {}) | self._overrides.limits)
        )
        plan = Plan(pack, select_rules(pack, wanted), fail_on, config, judges, previous, limits)
        over, own = self._overrides, config or Config("", Path())
        return msgspec.structs.replace(
            plan,
            fail_on_skipped=over.fail_on_skipped or own.fail_on_skipped,
            suppressions=not (over.no_suppressions or own.no_suppressions),
        )

    def _previous(self, config: Config | None, packs: tuple[Pack, ...]) -> LastYear | None:
        """Where last year's reports are. What is wrong with that goes to the errors."""
        option = self._overrides.previous
        setting = config.previous if config is not None else None
        if option is None and setting is None:
            return None
        from gblint.run.last_year import LastYear, PreviousError

        path = Path(option) if option is not None else _beside(config, setting)
        key = str(path), tuple(pack.id for pack in packs)
        try:
            if key not in self._last_years:
                self._last_years[key] = LastYear(path, packs)
        except PreviousError as error:
            if option is not None or config is None:
                self.errors.append(joined(Say("--previous：", "--previous: "), error.say))
            else:
                problem = config.problem(("previous",), error.say)
                self.errors.append(Say(problem.told("zh"), problem.told("en")))
            return None
        return self._last_years[key]

    def _wanted(self, config: Config | None) -> tuple[Wanted, FailOn]:
        over = self._overrides
        config = config or Config("", Path())
        ignore = () if over.select is not None else config.ignore
        wanted = Wanted(
            select=over.select if over.select is not None else config.select,
            ignore=(*ignore, *over.ignore),
            severity=config.severity | over.severity,
        )
        return wanted, over.fail_on or config.fail_on or "error"

    def _among(self, config: Config | None) -> tuple[Pack, ...]:
        """The packs to choose from by the year, where that is asked for."""
        asked = self._overrides.pack or (config.pack if config is not None else None)
        if asked != AUTO:
            return ()
        return candidates(self._listed(config).values() if config is not None else ())

    def _pack_of(self, config: Config | None) -> Pack:
        """The pack in force; with `auto`, the one for want of another.

        Raises PackError or SettingsError.
        """
        known = self._listed(config) if config is not None else {}
        if self._overrides.pack not in (None, AUTO):
            return known.get(self._overrides.pack) or self._load(self._overrides.pack, None)
        asked = None if self._overrides.pack == AUTO or config is None else config.pack
        if config is not None and asked not in (None, AUTO):
            return known.get(asked) or self._load_for(config, asked, ("pack",))
        if len(known) == 1:
            return next(iter(known.values()))
        return self._load(DEFAULT_PACK, None)

    def _listed(self, config: Config) -> dict[str, Pack]:
        """The packs that the settings list, by id."""
        packs = [self._load_for(config, ref, ("packs", at)) for at, ref in enumerate(config.packs)]
        return {pack.id: pack for pack in packs}

    def _load_for(self, config: Config, ref: str, path: DataPath) -> Pack:
        unknown = unknown_pack(ref, config.folder)
        if unknown is not None:
            problem = config.problem(path, unknown)
            raise SettingsError([Say(problem.told("zh"), problem.told("en"))])
        return self._load(ref, config.folder)

    def _load(self, ref: str, base: Path | None) -> Pack:
        if (ref, base) not in self._packs:
            unknown = unknown_pack(ref, base or Path())
            if unknown is not None:
                raise SettingsError([joined(Say("--pack：", "--pack: "), unknown)])
            self._packs[ref, base] = load(ref, base=base)
        return self._packs[ref, base]

    def _unknown_in(self, config: Config, used: Iterable[Pack]) -> Iterator[Say]:
        """Words in the settings that are no rules of the packs in use, with their places."""
        packs = list(used)
        if self._overrides.pack is not None and config.pack not in (None, AUTO):
            packs.append(self._load_for(config, config.pack, ("pack",)))
        words: list[tuple[DataPath, str, bool]] = [
            *((("select", at), word, False) for at, word in enumerate(config.select or ())),
            *((("ignore", at), word, False) for at, word in enumerate(config.ignore)),
            *((("severity", word), word, True) for word in config.severity),
        ]
        for number, one in enumerate(config.per_file_ignores):
            words += (
                (("per-file-ignores", number, "rules", at), word, False)
                for at, word in enumerate(one.rules)
            )
        for path, word, key in words:
            unknown = unknown_rule(word, packs)
            if unknown is not None:
                problem = config.problem(path, unknown, key=key)
                yield Say(problem.told("zh"), problem.told("en"))

    def _unknown_options(self) -> Iterator[Say]:
        """Words on the command line that are no rules of any pack in use."""
        plans = [plan for plan in self._plans.values() if plan is not None]
        packs = [judge.pack for plan in plans for judge in plan.judges()]
        over = self._overrides
        options = {"--select": over.select or (), "--ignore": over.ignore}
        for option, words in {**options, "--severity": tuple(over.severity)}.items():
            for word in words:
                unknown = unknown_rule(word, packs) if packs else None
                if unknown is not None:
                    yield joined(Say(f"{option}：", f"{option}: "), unknown)


def _beside(config: Config | None, path: str | None) -> Path:
    """A path in the settings, which counts from where they stand."""
    return (config.folder if config is not None else Path()) / (path or "")
