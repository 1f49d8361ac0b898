"""What the values of options mean; whatever is wrong with them is collected, not the first.

Of the settings of the working folder `lang`, `format` and `baseline` are of a run and not of a
file; all others are of the files that they lie above.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from gblint.cli.streams import LANGS, VARIABLE, choose_language
from gblint.config import Config, ConfigChoice, ConfigError, find_config, read_config
from gblint.files import Input, is_remote
from gblint.findings import LEVELS, Lang, Level, Say
from gblint.packs import join_says, suggest_word
from gblint.readers.refusals import LIMITS, is_valid_limit, is_whole_number
from gblint.run import MOST_JOBS
from gblint.run.find_inputs import find_same_input
from gblint.run.plan import SettingsError
from gblint.text.patterns import later
from gblint.writers import FILE_WRITERS, INTO_FOLDERS, list_formats

LIST_FORMATS = ("text", "json")
"""What commands print that check no reports."""

STDOUT = "-"

_COMMA = later(r"[,，]")

Word = TypeVar("Word", bound=str)


class Values:
    """Reads values of options; `errors` are what is wrong with them, and with the language."""

    def __init__(self, lang: str | None) -> None:
        self.errors: list[Say] = []
        if lang is not None:
            self.choose_one("--lang", lang, LANGS)
        elif os.environ.get(VARIABLE):
            self.choose_one(VARIABLE, os.environ[VARIABLE], LANGS)

    def require(self) -> None:
        """Raises SettingsError where anything is wrong."""
        if self.errors:
            raise SettingsError(self.errors)

    def read_words(self, option: str, given: Sequence[str]) -> tuple[str, ...]:
        """Words between commas, of an option that may be repeated."""
        words = self.read_globs(given)
        if given and not words:
            self.add_error(option, Say("没有写规则编号", "names no rule"))
        return tuple(dict.fromkeys(words))

    def choose_one(self, option: str, value: str, words: Sequence[Word]) -> Word:
        """One of a few words; the first of them stands in for a wrong one."""
        for word in words:
            if word == value:
                return word
        from difflib import get_close_matches

        close = get_close_matches(value, words, n=1)
        meant = Say(f"；是不是 {close[0]}？", f"; did you mean {close[0]}?") if close else Say("")
        listed = Say(f"（可以是 {'、'.join(words)}）", f" (it may be {', '.join(words)})")
        what = Say(f"不能是“{value}”", f'cannot be "{value}"')
        self.add_error(option, join_says(what, meant, listed))
        return words[0]

    def read_jobs(self, value: str | None) -> int | None:
        """How many processes; None for as many as there are cores."""
        if value is None or value in ("0", "auto"):
            return None
        if value.isdecimal() and int(value) <= MOST_JOBS:
            return int(value)
        say = Say(
            f"不能是“{value}”：应是 1 到 {MOST_JOBS} 的整数，0 或 auto 表示由程序决定",
            f'cannot be "{value}": it is a whole number from 1 to {MOST_JOBS}, or 0 or auto',
        )
        self.add_error("--jobs", say)
        return None

    def read_globs(self, given: Sequence[str]) -> tuple[str, ...]:
        """Globs between commas."""
        words = (word.strip() for value in given for word in _COMMA.split(value))
        return tuple(word for word in words if word)

    def read_severities(self, given: Sequence[str]) -> dict[str, Level]:
        """`GB406=note` and the like, between commas."""
        found: dict[str, Level] = {}
        for word in self.read_words("--severity", given):
            rule, sign, level = (part.strip() for part in word.partition("="))
            if not rule or not sign:
                wanted = Say("应写成 规则=级别，如 GB406=note", "is written RULE=LEVEL: GB406=note")
                self.add_error("--severity", join_says(Say(f"“{word}”", f'"{word}" '), wanted))
            else:
                found[rule] = self.choose_one(f"--severity {rule}", level, LEVELS)
        return found

    def read_limits(self, given: Sequence[str]) -> dict[str, float]:
        """`pages=1000` and the like, between commas."""
        found: dict[str, float] = {}
        for word in (part for value in given for part in _COMMA.split(value)):
            name, _, figure = (part.strip() for part in word.partition("="))
            if name not in LIMITS:
                what = Say(f"没有限度“{name}”", f'there is no limit "{name}"')
                self.add_error("--limit", join_says(what, suggest_word(name, LIMITS)))
                continue
            # 0 for what is no number, nan and inf for what they say: none of them is a limit
            value = _read_number(figure)
            if is_valid_limit(name, value):
                found[name] = value
            else:
                whole = Say("应是正整数", "is a whole number above 0")
                other = Say("应是正数", "is a number above 0")
                self.add_error(f"--limit {name}", whole if is_whole_number(name) else other)
        return found

    def read_config_choice(self, config: str | None, *, isolated: bool) -> ConfigChoice:
        """Where settings come from."""
        if config is None:
            return "none" if isolated else "find"
        if isolated:
            self.add_error(
                "--config", Say("不能与 --isolated 同时使用", "has no use with --isolated")
            )
        elif not Path(config).is_file():
            self.add_error("--config", Say(f"没有文件“{config}”", f'there is no file "{config}"'))
        return Path(config)

    def add_error(self, option: str, say: Say) -> None:
        self.errors.append(say.behind(option))


def _read_number(word: str) -> float:
    """The number that a word is; 0 for what is none."""
    try:
        return int(word) if word.isdecimal() else float(word)
    except ValueError:
        return 0


def read_list_options(format_: str, lang: str | None) -> Values:
    """The values of the options of a command that checks no reports, with what is wrong there."""
    values = Values(lang)
    values.choose_one("--format", format_, LIST_FORMATS)
    return values


def require_list_options(format_: str, lang: str | None, *faults: Say) -> Lang:
    """The language of a command that checks no reports.

    Raises SettingsError where its options are wrong, or there are other faults.
    """
    values = read_list_options(format_, lang)
    values.errors += faults
    values.require()
    return choose_language(lang)


def find_output_faults(output: Path | None, count: int) -> Iterator[Say]:
    """What is wrong with the place that so many files are to be written to, each by itself."""
    if output is None or output.is_dir():
        return
    if count > 1:
        yield Say(
            f"-o：有 {count} 份文件，“{output}”应是已有的文件夹",
            f'-o: for {count} files, "{output}" is to be a folder that is there',
        )
    elif not output.parent.is_dir():
        yield Say(f"-o：没有文件夹“{output.parent}”", f'-o: there is no folder "{output.parent}"')


def find_twice(targets: Sequence[Path]) -> list[Say]:
    """That several files would be written to one place, for each such place."""
    return [
        Say(
            f"有几份文件都要写成“{target}”：请分几次运行，写到不同的文件夹",
            f'several files would become "{target}": run gblint for each, into other folders',
        )
        for target, count in Counter(targets).items()
        if count > 1
    ]


class OutputTarget(msgspec.Struct, frozen=True):
    """A format, and the file it goes to; `-` is standard output."""

    format: str
    path: str = STDOUT


def pair_outputs(
    formats: Sequence[str], outputs: Sequence[str], order: Sequence[str], values: Values
) -> tuple[OutputTarget, ...]:
    """The targets of a run. `order` has `formats` and `outputs` as they were written.

    With as many outputs as formats, the n-th belongs to the n-th. With fewer, an output
    belongs to the format written just before it, else to the one just after; what remains
    goes to standard output.
    """
    formats = [values.choose_one("--format", given, list_formats()) for given in formats] or [
        "text"
    ]
    if len(outputs) > len(formats):
        values.add_error(
            "--output",
            Say("比 --format 多：一个输出对应一种格式", "more than --format: one for each format"),
        )
        return ()
    # with as many of both, the order between them says nothing: `-o a -o b --format x --format y`
    places = list(range(len(outputs)))
    if len(outputs) < len(formats):
        places = _find_neighbours(order)
    paths = dict(zip(places, outputs, strict=False))
    targets = tuple(OutputTarget(name, paths.get(at, STDOUT)) for at, name in enumerate(formats))
    _check_once(targets, values)
    return targets


def _find_neighbours(order: Sequence[str]) -> list[int]:
    """For each output, the number of the format that it stands beside."""
    places: list[int] = []
    format_ = -1
    waiting = 0
    for word in order:
        if word == "formats":
            format_ += 1
            if waiting:
                places.append(format_)
                waiting -= 1
        elif word != "outputs":
            continue
        elif format_ >= 0 and format_ not in places:
            places.append(format_)
        else:
            waiting += 1
    return places


def _check_once(targets: Sequence[OutputTarget], values: Values) -> None:
    for target in targets:
        if target.path == STDOUT and target.format in FILE_WRITERS:
            folder = target.format in INTO_FOLDERS
            what = Say("文件夹", "folder") if folder else Say("文件", "file")
            say = Say(
                f"{target.format} 要写入{what.zh}，请用 --output 写明",
                f"{target.format} goes to a {what.en}: name it with --output",
            )
            values.add_error("--format", say)
    if sum(target.path == STDOUT for target in targets) > 1:
        values.add_error(
            "--format",
            Say(
                "只有一种格式能输出到屏幕，其余的要用 --output 写明文件",
                "only one can go to standard output; give the others an --output",
            ),
        )
    # under two names, or by a link, it is still one file
    files = [os.path.realpath(target.path) for target in targets if target.path != STDOUT]
    if len(set(files)) < len(files):
        values.add_error(
            "--output", Say("两种格式不能写入同一个文件", "two formats cannot go to one file")
        )


def check_targets(
    targets: Sequence[OutputTarget],
    inputs: Sequence[Input],
    values: Values,
    used: Mapping[str, str | None] | None = None,
) -> None:
    """That every file can be written, and is none of those to check.

    Nor is it one of `used`: files that are read besides, by the options that name them.
    """
    for target in targets:
        if target.path == STDOUT or is_remote(target.path):
            continue
        if (say := _explain_unwritable(target, inputs, used or {})) is not None:
            values.add_error("--output", say)


def _explain_unwritable(
    target: OutputTarget, inputs: Sequence[Input], used: Mapping[str, str | None]
) -> Say | None:
    """Why nothing can be written to a target, None where something can."""
    name, path, into_folder = target.path, Path(target.path), target.format in INTO_FOLDERS
    met = find_same_input(name, inputs)
    # what is named and not there is no report that would be lost
    if met is not None and met.failure is None:
        return Say(
            f"“{name}”是要检查的文件，不能覆盖",
            f'"{name}" is a file to check, and is not written over',
        )
    # a slip that would cost the list of organs, say, or the settings
    if option := _find_use(name, used):
        return Say(
            f"“{name}”是 {option} 的文件，不能覆盖",
            f'"{name}" is the file of {option}, and is not written over',
        )
    if into_folder and path.is_file():
        return Say(f"“{name}”不是文件夹", f'"{name}" is no folder')
    if path.is_dir() and not into_folder:
        return Say(f"“{name}”是文件夹", f'"{name}" is a folder')
    if not path.parent.is_dir():
        return Say(f"没有文件夹“{path.parent}”", f'there is no folder "{path.parent}"')
    return None


def _find_use(path: str, used: Mapping[str, str | None]) -> str:
    """The option whose file a path is another name of, or ""."""
    if not Path(path).is_file():
        return ""
    real = os.path.realpath(path)
    return next((by for by, one in used.items() if one and os.path.realpath(one) == real), "")


def read_working_settings(config: str | None, *, isolated: bool) -> Config | None:
    """Those of a file, else of the nearest upward; None where there are none.

    Raises ConfigError where they are wrong, and OSError.
    """
    path = find_working_settings(config, isolated=isolated)
    return read_config(path) if path is not None else None


def find_working_settings(config: str | None, *, isolated: bool) -> Path | None:
    if isolated:
        return None
    return Path(config).absolute() if config is not None else find_config(Path.cwd())


def find_set_language(given: dict[str, Any]) -> Lang | None:
    """The language that the settings set where neither an option nor the environment does.

    Of settings that are wrong nothing is said here: who works by them says it.
    """
    if given.get("lang") is not None or os.environ.get(VARIABLE):
        return None
    try:
        config = read_working_settings(given.get("config"), isolated=given.get("isolated", False))
    except (ConfigError, OSError):
        return None
    return config.lang if config is not None else None
