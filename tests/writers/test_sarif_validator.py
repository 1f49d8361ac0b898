"""SARIF before the public validator, GitHub's rules included, and its JSON schema.

They are in the npm package @microsoft/sarif-multitool:

    npm install --prefix FOLDER @microsoft/sarif-multitool
    export GBLINT_SARIF_MULTITOOL=FOLDER/node_modules/.bin/sarif-multitool
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from gblint.results import RunResult, WriterOptions
from gblint.writers import write_whole
from tests.writers.samples import ALL, CLEAN, FAILED, result

_RUNS: dict[str, RunResult] = {
    "all": ALL,
    "clean": result(CLEAN, exit_code=0),
    "failed": result(FAILED, exit_code=2),
    "nothing": result(exit_code=0),
}


@pytest.fixture(scope="module")
def multitool() -> str:
    tool = os.environ.get("GBLINT_SARIF_MULTITOOL") or shutil.which("sarif-multitool")
    if not tool:
        pytest.skip("NOT TESTED: no sarif-multitool (see the top of this file)")
    return tool


def _logs() -> dict[str, str]:
    logs = {name: write_whole("sarif", run, WriterOptions()) for name, run in _RUNS.items()}
    return {**logs, "english": write_whole("sarif", ALL, WriterOptions(lang="en"))}


def _complaints(multitool: str, logs: Mapping[str, str], folder: Path) -> list[str]:
    """The errors and warnings of the validator; its notes ask for what costs more than it gives,
    such as the whole file inside the log."""
    paths = [folder / f"{name}.sarif" for name in logs]
    for path, log in zip(paths, logs.values(), strict=True):
        path.write_text(log, "utf-8")
    command = [multitool, "validate", *map(str, paths), "--rule-kind", "Sarif", "Ghas"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert f"{len(logs)} files scanned" in done.stdout, done.stdout + done.stderr
    return [
        line for line in done.stdout.splitlines() if re.search(r" (error|warning)\b.*\d{4}: ", line)
    ]


def test_the_validator_is_content(multitool: str, tmp_path: Path) -> None:
    assert _complaints(multitool, _logs(), tmp_path) == []


def test_the_validator_knows_what_github_asks(multitool: str, tmp_path: Path) -> None:
    """So that its silence says something."""
    document = json.loads(_logs()["all"])
    for rule in document["runs"][0]["tool"]["driver"]["rules"]:
        del rule["help"]
        rule["id"] = rule["name"]
    complaints = "\n".join(_complaints(multitool, {"bare": json.dumps(document)}, tmp_path))
    assert "error GH2012" in complaints
    assert "warning SARIF1001" in complaints


@pytest.mark.parametrize("name", [*_RUNS, "english"])
def test_the_schema_is_met(multitool: str, name: str) -> None:
    import jsonschema

    home = Path(multitool).resolve().parent.parent
    found = [*home.glob("sarif-multitool-*/sarif-2.1.0.json")]
    if not found:
        pytest.skip("NOT TESTED: no SARIF schema beside the sarif-multitool")
    schema = json.loads(found[0].read_text("utf-8-sig"))
    errors = jsonschema.Draft202012Validator(schema).iter_errors(json.loads(_logs()[name]))
    assert [error.message for error in errors] == []
