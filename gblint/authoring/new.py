"""`gblint pack new`: a small pack that works, to go on from."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from gblint.findings import Say
from gblint.packs.find import built_in, locate, not_found

_TEMPLATE = Path(__file__).parent / "template"
FILES = ("pack.yaml", "rules.yaml", "README.md")
"""What a new pack has, in the order in which it is read."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_OURS = "GB"
"""What the ids of built-in rules begin with."""


class NewPackError(Exception):
    """A pack that cannot be made so; `say` tells why and what to do."""

    def __init__(self, say: Say) -> None:
        super().__init__(say.zh)
        self.say = say


def new_pack(name: str, *, extends: str, folder: Path) -> tuple[Path, ...]:
    """Write a pack of that id into a folder of its name; its files.

    Raises NewPackError, before anything is written, and OSError.
    """
    _check_name(name)
    home = folder / name
    if os.path.lexists(home):
        raise NewPackError(
            Say(
                f"“{home}”已经存在，不会改动它；请换一个编号，或用 --dir 指定别的文件夹",
                f'"{home}" is there already and stays as it is: take another id, or --dir',
            )
        )
    values = {"id": name, "base": _base(extends, home), "rule": f"{_prefix(name)}001"}
    texts = {file: _filled((_TEMPLATE / file).read_text("utf-8"), values) for file in FILES}
    home.mkdir(parents=True)
    for file, text in texts.items():
        with (home / file).open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    return tuple(home / file for file in FILES)


def _check_name(name: str) -> None:
    if not _ID.fullmatch(name):
        say = Say(
            f"编号“{name}”只能用小写字母、数字和连字符，如 our-province（中文名称写在 title 里）",
            f'"{name}" cannot be an id: small letters, digits and hyphens, like our-province',
        )
        raise NewPackError(say)
    if name in built_in():
        say = Say(f"“{name}”是内置规则包的编号", f'"{name}" is the id of a built-in pack')
        raise NewPackError(say)


def _base(extends: str, home: Path) -> str:
    """The pack to extend as the new pack has to write it: a path counts from its folder."""
    found = locate(extends, Path.cwd())
    if found is None:
        raise NewPackError(not_found(extends))
    if extends in built_in() or not Path(extends).expanduser().exists():
        return extends
    try:
        path = Path(os.path.relpath(found, home.resolve()))
    except ValueError:  # another drive
        path = found
    return msgspec.json.encode(path.as_posix()).decode()


def _prefix(name: str) -> str:
    """What the ids of the pack's rules begin with: the initials of its id."""
    parts = re.findall(r"[a-z]+", name)
    initials = "".join(part[0] for part in parts).upper()
    if len(initials) < len(_OURS):
        initials = "".join(parts)[:4].upper()
    if len(initials) < len(_OURS) or initials.startswith(_OURS):
        return "MY"
    return initials[:8]


def _filled(template: str, values: dict[str, str]) -> str:
    """A template with the values that it names as `@name@`."""
    return re.sub(r"@(\w+)@", lambda match: values[match[1]], template)
