"""The forms that LibreOffice makes of Word files, for the tests of what it reads back."""

from __future__ import annotations

from pathlib import Path

from gblint.readers import office
from tests.builder.ended import run

SECONDS = 300
"""What many files may take, on a busy machine too."""


def converted(
    files: dict[str, bytes],
    to: str,
    folder: Path,
    *,
    of: str = "docx",
    import_filter: str = "",
    seconds: float = SECONDS,
) -> dict[str, bytes]:
    """Files, by names without suffix, in another form; all in one run of LibreOffice.

    `of` is the suffix of the form that they have. Raises FileNotFoundError where LibreOffice is
    not there or wrote nothing, CalledProcessError, and TimeoutExpired after so many seconds.
    """
    program = office.find_soffice()
    if program is None:
        raise FileNotFoundError("LibreOffice (soffice) is not installed")
    sources, target = folder / "in", folder / "out"
    sources.mkdir(exist_ok=True)
    paths = [sources / f"{name}.{of}" for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += [f"--infilter={import_filter}"] if import_filter else []
    command += ["--convert-to", to, "--outdir", str(target), *map(str, paths)]
    run(command, seconds=seconds)
    suffix = to.partition(":")[0]
    return {path.stem: (target / f"{path.stem}.{suffix}").read_bytes() for path in paths}
