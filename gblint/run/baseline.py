"""A baseline: findings that are known, so that only new ones count."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from gblint.bounded import MB, read_bounded
from gblint.findings import Finding, Say
from gblint.packs.problems import joined
from gblint.results import FileResult, Known, RunResult
from gblint.run.files import os_failure

FORMAT = 1
"""The version of the file's form; another one is refused."""


_MOST = 64 * MB


class BaselineError(ValueError):
    """A baseline that cannot be used; `say` tells why."""

    def __init__(self, say: Say) -> None:
        super().__init__(say.zh)
        self.say = say


class Baseline(msgspec.Struct, frozen=True, rename={"version": "gblint-baseline"}):
    """The known findings of each file; paths are relative to the folder of the baseline."""

    version: int
    files: dict[str, tuple[Known, ...]]


def made(result: RunResult, folder: Path) -> bytes:
    """The baseline of a run, to be written into a folder: JSON, ordered so that diffs are small."""
    files = {
        path_in(folder, source): tuple(sorted(map(_known, known), key=_order))
        for file in result.files
        if (known := [finding for finding in file.findings if not finding.incomplete])
        and (source := file.path)
        and file.failure is None
    }
    data = msgspec.json.encode(Baseline(FORMAT, dict(sorted(files.items()))))
    return msgspec.json.format(data, indent=2) + b"\n"


def read_baseline(path: Path) -> Baseline:
    """Raises BaselineError for what cannot be read or is none."""
    try:
        baseline = msgspec.json.decode(read_bounded(path, _MOST), type=Baseline)
    except OSError as error:
        raise BaselineError(_unusable(path, os_failure(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        why = Say(f"不是 gblint 的基线（{error}）", f"it is no baseline of gblint ({error})")
        raise BaselineError(_unusable(path, why)) from error
    if baseline.version != FORMAT:
        why = Say(
            f"格式版本是 {baseline.version}，本版 gblint 只认 {FORMAT}",
            f"its format is version {baseline.version}, this gblint knows {FORMAT}",
        )
        raise BaselineError(_unusable(path, why))
    return baseline


def compared(result: FileResult, known: Iterable[Known]) -> FileResult:
    """A result whose known findings are set apart, with those of the baseline that are gone.

    Findings are matched by rule and fingerprint, each entry of the baseline once. A file that
    could not be checked is left as it is.
    """
    if result.failure is not None:
        return result
    left = Counter((one.rule, one.fingerprint) for one in known)
    texts = {(one.rule, one.fingerprint): one for one in known}
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in result.findings:
        key = (finding.rule, finding.fingerprint)
        if left[key] and not finding.incomplete:
            left[key] -= 1
            old.append(finding)
        else:
            new.append(finding)
    fixed = tuple(texts[key] for key, count in left.items() for _ in range(count))
    return msgspec.structs.replace(result, findings=tuple(new), known=tuple(old), fixed=fixed)


def path_in(folder: Path, path: str) -> str:
    """A path as a baseline in that folder names it."""
    try:
        return Path(os.path.relpath(Path(path).absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive of Windows
        return Path(path).absolute().as_posix()


def _known(finding: Finding) -> Known:
    return Known(finding.rule, finding.fingerprint, finding.message.zh)


def _order(known: Known) -> tuple[str, str]:
    return known.rule, known.fingerprint


def _unusable(path: Path, why: Say) -> Say:
    head = Say(f"基线“{path}”不能用：", f'the baseline "{path}" cannot be used: ')
    return joined(head, why)
