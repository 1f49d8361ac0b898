"""Writes the inputs of `fixtures/`: `python -m tests.builder.write_fixtures` from the repository.

Only the inputs: what is expected of each is thought out and written by hand.
"""

from __future__ import annotations

from pathlib import Path

from tests.builder.fixture_cases import SECTION_CASES
from tests.builder.fixture_cases_beside import (
    AMONG,
    AMONG_CASES,
    PARTS,
    PREVIOUS,
    ROLLUP_CASES,
    YEAR_CASES,
)
from tests.builder.fixture_cases_content import CONTENT_CASES
from tests.builder.fixture_cases_layouts import HTML_CASES, LAYOUT_CASES
from tests.builder.fixture_cases_wording import PROSE_CASES, WORDING_CASES
from tests.tools.repository import FIXTURES

CASES = (
    PROSE_CASES
    | SECTION_CASES
    | CONTENT_CASES
    | WORDING_CASES
    | YEAR_CASES
    | ROLLUP_CASES
    | AMONG_CASES
    | HTML_CASES
    | LAYOUT_CASES
)


def write(folder: Path) -> None:
    """Write the input of every case into its folder."""
    for case, make in (*CASES.items(), *PREVIOUS.items(), *PARTS, *AMONG):
        name, data = make()
        path = folder / case / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    write(FIXTURES)
