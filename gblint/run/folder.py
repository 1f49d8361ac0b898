"""What is in a folder: the files to check, those that are passed over, and why.

Nothing is passed over unseen: whatever could be a report that somebody handed in is named. Only
what systems, editors and version control lay into folders, and gblint's own settings, is left out
without a word (`is_noise`).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator

from gblint.findings import Say
from gblint.readers.forms import forms_of, suffix_of

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

_ARCHIVE = Say("压缩包，请解压后检查", "an archive: unpack it and check what is inside")
_SHEET = Say(
    "表格，不能读取；如是报告请另存为 .docx", "a spreadsheet: save it as .docx if it is a report"
)
_SLIDES = Say(
    "演示文稿，不能读取；如是报告请另存为 .docx", "slides: save them as .docx if it is a report"
)
_PICTURE = Say("图片，请提供 .docx 原稿", "a picture: give the .docx that it was made from")
_FIXED = Say(
    "版式文件，不能读取，请提供 .docx 原稿", "cannot be read: give the .docx that it was made from"
)
_WORD = Say("不直接读取，请另存为 .docx", "is not read: save it as .docx")
_LINK = Say("快捷方式，请直接写明它所指的文件", "a shortcut: name the file that it leads to")
_MAIL = Say("邮件，请检查其中的附件", "a mail: check what is attached to it")
_OTHER = Say(
    "不是可检查的形式；如是报告请直接写明这个文件",
    "no form that is checked: name the file itself if it is a report",
)
_NO_SUFFIX = Say(
    "文件名没有后缀；如是报告请直接写明这个文件",
    "its name has no suffix: name the file itself if it is a report",
)

_SUFFIXES_OF: tuple[tuple[Say, tuple[str, ...]], ...] = (
    (_ARCHIVE, (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".iso")),
    (_SHEET, (".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ett", ".csv", ".tsv", ".ods")),
    (_SLIDES, (".pptx", ".ppt", ".pps", ".ppsx", ".dps", ".odp")),
    (
        _PICTURE,
        (
            *(".jpg", ".jpeg", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"),
            *(".heic", ".svg", ".emf", ".wmf", ".psd"),
        ),
    ),
    (_FIXED, (".ofd", ".ceb", ".cebx", ".caj", ".xps", ".oxps", ".djvu", ".epub", ".gd", ".gw")),
    (
        _WORD,
        (".docm", ".dotx", ".dotm", ".dot", ".wpt", ".uot", ".uof", ".ott", ".pages", ".xml"),
    ),
    (_LINK, (".lnk", ".url", ".webloc")),
    (_MAIL, (".eml", ".msg")),
)
_REASONS = {suffix: why for why, suffixes in _SUFFIXES_OF for suffix in suffixes}

LOCK = Say("Word、WPS 打开文档时的锁定文件", "the lock file of a document that is open")
_HIDDEN = Say("隐藏文件，要检查请直接写明", "a hidden file: name it if it is to be checked")
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


def is_lock(name: str) -> bool:
    """Whether a path is that of a lock file."""
    return os.path.basename(name).startswith(_LOCKS)  # noqa: PTH119 - one for each file


def walk(folder: str, failed: list[OSError]) -> Iterator[tuple[str, Say | None, bool]]:
    """What is in a folder and below it: the path, why it is not to be read, whether to check it.

    What is to be checked and cannot be read has a reason, too. What is passed over has always
    one. Folders that cannot be opened go to `failed`. Links to folders are not followed.
    """
    waiting = [folder]
    while waiting:
        at = waiting.pop()
        try:
            with os.scandir(at) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            failed.append(error)
            continue
        below: list[str] = []
        for entry in entries:
            if _is_folder(entry):
                if (why := _shut(entry)) is None:
                    below.append(entry.path)
                elif entry.name.lower() not in _NOISE_FOLDERS:
                    yield entry.path, why, False
            elif not is_noise(entry.name):
                yield _file(entry)
        waiting += reversed(below)


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


def _shut(entry: os.DirEntry[str]) -> Say | None:
    """Why a folder is not gone into."""
    if entry.name.lower() in _NOISE_FOLDERS or entry.name.startswith("."):
        return _HIDDEN_FOLDER
    return _LINKED_FOLDER if entry.is_symlink() or _is_junction(entry.path) else None


def _is_junction(path: str) -> bool:
    """Whether a path is a link of Windows to a folder, which may lead back; Python 3.12 tells."""
    tell = getattr(os.path, "isjunction", None)
    return tell is not None and tell(path)


def _file(entry: os.DirEntry[str]) -> tuple[str, Say | None, bool]:
    name = entry.name
    if is_lock(name):
        return entry.path, LOCK, False
    if name.startswith("."):
        return entry.path, _HIDDEN, False
    stopped = _stopped(entry)
    suffix = suffix_of(name).lower()
    if forms_of(suffix):
        return entry.path, stopped, True
    return entry.path, stopped or _REASONS.get(suffix, _OTHER if suffix else _NO_SUFFIX), False


def _stopped(entry: os.DirEntry[str]) -> Say | None:
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


def is_plain(path: str) -> bool:
    """Whether a path is no pipe, device or socket, nor a link to one."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - one for each file
    except OSError:
        return True  # told when it is opened
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def apart(paths: Iterable[str]) -> Callable[[str], bool]:
    """Tells the run's own files: its outputs, its settings, its baseline."""
    own = frozenset(os.path.realpath(path) for path in paths)
    names = {os.path.basename(path) for path in own}  # noqa: PTH119

    def is_own(path: str) -> bool:
        return os.path.basename(path) in names and os.path.realpath(path) in own  # noqa: PTH119

    return is_own
