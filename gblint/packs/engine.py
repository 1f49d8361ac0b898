"""Whether the gblint that runs is new enough for a pack."""

from __future__ import annotations

import re

from gblint import __version__
from gblint.findings import Say
from gblint.packs.problems import Fault, PackError
from gblint.packs.source import Source

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def check_engine(source: Source) -> None:
    """Raises PackError for a pack that asks for a newer gblint.

    It is looked at before all else: what such a pack says besides may not be known here yet.
    A `min_engine` that is no version is an error of its shape.
    """
    wanted = source.data.get("min_engine")
    if not isinstance(wanted, str) or not _NUMBERS.fullmatch(wanted):
        return
    if _numbers(wanted) <= _numbers(__version__):
        return
    say = Say(
        f"这个规则包要求 gblint {wanted} 或更新的版本，现在运行的是 {__version__}；"
        "请安装新版本的 gblint（见 README 的“安装”）",
        f"this pack asks for gblint {wanted} or later, this is {__version__}: "
        'install a newer gblint (README, "Install")',
    )
    raise PackError([source.problem(Fault(("min_engine",), say))])


def _numbers(version: str) -> list[int]:
    """The release of a version as numbers, without zeros at its end: 0.2.0 is 0.2."""
    match = _NUMBERS.match(version)
    numbers = [int(part) for part in match[0].split(".")] if match else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers
