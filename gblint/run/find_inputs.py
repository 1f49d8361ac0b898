"""From what the user names (files, folders, patterns, `-`) to the files to check.

Nothing is passed over unseen: whatever could be a report that somebody handed in is named. Only
what systems, editors and version control lay into folders, and gblint's own settings, is left out
without a word (`is_noise`).

Archives are looked into where that is asked for. A member is named `a.zip!/报告.docx`, and passed
over for the reasons that a file in a folder is. An archive in one is not opened, and nothing is
unpacked to the disk.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gblint.config import ConfigChoice, ConfigError, find_config, read_config
from gblint.files import (
    INSIDE,
    NO_SUCH_FILE,
    STDIN,
    Input,
    describe_os_error,
    display_path,
    explain_unread,
    is_remote,
    split_member,
)
from gblint.findings import Say
from gblint.readers import find_forms, get_suffix, list_suffixes
from gblint.readers.refusals import Limits, ReadError, apply_limits
from gblint.results import Skipped

if TYPE_CHECKING:
    from gblint.run.exclusion import Exclusion, Scope

_LOCKS = ("~$", ".~")
"""How the lock files begin that Word, WPS and LibreOffice lay beside an open document."""

_NOISE_FOLDERS = frozenset(
    [
        *(".git", ".hg", ".svn", ".github", ".gitlab", ".gitea", ".vscode", ".idea"),
        *(".venv", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".cache"),
        *(".fseventsd", ".spotlight-v100", ".temporaryitems", "__pycache__"),
    ]
)
_NOISE_FILES = frozenset(
    [
        *(".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized", ".directory"),
        *(".gitignore", ".gitattributes", ".gitmodules", ".gitkeep", ".keep", ".editorconfig"),
        *(".pre-commit-config.yaml", ".gitlab-ci.yml", ".mailmap"),
        *("gblint.toml", "pyproject.toml", "gblint-baseline.json"),
    ]
)
"""In lower case."""

ZIP = Say(
    "压缩包，请解压后检查，或加 --archives",
    "an archive: unpack it, or check what is inside with --archives",
)
"""Of archives that can be looked into (`look_into_archives`)."""
ZIP_SUFFIX = ".zip"
_OTHER = Say(
    "不是可检查的形式；如是报告请直接写明这个文件",
    "no form that is checked: name the file itself if it is a report",
)
_NO_SUFFIX = Say(
    "文件名没有后缀；如是报告请直接写明这个文件",
    "its name has no suffix: name the file itself if it is a report",
)

COMMENTED = ".批注"
"""What stands before the suffix of copies that gblint writes with comments."""

COPY = Say(
    "带 gblint 批注的副本，原件就在旁边", "a copy with gblint's comments, the original is beside it"
)
LOCK = Say("Word、WPS 打开文档时的锁定文件", "the lock file of a document that is open")
HIDDEN = Say("隐藏文件，要检查请直接写明", "a hidden file: name it if it is to be checked")
_HIDDEN_FOLDER = Say(
    "隐藏文件夹，没有进入；要检查请直接写明",
    "a hidden folder, not gone into: name it if it is to be checked",
)
_LINKED_FOLDER = Say(
    "文件夹的链接，没有进入；要检查请直接写明",
    "a link to a folder, not gone into: name it if it is to be checked",
)
FOLDERS = (_HIDDEN_FOLDER, _LINKED_FOLDER)
"""The reasons that are those of folders."""

DANGLING = Say("链接所指的文件不存在", "a link to a file that is not there")
LOOP = Say("链接指向自己，成了循环", "a link that leads back to itself")
NO_FILE = Say(
    "这不是普通文件（管道、设备或套接字），没有读取",
    "this is a pipe, a device or a socket and no file; it was not read",
)

_NO_MATCH = Say("没有与通配符相符的文件", "no file matches")
_LOCK = Say(
    "这是 Word 或 WPS 打开文档时的临时锁定文件，不是报告",
    "this is the lock file of a document that is open in Word or WPS, not a report",
)
_CLOSED = Say("标准输入已关闭", "standard input is closed")


class FoundInputs(msgspec.Struct, frozen=True):
    """What the user's names stand for: files to check, and what was passed over, by path.

    `notes` are remarks on what was chosen.
    """

    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Say, ...] = ()


def collect_inputs(named: Iterable[str]) -> tuple[Input, ...]:
    """The files to check alone: see `find_inputs`."""
    return find_inputs(named).inputs


def find_inputs(
    named: Iterable[str], *, own: Iterable[str] = (), exclusion: Exclusion | None = None
) -> FoundInputs:
    """The files to check, each once, in the order of their paths; `-` is standard input.

    Folders are searched for files of the forms that are read (`gblint/readers/`); what else is in
    them is passed over, and given with the reason. Patterns are expanded here, as the Windows
    console does not; a file whose name looks like a pattern goes before the pattern. Lock files
    are passed over. What is not there, and a folder or pattern that gives nothing, becomes an
    input with a failure. `own` are the run's own files, such as its output, which are no reports;
    `exclusion` says what of folders is left out on purpose.
    """
    names = list(named)
    found: dict[str, Input] = {}
    passed: dict[str, Skipped] = {}
    for name in names:
        for expanded in _expand_name(name, exclusion):
            if isinstance(expanded, Skipped):
                passed.setdefault(expanded.path, expanded)
            else:
                # by where it lies: under two names, or by a link, a file is still one report
                found.setdefault(_resolve_path(expanded.source), expanded)
    notes = tuple(exclusion.list_notes()) if exclusion is not None else ()
    if not found:
        # nothing but these was named: each is told what it is, in place of an empty run
        locks = sorted(name for name in set(names) if name != STDIN and _is_lock(name))
        return FoundInputs(tuple(_build_input(name, _LOCK) for name in locks), notes=notes)
    own = set(map(os.path.realpath, own))
    own_names = set(map(os.path.basename, own))
    # what one name passes over, another may name
    meant = {*map(_make_absolute, names), *(_make_absolute(one.source) for one in found.values())}
    skipped = (
        one
        for one in passed.values()
        if _make_absolute(one.source) not in meant
        # the name first: links are looked through for few of what may be very many
        and not (os.path.basename(one.source) in own_names and os.path.realpath(one.source) in own)  # noqa: PTH119
    )
    return FoundInputs(
        tuple(sorted(found.values(), key=lambda input_: input_.path)),
        tuple(sorted(skipped, key=lambda expanded: expanded.path)),
        notes,
    )


def _make_absolute(path: str) -> str:
    """Where a path leads, links apart: soon known, for what there may be very many of."""
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100


def _build_input(name: str, failure: Say | None = None) -> Input:
    return Input(name, display_path(name), failure)


def _resolve_path(path: str) -> str:
    """The same for all names of one file."""
    return path if path == STDIN else os.path.normcase(os.path.realpath(path))


def find_same_input(path: str, inputs: Sequence[Input]) -> Input | None:
    """The input that a path is another name of, if any."""
    wanted = _resolve_path(path)
    return next((input_ for input_ in inputs if _resolve_path(input_.source) == wanted), None)


def _expand_name(name: str, exclusion: Exclusion | None) -> Iterator[Input | Skipped]:
    if is_remote(name):
        yield from _take_remote(name, exclusion)
        return
    # `[2024]年报.docx` is a file where it is there, and a pattern elsewhere
    if not any(sign in name for sign in "*?[") or os.path.lexists(name):
        yield from _take_name(name, exclusion)
        return
    from glob import glob

    # a pattern with ** gives every folder on the way, too
    deep = "**" in Path(name).parts
    given = False
    for match in sorted(glob(name, recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute
        if not (deep and Path(match).is_dir()):
            if exclusion is not None and exclusion.leaves_out_named(match):
                given = True
                continue
            for expanded in _take_match(match, exclusion):
                given = given or isinstance(expanded, Input)
                yield expanded
    if not given:
        yield _build_input(name, _NO_MATCH)


def _take_remote(url: str, exclusion: Exclusion | None) -> Iterator[Input | Skipped]:
    """What is at an address, each file by its name as in a folder."""
    from gblint.readers.elsewhere import list_files

    try:
        files = list_files(url)
    except ReadError as error:
        yield _build_input(url, error.say)
        return
    scope = None if exclusion is None else exclusion.find_scope(url)
    given = False
    for file in files:
        name, named = file.rpartition("/")[2], file.rstrip("/") == url.rstrip("/")
        why = None if named else explain_passed_over(name)
        if not name or (is_noise(name) and not named):
            continue
        if scope and scope.leaves_out(file, is_folder=False, counts=why is None):
            continue
        given = given or why is None
        yield _build_input(file) if why is None else _build_skipped(file, why)
    if not given:
        yield _build_input(url, explain_empty() if files else NO_SUCH_FILE)


def explain_passed_over(name: str) -> Say | None:
    """Why a file of this name is passed over in a folder, in an archive, at an address.

    None for a form that is read.
    """
    if _is_lock(name):
        return LOCK
    if name.startswith("."):
        return HIDDEN
    suffix = get_suffix(name).lower()
    return (
        None
        if find_forms(suffix)
        else _read_reasons().get(suffix, _OTHER if suffix else _NO_SUFFIX)
    )


@cache
def _read_reasons() -> dict[str, Say]:
    """Why files are passed over, by the suffixes of forms that are not read."""
    data = Path(__file__).with_name("passed_over.json").read_bytes()
    written = msgspec.json.decode(data, type=dict[str, Say])
    reasons = {suffix: why for suffixes, why in written.items() for suffix in suffixes.split()}
    return reasons | {ZIP_SUFFIX: ZIP}


def _take_match(match: str, exclusion: Exclusion | None) -> Iterator[Input | Skipped]:
    """What a pattern gives: unlike what is named by itself, no pipe is meant by it.

    It would be waited for, as a device may be read for ever.
    """
    if _is_regular(match):
        yield from _take_name(match, exclusion)
    else:
        build = _build_input if find_forms(get_suffix(match)) else _build_skipped
        yield build(match, NO_FILE)


def _take_name(name: str, exclusion: Exclusion | None) -> Iterator[Input | Skipped]:
    if name == STDIN:
        closed = sys.stdin is None or sys.stdin.closed
        yield _build_input(STDIN, _CLOSED if closed else None)
        return
    if exclusion is not None and exclusion.leaves_out_named(name):
        return
    if _is_lock(name):
        yield _build_skipped(name, LOCK)
        return
    try:
        mode = Path(name).stat().st_mode
    except OSError as error:
        # the system knows no members of archives; the reader does
        inside = split_member(name) is not None
        yield _build_input(name, None if inside else _explain_absent(name, error))
        return
    if stat.S_ISDIR(mode):
        yield from _take_folder(name, exclusion)
    else:
        yield _build_input(name)


def _take_folder(folder: str, exclusion: Exclusion | None) -> Iterator[Input | Skipped]:
    """What is in a folder and below it, and the folders that cannot be read."""
    failed: list[OSError] = []
    found = False
    for expanded in _walk(folder, failed, exclusion):
        found = found or isinstance(expanded, Input)
        yield expanded
    for error in failed:
        yield _build_input(str(error.filename or folder), describe_os_error(error))
    if not found and not failed:
        yield _build_input(folder, explain_empty())


def explain_empty() -> Say:
    """That there is nothing to check in a folder."""
    return Say(
        f"这个文件夹里没有可检查的文件（{'、'.join(list_suffixes())}）",
        f"there is no file to check in this folder ({', '.join(list_suffixes())})",
    )


def _build_skipped(path: str, why: Say) -> Skipped:
    return Skipped(display_path(path), why, path)


def _explain_absent(name: str, error: OSError) -> Say:
    """Why there is no such file, and which one was probably meant."""
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return describe_os_error(error)
    from difflib import get_close_matches

    path = Path(name)
    try:
        beside = os.listdir(path.parent)  # noqa: PTH208 - names are what is compared
    except OSError:
        return NO_SUCH_FILE
    # what a drafter mistypes most is a year or a suffix
    close = get_close_matches(path.name, [one for one in beside if not _is_lock(one)], n=1)
    if not close:
        return NO_SUCH_FILE
    meant = display_path(close[0])
    return Say(
        f"{NO_SUCH_FILE.zh}；是不是“{meant}”？", f'{NO_SUCH_FILE.en}; did you mean "{meant}"?'
    )


def _is_lock(name: str) -> bool:
    return os.path.basename(name).startswith(_LOCKS)  # noqa: PTH119 - one for each file


def _walk(
    folder: str, failed: list[OSError], exclusion: Exclusion | None
) -> Iterator[Input | Skipped]:
    """What is in a folder and below it. What is to be checked and cannot be read has a reason, too.

    Folders that cannot be opened go to `failed`. Links to folders are not followed.
    """
    first = None if exclusion is None else exclusion.find_scope(folder)
    waiting = [(folder, first)]
    while waiting:
        at, scope = waiting.pop()
        try:
            with os.scandir(at) as found:
                # disks give them in any order, and the output is to be the same everywhere
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            failed.append(error)
            continue
        if scope:
            scope = scope.enter(at, {entry.name for entry in entries})
            entries = [entry for entry in entries if not _is_left_out(entry, scope)]
        below: list[tuple[str, Scope | None]] = []
        copies = _find_copies(entries)
        for entry in entries:
            if _is_folder(entry):
                if (why := _explain_not_entered(entry)) is None:
                    below.append((entry.path, scope))
                elif entry.name.lower() not in _NOISE_FOLDERS:
                    yield _build_skipped(entry.path, why)
            elif entry.name in copies:
                yield _build_skipped(entry.path, COPY)
            elif not is_noise(entry.name):
                yield _take_entry(entry)
        # the last is taken first
        waiting += reversed(below)


def _is_left_out(entry: os.DirEntry[str], scope: Scope) -> bool:
    """Whether an entry is left out on purpose. One that no one misses is so without a word."""
    folder = _is_folder(entry)
    if not (scope.globs or scope.ignores) or (folder and entry.name.lower() in _NOISE_FOLDERS):
        return False
    looked_at = not _is_lock(entry.name) and not entry.name.startswith(".")
    counts = looked_at and (folder or bool(find_forms(get_suffix(entry.name).lower())))
    return scope.leaves_out(entry.path, is_folder=folder, counts=counts)


def _find_copies(entries: Sequence[os.DirEntry[str]]) -> set[str]:
    """The names of copies with comments of files beside them: they would count twice."""
    if not any(COMMENTED in entry.name for entry in entries):
        return set()
    stems = {entry.name: entry.name.removesuffix(get_suffix(entry.name)) for entry in entries}
    originals = {
        f"{stem}{COMMENTED}" for name, stem in stems.items() if find_forms(get_suffix(name))
    }
    return {name for name, stem in stems.items() if stem in originals}


def is_noise(name: str) -> bool:
    """Whether a file's name is one that no one hands in as a report: see docs/output.md."""
    name = name.lower()
    if name in _NOISE_FILES or name.endswith(".pyc"):
        return True
    return name.startswith("._") and len(name) > 2  # what macOS lays beside files on other disks


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _explain_not_entered(entry: os.DirEntry[str]) -> Say | None:
    if entry.name.lower() in _NOISE_FOLDERS or entry.name.startswith("."):
        return _HIDDEN_FOLDER
    return _LINKED_FOLDER if entry.is_symlink() or _is_junction(entry.path) else None


