"""What the pages and files for pipelines say is run as it stands there, as far as it is gblint's.

Hosts, containers and installations from the network are not: of those it is looked at that they
are pinned, and name what is there.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from junitparser import JUnitXml

from tests.tools.forked import environment, run, with_packs
from tests.tools.programs import skip
from tests.tools.repository import DOCS, FIXTURES, ROOT

_PAGES = ("README.md", "README.zh-CN.md", "docs/pipelines.md")
_BLOCK = re.compile(r"(?ms)^```(\w+)\n(.*?)^```$")
_PINNED = re.compile(r"[\w.-]+/[\w./-]+@([0-9a-f]{40}|v\d+|REVISION)")
_GROOVY = re.compile(r"(?m)^\s*sh '([^']*)'$")


def _blocks(language: str) -> list[tuple[str, str]]:
    return [
        (page, text)
        for page in _PAGES
        for word, text in _BLOCK.findall((ROOT / page).read_text("utf-8"))
        if word == language
    ]


def _recipes() -> list[tuple[str, dict[str, Any]]]:
    """The workflows and jobs of the pages; what pre-commit reads is none."""
    loaded = [(page, yaml.safe_load(text)) for page, text in _blocks("yaml")]
    return [(page, found) for page, found in loaded if "repos" not in found]


def _leaves(node: Any) -> Iterator[str]:
    """All that a job runs."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in ("run", "script"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _leaves(value)
    elif isinstance(node, list):
        for one in node:
            yield from _leaves(one)


def _commands() -> list[str]:
    """Each command of gblint, in the words behind its name."""
    written = [line for _, recipe in _recipes() for line in _leaves(recipe)]
    written += [line for _, text in _blocks("groovy") for line in _GROOVY.findall(text)]
    text = (DOCS / "pipelines.md").read_text("utf-8")
    written += [
        line for word, block in _BLOCK.findall(text) if word == "sh" for line in block.splitlines()
    ]
    found = [re.match(r"(?:\S*/bin/)?gblint (?P<words>[^|]*)", line) for line in written]
    return sorted({match["words"].strip() for match in found if match})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work" / "reports").mkdir(parents=True)
    shutil.copy(FIXTURES / "footing-row" / "report.md", tmp_path / "work" / "reports" / "a.md")
    return tmp_path / "work"


def test_there_are_recipes_for_all() -> None:
    assert len(_recipes()) == 7
    assert len(_commands()) == 4, _commands()


@pytest.mark.parametrize("words", _commands())
def test_a_command_of_a_recipe(words: str, folder: Path) -> None:
    given = shlex.split(words)
    ended = run(given, cwd=folder, env=environment(with_packs(folder.parent / "cache")))
    assert ended.returncode == (0 if "--exit-zero" in given else 1), ended.err
    assert ended.stderr == b""
    for name in (word for before, word in pairwise(given) if before == "--output"):
        data = (folder / name).read_bytes()
        if name.endswith(".json"):
            assert json.loads(data)
        elif name.endswith(".xml"):
            assert JUnitXml.fromstring(data)
        else:
            assert b"GB301" in data


@pytest.mark.parametrize(("page", "recipe"), _recipes(), ids=[page for page, _ in _recipes()])
def test_what_a_recipe_uses_is_pinned_and_what_it_keeps_is_written(
    page: str, recipe: dict[str, Any]
) -> None:
    for used in re.findall(r"(?m)\buses: (\S+)", _text(page)):
        assert _PINNED.fullmatch(used), used
    told = " ".join(_leaves(recipe)) + json.dumps(recipe)
    kept = recipe.get("gblint", {}).get("artifacts", {}).get("reports", {})
    for name in kept.values():
        assert f"--output {name}" in told
    assert "REVISION" in told


def _text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


_ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
_INSTALL, _CHECK = (step for step in _ACTION["runs"]["steps"] if "run" in step)


def test_the_action_is_pinned() -> None:
    uses = [step["uses"] for step in _ACTION["runs"]["steps"] if "uses" in step]
    assert uses
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one) for one in uses)
    assert '-c "$SOURCE/constraints.txt"' in _INSTALL["run"]


