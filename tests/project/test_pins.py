"""The pinned versions: versions only, used by both READMEs and by both pages on installing without
a network, in accord with pyproject.toml.

Whether it is complete (all that is installed in the end) needs the network: `.ci/renew
--check`.
"""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.tools.repository import DOCS, ROOT

_LINES = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
_PIN = re.compile(r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)==(?P<version>[0-9][0-9a-z.]*)(?: ; .+)?")
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _pins() -> dict[str, str]:
    found = [_PIN.fullmatch(line) for line in _LINES if not line.startswith("#")]
    assert all(found), "each line is name==version, and a marker perhaps"
    pins = {match["name"]: match["version"] for match in found if match}
    assert len(pins) == len(found), "a name stands twice"
    return pins


def _wanted() -> list[str]:
    """The requirements of gblint, its extra and its groups, as they are written."""
    project = _PROJECT["project"]
    return [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
        *(one for group in _PROJECT["dependency-groups"].values() for one in group),
    ]


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def test_it_names_versions_and_nothing_else() -> None:
    assert _pins()
    for line in _LINES:
        assert "/" not in line.partition(" ; ")[0] or line.startswith("#"), line
        assert "://" not in line, line


def test_each_requirement_is_pinned_within_its_range() -> None:
    pins = _pins()
    for requirement in _wanted():
        name, _, floor = requirement.partition(">=")
        bare = name.partition("[")[0]
        pinned = pins.get(re.sub(r"[-_.]+", "-", bare).lower())
        assert pinned, f"{requirement}: run .ci/renew"
        assert not floor or _numbers(pinned) >= _numbers(floor), requirement


def test_each_dependency_has_a_lower_bound() -> None:
    """Without one, the lowest that pyproject.toml allows cannot be tried."""
    bare = [one for one in _wanted() if ">=" not in one]
    assert bare == _PROJECT["dependency-groups"]["pinned"][:2]  # pinned once more, for building


def test_the_build_backend_is_pinned_with_all_it_needs() -> None:
    """No installer applies constraints of its command line to build environments."""
    requires = dict(one.split("==") for one in _PROJECT["build-system"]["requires"])
    pins = _pins()
    assert {"hatchling", "editables"} < set(requires)
    assert requires == {name: pins.get(name) for name in requires}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_what_the_pages_say_to_set_up_installs_the_pinned(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    installs = re.findall(r"-m pip install [^&\n]*", text)
    assert len(installs) >= 2
    for command in installs:
        loose = "--no-index" in command or "git+REPO" in command  # as the page says of both
        assert "-c constraints.txt " in command or loose, command


def test_both_readmes_have_the_same_commands() -> None:
    one, other = (
        [
            line
            for line in (ROOT / name).read_text("utf-8").splitlines()
            if line.startswith("python3 -m venv .venv && ") and " -c constraints.txt " in line
        ]
        for name in ("README.md", "README.zh-CN.md")
    )
    assert one == other
    assert len(one) == 2


_PAGES = ("offline.md", "offline.zh-CN.md")
_EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]


def _page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


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