def _is_junction(path: str) -> bool:
    """Whether a path is a link of Windows to a folder, which may lead back; Python 3.12 tells."""
    tell = getattr(os.path, "isjunction", None)
    return tell is not None and tell(path)


def _take_entry(entry: os.DirEntry[str]) -> Input | Skipped:
    why = explain_passed_over(entry.name)
    stopped = None if why in (LOCK, HIDDEN) else _explain_not_opened(entry)
    if why is None:
        return _build_input(entry.path, stopped)
    return _build_skipped(entry.path, stopped or why)


def _explain_not_opened(entry: os.DirEntry[str]) -> Say | None:
    """Why an entry is no file to open: a pipe would have its reader wait, a device read on."""
    try:
        if entry.is_file(follow_symlinks=False):
            return None
        mode = entry.stat().st_mode
    except FileNotFoundError:
        return DANGLING
    except OSError as error:
        return LOOP if error.errno == errno.ELOOP else None  # else told when it is opened
    return None if stat.S_ISREG(mode) else NO_FILE


def _is_regular(path: str) -> bool:
    """Whether a path is no pipe, device or socket, nor a link to one."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - one for each file
    except OSError:
        return True  # told when it is opened
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


_NOISE_FOLDER = "__MACOSX/"
"""What packers lay into archives that nobody put there."""

_WORD_MAIN = "word/document.xml"
_NESTED = Say("压缩包里的压缩包，没有打开", "an archive in an archive, which is not opened")
_NOTHING = Say("压缩包里没有可检查的文件", "there is no file to check in the archive")


def ask_settings(choice: ConfigChoice) -> Callable[[str], bool]:
    """Whether an archive, by its path, is to be looked into: by the settings nearest to it.

    What is wrong with settings is told when files are checked by them.
    """

    @cache
    def read_setting(folder: Path) -> bool:
        path = find_config(folder) if choice == "find" else choice
        if not isinstance(path, Path):
            return False
        try:
            return read_config(path.absolute()).archives
        except (ConfigError, OSError):
            return False

    return lambda source: read_setting(Path(source).absolute().parent)


def look_into_archives(
    found: FoundInputs,
    limits: Limits,
    *,
    exclusion: Exclusion | None = None,
    asks: Callable[[str], bool] = bool,
) -> FoundInputs:
    """What was found, with the members of archives in their place, those that `asks` is true of
    (of every path, without it).

    An archive that cannot be opened, and one with nothing to check, becomes an input with a
    failure.
    """
    inputs: list[Input] = []
    skipped: list[Skipped] = []
    opened: list[str] = []
    with apply_limits(limits):
        for passed in found.skipped:
            if passed.reason != ZIP or is_remote(passed.source) or not asks(passed.source):
                skipped.append(passed)
                continue
            opened.append(passed.source)
            _sort_members(passed.source, passed.path, exclusion, inputs, skipped)
        for named in found.inputs:
            is_zip = named.source.lower().endswith(ZIP_SUFFIX) and os.path.isfile(named.source)  # noqa: PTH113
            if named.failure is None and is_zip and asks(named.source):
                _sort_members(named.source, named.path, exclusion, inputs, skipped)
            else:
                inputs.append(named)
    if not opened and tuple(inputs) == found.inputs:
        return found
    empty = explain_empty()
    # a folder with nothing but archives is not empty once these were looked into
    inputs = [
        one
        for one in inputs
        if one.failure != empty
        or not any(at.startswith(os.path.join(one.source, "")) for at in opened)  # noqa: PTH118
    ]
    return msgspec.structs.replace(
        found,
        inputs=tuple(sorted(inputs, key=lambda one: one.path)),
        skipped=tuple(sorted(skipped, key=lambda one: one.path)),
    )


def _sort_members(
    source: str,
    path: str,
    exclusion: Exclusion | None,
    inputs: list[Input],
    skipped: list[Skipped],
) -> None:
    """The members of an archive, each where it belongs."""
    from gblint.readers.elsewhere import list_members

    try:
        # as a whole, before any goes to the results: an archive may be broken at its end
        members = [member for member in list_members(source) if not _is_laid_in(member.name)]
    except (ReadError, OSError) as error:
        inputs.append(Input(source, path, explain_unread(error)))
        return
    if any(member.name == _WORD_MAIN for member in members):  # a Word file that was renamed
        inputs.append(Input(source, path))
        return
    scope = None if exclusion is None else exclusion.find_scope(source)
    nothing = True
    for member in members:
        inside, shown = f"{source}{INSIDE}{member.name}", f"{path}{INSIDE}{member.name}"
        why = explain_passed_over(member.name.rpartition("/")[2])
        nothing = nothing and why is not None
        if scope and scope.leaves_out(inside, is_folder=False, counts=why is None):
            continue
        if why is None:
            inputs.append(Input(inside, shown, member.why))
        else:
            skipped.append(Skipped(shown, _NESTED if why == ZIP else why, inside))
    if nothing:
        inputs.append(Input(source, path, _NOTHING))


def _is_laid_in(name: str) -> bool:
    """Whether packers laid a member into an archive, or it is one that no one hands in."""
    return is_noise(name.rpartition("/")[2]) or name.startswith(_NOISE_FOLDER)