def test_nothing_of_the_inputs_is_written_into_a_script() -> None:
    """They come in the environment: what stands in them would be run."""
    for step in (_INSTALL, _CHECK):
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
    read = re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8"))
    assert set(read) == set(_ACTION["inputs"])


def _act(folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The step of the action that checks, as a runner of GitHub runs it."""
    if shutil.which("bash") is None:
        skip("bash is not installed")
    runner = folder.parent / "runner"
    (runner / "gblint" / "bin").mkdir(parents=True, exist_ok=True)
    script = runner / "gblint" / "bin" / "gblint"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gblint "$@"\n', "utf-8")
    script.chmod(0o755)
    names = {"FILES": "files", "OPTIONS": "args", "SARIF": "sarif"}
    given = {
        variable: inputs.get(name, str(_ACTION["inputs"][name].get("default", "")))
        for variable, name in names.items()
    }
    env = environment(with_packs(folder.parent / "cache")) | given
    env |= {"RUNNER_TEMP": os.fspath(runner), "GITHUB_ACTIONS": "true"}
    env |= {name: os.fspath(runner / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", _CHECK["run"]]
    ran = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, check=False, encoding="utf-8"
    )
    return ran, runner


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for gblint is a script of sh")
def test_the_action_annotates_sums_up_and_fails(folder: Path) -> None:
    ran, runner = _act(folder, files="\n  \nreports/\n", sarif="a.sarif")
    assert ran.returncode == 1, ran.stderr
    assert "::error file=reports/a.md,line=37" in ran.stdout
    assert (runner / "GITHUB_OUTPUT").read_text("utf-8") == "exit-code=1\n"
    assert "| 错误 | [GB301](" in (runner / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    assert json.loads((folder / "a.sarif").read_text("utf-8"))["version"] == "2.1.0"


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for gblint is a script of sh")
def test_the_action_takes_options_and_names_as_they_are(folder: Path) -> None:
    name = "--a $(touch b) `touch c`;.md"
    shutil.copy(FIXTURES / "footing-row" / "report.md", folder / name)
    ran, runner = _act(folder, files=f"{name}\r\n", args="--fail-on never  --lang en")
    assert ran.returncode == 0, ran.stderr
    assert "::error file=--a $(touch b) `touch c`;.md" in ran.stdout
    assert "## Check of disclosure reports" in (runner / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    assert sorted(one.name for one in folder.iterdir()) == [name, "reports"]
    ran, runner = _act(folder, files="reports", args="--fail-on nothing")
    assert ran.returncode == 2
    assert (runner / "GITHUB_OUTPUT").read_text("utf-8").endswith("exit-code=2\n")


def _instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_container_is_slim_pinned_and_nobodys() -> None:
    found = _instructions()
    bases = [rest for word, rest in found if word == "FROM"]
    assert len(bases) == 2
    assert all(re.match(r"python:\d+\.\d+\.\d+-slim-\w+( AS \w+)?$", base) for base in bases)
    last = found[max(at for at, (word, _) in enumerate(found) if word == "FROM") :]
    words = dict(last)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", words["USER"])
    assert json.loads(words["ENTRYPOINT"]) == ["gblint"]
    assert json.loads(words["CMD"]) == ["--help"]
    assert not {"ADD", "RUN"} & set(words), "the second stage takes what the first made"
    assert "-c constraints.txt" in dict(found)["RUN"]


def test_the_container_is_given_what_it_copies_and_no_more() -> None:
    copied = [
        name.rstrip("/")
        for word, rest in _instructions()
        if word == "COPY" and "--from" not in rest
        for name in rest.split()[:-1]
    ]
    assert all((ROOT / name).exists() for name in copied)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == set(copied)


def test_the_container_is_as_its_linter_asks() -> None:
    linter = shutil.which("hadolint")
    if linter is None:
        skip("hadolint is not installed")
    subprocess.run([linter, os.fspath(ROOT / "Dockerfile")], check=True)
