"""The documentation says what the packs and the program say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gblint.checks import load
from gblint.reference import render_rule_pages, render_rule_table
from tests.tools import forked
from tests.tools.repository import DOCS, ROOT

_PACK = load("gbh-2021-30")


def test_every_rule_of_a_format_is_on_its_page_or_linked() -> None:
    for name, text in render_rule_pages().items():
        for rule in load(name.partition("/")[2].removesuffix(".md") or "gbh-2021-30").rules:
            anchor, link = f'<a id="{rule.id.lower()}"></a>', f"rules.md#{rule.id.lower()})"
            assert (anchor in text) != (link in text), f"{name}: {rule.id}"


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_rule_table_of_the_readme_is_current(name: str, lang: str) -> None:
    now = render_rule_table(_PACK, "zh" if lang == "zh" else "en")
    assert now in (ROOT / name).read_text("utf-8"), f"the table in {name} is to be:\n{now}"


_FOLDERS = ("gblint", "tests", "benchmarks", "packaging")
_PAGES = (*ROOT.glob("*.md"), *DOCS.rglob("*.md"))
_PAGES_OF_TODAY = tuple(path for path in _PAGES if path.name != "CHANGELOG.md")


def test_links_lead_somewhere() -> None:
    links = [(path, target) for path in _PAGES for target in _links(path.read_text("utf-8"))]
    assert len(links) > 100
    wrong = [f"{path}: {to}" for path, to in links if not (path.parent / to).exists()]
    assert not wrong, "\n".join(wrong)


def _links(text: str) -> list[str]:
    """Where the links of a page lead to in the repository; those in code are none."""
    text = re.sub(r"(?ms)^(`{3,}).*?^\1$", "", text)
    text = re.sub(r"`[^`\n]*`(?!\])", "", text)
    found = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    return [target for target in found if not re.match(r"https?://", target)]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_what_is_printed(name: str, tmp_path: Path) -> None:
    path = "fixtures/wrong-footing/report.docx"
    text = (ROOT / name).read_text("utf-8")
    [shown] = re.findall(rf"(?ms)^```text\n({path}\n.*?)^```$", text)
    ended = forked.run([path], cwd=ROOT, env=forked.environment(tmp_path))
    begin, end = shown.split("……\n")
    assert ended.stdout.decode().startswith(begin)
    assert ended.stdout.decode().endswith(end)


def test_files_of_the_repository_that_are_named_are_there() -> None:
    """Those named from its root on; the history in CHANGELOG.md names what was."""
    pattern = re.compile(r"`((?:gblint|tests|benchmarks|fixtures|\.ci)/[\w./-]+)`")
    named = {one for path in _PAGES_OF_TODAY for one in pattern.findall(path.read_text("utf-8"))}
    assert len(named) > 20
    assert sorted(one for one in named if not (ROOT / one).exists()) == []


def test_files_of_the_house_that_are_named_are_there() -> None:
    """Those in backquotes (`text/numerals.py`, `numerals.py`) or at the end of a comment."""
    pattern = re.compile(r"(?m)(?:`|# )([\w./-]+\.py)(?:`|$)")
    files = [*_PAGES_OF_TODAY, *(ROOT / "gblint").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    here = {path.as_posix() for folder in _FOLDERS for path in (ROOT / folder).rglob("*.py")}
    lost = [
        f"{path.relative_to(ROOT)}: {one}"
        for path in files
        for one in pattern.findall(path.read_text("utf-8"))
        if not any(known.endswith(f"/{one}") for known in here)
    ]
    assert not lost, "\n".join(lost)


def test_the_pages_on_batches_say_the_same() -> None:
    """Commands, options, places and bounds; the Chinese page leaves the measurements out."""
    english, chinese = ((DOCS / name).read_text("utf-8") for name in ("batch.md", "batch.zh-CN.md"))
    described = english.partition("## Figures")[0]
    assert _code(chinese) - {"--output 结果.txt", "--format json"} == _code(described)
    for bound in ("120", "256 MB", "50,000", "3 KB", "130", "143", "GB901"):
        assert bound in described, bound
        assert bound in chinese, bound
    for name, page in (("README.md", "batch.md"), ("README.zh-CN.md", "batch.zh-CN.md")):
        assert f"docs/{page})" in (ROOT / name).read_text("utf-8")


def _code(text: str) -> set[str]:
    """The commands of a page and what it sets in the type of programs."""
    blocks = re.findall(r"(?ms)^```sh\n(.*?)^```$", text)
    commands = {line.partition("#")[0].strip() for block in blocks for line in block.splitlines()}
    prose = re.sub(r"(?ms)^(`{3,}).*?^\1$", "", text)
    return commands | {" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose)}
