"""The forms that LibreOffice makes of Word files, for the tests of what it reads back."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gblint.readers import soffice

_SECONDS = 300


def program() -> str:
    """Where LibreOffice is; skips where it is not."""
    found = soffice.find()
    if found is None:
        pytest.skip("NOT TESTED: LibreOffice (soffice) is not installed")
    return found


def converted(files: dict[str, bytes], to: str, folder: Path) -> dict[str, bytes]:
    """Word files, by names without suffix, in another form; all in one run of LibreOffice."""
    sources, target = folder / "in", folder / to
    sources.mkdir(exist_ok=True)
    paths = [sources / f"{name}.docx" for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [program(), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", to, "--outdir", str(target), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    suffix = to.partition(":")[0]
    return {path.stem: (target / f"{path.stem}.{suffix}").read_bytes() for path in paths}
