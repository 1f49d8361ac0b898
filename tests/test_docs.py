"""The documentation says what the packs and the program say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gblint.packs.load import load
from gblint.reference import pages, table

_ROOT = Path(__file__).parents[1]
_PACK = load("gbh-2021-30")


@pytest.mark.parametrize(("name", "text"), pages().items(), ids=pages())
def test_the_rule_pages_are_current(name: str, text: str) -> None:
    assert (_ROOT / "docs" / name).read_text("utf-8") == text


def test_every_rule_of_a_format_is_on_its_page_or_linked() -> None:
    for name, text in pages().items():
        for rule in load(name.partition("/")[2].removesuffix(".md") or "gbh-2021-30").rules:
            anchor, link = f'<a id="{rule.id.lower()}"></a>', f"rules.md#{rule.id.lower()})"
            assert (anchor in text) != (link in text), f"{name}: {rule.id}"


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_rule_table_of_the_readme_is_current(name: str, lang: str) -> None:
    assert table(_PACK, "zh" if lang == "zh" else "en") in (_ROOT / name).read_text("utf-8")


_PAGES = (*_ROOT.glob("*.md"), *(_ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("path", _PAGES, ids=lambda path: path.relative_to(_ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"(?ms)^(`{3,}).*?^\1$", "", path.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"https?://", target):
            assert (path.parent / target).exists(), target
