"""What authors are told besides errors: texts cut off by a comment, signs never found, how to
begin.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint import authoring
from gblint.authoring import ExampleTexts, Remark, check_pack, find_cut_texts
from gblint.authoring.examples import open_pack
from gblint.checks import load
from gblint.pack.model import Pack
from gblint.packs import PackError, find_built_in, take_snapshot
from gblint.packs.yaml_source import read_source
from tests.builder.small_packs import problems, rule

_HEAD = "pack: ours\ntitle: 我省\nextends: [gbh-2021-30]\n"
_RULE = """rules:
  - id: OP001
    check: {kind: length, zone: section 1, most: 800}
    message: MESSAGE
"""


def _write(folder: Path, text: str) -> Path:
    file = folder / "ours.yaml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (_RULE.replace("MESSAGE", "总体情况 #一超过800字"), (7, 19)),
        (_RULE.replace("MESSAGE", "第 # 部分超过800字"), (7, 16)),
        (_RULE.replace("MESSAGE", "{zh: 总体情况, en: x}\n    why: 太长 #1"), (8, 13)),
    ],
)
def test_a_text_that_a_comment_cuts_off_is_told_as_advice(
    text: str, place: tuple[int, int], tmp_path: Path
) -> None:
    checked = check_pack(str(_write(tmp_path, _HEAD + text)))
    told = [one.problem for one in checked.remarks if "从“#”起是注释" in one.problem.message.zh]
    assert [(one.line, one.column) for one in told] == [place]
    assert not checked.failed
    assert "quotes" in told[0].message.in_lang("en")


@pytest.mark.parametrize(
    "text",
    [
        _RULE.replace("MESSAGE", "'总体情况 #一超过800字'"),
        _RULE.replace("MESSAGE", "总体情况#一超过800字"),
        _RULE.replace("MESSAGE", "{zh: 总体情况, en: x} # 两种语言"),
        "off: [GB208] #不查\n",
        "severity:\n  GB406: error # 从严\n",
        "# 注释\nversion: '1' # 第一版\n",
    ],
)
def test_what_is_meant_as_a_comment_is_not_told(text: str, tmp_path: Path) -> None:
    pack = open_pack(str(_write(tmp_path, _HEAD + text)))
    assert list(find_cut_texts(pack.source)) == []


def test_so_is_a_text_among_words(tmp_path: Path) -> None:
    """Found without the examples of all rules on words, which the check of such a pack runs."""
    pack = open_pack(str(_write(tmp_path, _HEAD + "wrong_words:\n  做为: 作为 #常见\n")))
    assert [(one.line, one.column) for one in find_cut_texts(pack.source)] == [(5, 10)]


@pytest.mark.parametrize("name", find_built_in())
def test_the_built_in_packs_have_no_such_texts(name: str) -> None:
    source = read_source(take_snapshot(find_built_in()[name]), name)
    assert list(find_cut_texts(source)) == []


@pytest.mark.parametrize("text", ["", "# 还没写\n", "\n\n"])
def test_an_empty_file_is_told_with_how_to_begin(text: str, tmp_path: Path) -> None:
    (problem,) = problems(_write(tmp_path, text))
    assert "pack、title、extends" in problem.message.zh
    assert "gblint pack new" in problem.message.zh
    assert "gblint pack new" in problem.message.in_lang("en")


@pytest.mark.parametrize("name", ["nosuch.yaml", "folder/", "没有的.yaml"])
def test_a_pack_that_is_not_there_is_told_with_how_to_begin(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(PackError) as caught:
        load(str(tmp_path / name), cache=False)
    (problem,) = caught.value.problems
    assert "gblint pack new" in problem.message.zh


@pytest.mark.parametrize(
    ("level", "key"),
    [("county", "county"), ("县级政府", "county"), ("县级", "county"), ("部门", "department")],
)
def test_a_deadline_is_set_by_the_key_or_the_name_of_its_level(
    level: str, key: str, tmp_path: Path
) -> None:
    pack = load(_write(tmp_path, _HEAD + f"deadlines: {{{level}: 02-10}}\n"), cache=False)
    assert {one.key: one.deadline for one in pack.facts.levels}[key] == "02-10"


def test_a_level_that_there_is_not_is_told_with_the_names_of_all(tmp_path: Path) -> None:
    (problem,) = problems(_write(tmp_path, _HEAD + "deadlines: {乡镇: 02-10}\n"))
    assert (problem.line, problem.column) == (4, 13)
    assert "没有层级“乡镇”；可用的有：" in problem.message.zh
    assert "县级政府（county）" in problem.message.zh


@pytest.mark.parametrize("message", ["{超过800字}", "{没有写，培训: 情况}", "{情况}不对"])
def test_a_text_in_braces_is_told_once_for_what_it_is(message: str, tmp_path: Path) -> None:
    (problem,) = problems(_write(tmp_path, _HEAD + _RULE.replace("MESSAGE", message)))
    assert (problem.line, problem.column) == (7, 14)
    assert "引号" in problem.message.zh
    assert "quotes" in problem.message.in_lang("en")


_PACK = """\
pack: own
title: {{zh: 本省, en: ours}}
extends: [gbh-2021-30]
rules:
  - id: OW001
    severity: note
    title: {{zh: 略写, en: left out}}
    check: {{kind: pattern, zone: body, forbid: ['{pattern}'], as_written: {as_written}}}
    message: {{zh: 略写, en: left out}}
    basis: {{zh: 无, en: none}}
    why: {{zh: 无, en: none}}
    fix: {{zh: 无, en: none}}
    examples:
      pass: [{{}}]
      fail: [{{edits: [{{find: 一起部署, replace: 一起部署（略）}}]}}]
"""


def remarks(folder: Path, pattern: str, *, as_written: str = "false") -> list[Remark]:
    (folder / "own.yaml").write_text(_PACK.format(pattern=pattern, as_written=as_written), "utf-8")
    return list(check_pack(str(folder / "own.yaml")).remarks)


def test_a_sign_that_is_never_found_is_told_where_it_is(tmp_path: Path) -> None:
    told = [one for one in remarks(tmp_path, "部署（略）") if one.severity == "warning"]
    (warning,) = told
    assert (warning.problem.line, warning.problem.column) == (8, 52)
    assert "“（”在比较之前已换成“(”" in warning.problem.message.zh
    assert "is never found here" in warning.problem.message.in_lang("en")


@pytest.mark.parametrize("pattern", [r"部署\(略\)", "部署[（(]略", r"部署(?:（|\()略"])
def test_what_is_found_all_the_same_is_left_alone(pattern: str, tmp_path: Path) -> None:
    assert remarks(tmp_path, pattern) == []


def test_text_as_it_is_written_has_such_signs(tmp_path: Path) -> None:
    assert remarks(tmp_path, "部署（略）", as_written="true") == []


def test_a_pack_that_names_nothing_new_has_no_texts_of_examples_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    class Noted(ExampleTexts):
        def __init__(self, pack: Pack) -> None:
            super().__init__(pack)
            made.append(pack.id)

    monkeypatch.setattr(authoring, "ExampleTexts", Noted)
    check_pack(str(_write(tmp_path, _HEAD + _RULE)))
    assert not made
    new = rule("{kind: pattern, zone: report, forbid: [坏]}")
    check_pack(str(_write(tmp_path, f"{_HEAD}rules:\n{new}")))
    assert made == ["ours"]
