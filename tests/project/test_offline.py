"""The installation without a network: both pages say the same, and nothing runs unpinned."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.project.house import ROOT

_PAGES = ("offline.md", "offline.zh-CN.md")
_EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def _commands(text: str) -> list[str]:
    blocks = re.findall(r"(?ms)^```(?:sh|powershell|ini)\n(.*?)^```$", text)
    return [
        line.partition("  #")[0].strip().replace("年报.docx", "report.docx")
        for block in blocks
        for line in block.splitlines()
    ]


def test_both_pages_have_the_same_commands_and_wheels() -> None:
    english, chinese = (_page(name) for name in _PAGES)
    assert len(_commands(english)) > 20
    assert _commands(english) == _commands(chinese)
    versions = r"(?m)^\| ([a-z0-9-]+ [0-9][0-9.]+)"
    assert re.findall(versions, english) == re.findall(versions, chinese) != []


@pytest.mark.parametrize("name", _PAGES)
def test_what_is_fetched_is_pinned_and_of_extras_that_there_are(name: str) -> None:
    fetching = [one for one in _commands(_page(name)) if "pip download" in one]
    assert len(fetching) == 3
    for command in fetching:
        assert " -c constraints.txt " in command
        assert " --only-binary=:all: " in command
        (extras,) = re.findall(r'"\.\[([a-z,]+)\]"', command)
        assert set(extras.split(",")) <= _EXTRAS.keys()


@pytest.mark.parametrize(
    ("readme", "page"), [("README.md", _PAGES[0]), ("README.zh-CN.md", _PAGES[1])]
)
def test_the_readme_leads_there(readme: str, page: str) -> None:
    assert f"(docs/{page})" in (ROOT / readme).read_text("utf-8")


def test_the_workflow_runs_nothing_that_may_change() -> None:
    text = (ROOT / ".github" / "workflows" / "windows.yml").read_text("utf-8")
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one) for one in uses), uses
    for script in re.findall(r"packaging/\w+", text):
        assert (ROOT / script).is_file()
