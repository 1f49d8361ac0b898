"""The files of a pack: one YAML file, or a folder with `pack.yaml` and more YAML files.

A folder, or the folder of the file, may hold `specimen.md` as well.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import errno
from pathlib import Path

import msgspec

from gblint.bounded import MB, TooLargeError, read_bounded
from gblint.findings import Say
from gblint.pack.model import Pack

MAIN = "pack.yaml"
SPECIMEN = "specimen.md"
MOST_BYTES = 2 * MB
"""What the YAML of a pack may have, and its specimen."""

_MOST_FILES = 200
_ENDINGS = (".yaml", ".yml")


class NoFilesError(OSError):
    """What is there cannot be the files of a pack; `say` says why not."""

    def __init__(self, number: int, say: Say) -> None:
        super().__init__(number, say.in_lang("en"))
        self.say = say


class Snapshot(msgspec.Struct, frozen=True):
    """A pack's files as they were at one moment; `root` is the folder or the one YAML file.

    `files` are names and contents: YAML in the order in which it is merged, the specimen last.
    """

    root: str
    is_folder: bool
    files: tuple[tuple[str, bytes], ...]


class Made(msgspec.Struct, frozen=True):
    """A pack, and the files of all packs that it was made from."""

    pack: Pack
    sources: tuple[Snapshot, ...]


def snapshot(root: Path) -> Snapshot:
    """Read the files of a pack. Raises OSError."""
    is_folder = root.is_dir()
    home = root if is_folder else root.parent
    names = [root.name]
    if is_folder:
        names = sorted(entry.name for entry in root.iterdir() if _is_part(entry.name))
        names.sort(key=lambda name: name != MAIN)
    if (home / SPECIMEN).is_file():
        names.append(SPECIMEN)
    if len(names) > _MOST_FILES:
        say = Say(f"超过 {_MOST_FILES} 个文件", f"more than {_MOST_FILES} files")
        raise NoFilesError(errno.EFBIG, say)
    files = tuple((name, _contents(home / name)) for name in names)
    if sum(len(raw) for name, raw in files if name != SPECIMEN) > MOST_BYTES:
        raise TooLargeError(root, MOST_BYTES)
    return Snapshot(str(root), is_folder, files)


def why_unread(error: OSError) -> Say:
    """Why the files of a pack could not be read, in words of both languages."""
    if isinstance(error, NoFilesError):
        return error.say
    if isinstance(error, TooLargeError):
        size = f"{error.most / MB:g} MB"
        return Say(f"文件大于 {size}", f"larger than {size}")
    if isinstance(error, PermissionError):
        return Say("没有读取权限", "no permission to read it")
    if isinstance(error, FileNotFoundError):
        return Say("文件不存在", "there is no such file")
    what = error.strerror or type(error).__name__
    return Say(f"系统不能读取（{what}）", f"the system cannot read it ({what})")


def _contents(path: Path) -> bytes:
    if path.exists() and not (path.is_file() or path.is_dir()):  # who waits for a pipe waits long
        say = Say(f"{path.name} 不是普通文件", f"{path.name} is no regular file")
        raise NoFilesError(errno.EINVAL, say)
    return read_bounded(path, MOST_BYTES)


def _is_part(name: str) -> bool:
    return name.endswith(_ENDINGS) and not name.startswith((".", "specimen."))


def specimen(found: Snapshot) -> str:
    """The text of the specimen, "" where the pack has none."""
    raw = dict(found.files).get(SPECIMEN, b"")
    return raw.decode("utf-8-sig", "replace")
