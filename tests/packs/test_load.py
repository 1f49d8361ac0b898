"""Packs of one file and of a folder, and packs that build on others."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks import list_pack_infos, load
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.packs import PackError, find_built_in
from tests.builder.small_packs import HEAD, places, problems, rule, with_rules, write

_RULES = (
    rule("{kind: section-repeat}", id="XX101"),
    rule("{kind: section-order}", id="XX102"),
    rule("{kind: heading-wording}", id="XX103"),
)
_BASE = with_rules(*_RULES)


def loaded(folder: Path, files: dict[str, str], name: str) -> Pack:
    return load(write(folder, files) / name, cache=False)


def severities(pack: Pack) -> dict[str, str]:
    return {rule.id: rule.severity for rule in pack.rules}


def test_one_file(tmp_path: Path) -> None:
    pack = loaded(tmp_path, {"p.yaml": _BASE}, "p.yaml")
    assert (pack.id, pack.title, pack.version) == ("small", Say("小格式", "small"), "1")
    assert [section.number for section in pack.sections] == [1, 2]
    assert [rule.id for rule in pack.rules] == ["XX101", "XX102", "XX103"]
    assert pack.sources == ("small",)
    assert pack.specimen == ""


def test_a_folder_is_merged_in_the_order_of_names(tmp_path: Path) -> None:
    files = {
        "pack.yaml": "pack: a\ntitle: 甲\nsections: [{number: 1, heading: 一}]\n",
        "b.yaml": "sections: [{number: 2, heading: 二}]\nfacts: {last_deadline: 03-01}\n",
        "a.yaml": "sections: [{number: 3, heading: 三}]\nfacts: {published: []}\n",
        "notes.txt": "pack: [",
        ".hidden.yaml": "pack: [",
        "specimen.yaml": "pack: [",
        "sub/more.yaml": "pack: [",
        "specimen.md": "样本",
    }
    pack = loaded(tmp_path, files, ".")
    assert [section.number for section in pack.sections] == [1, 3, 2]
    assert pack.facts.last_deadline == "03-01"
    assert pack.specimen == "样本"
    assert load(tmp_path / "pack.yaml", cache=False) == pack


def test_files_of_a_folder_do_not_clash(tmp_path: Path) -> None:
    files = {
        "pack.yaml": "pack: a\ntitle: 甲\nfacts: {last_deadline: 03-01}\nheadings: {longest: 3}\n",
        "a.yaml": "title: 乙\nfacts: {last_deadline: 03-02}\nheadings: []\n",
        "b.yaml": "sections: [{number: 1}]\n",
        "c.yaml": "sections: [{number: 2}]\n",
    }
    found = problems(write(tmp_path, files))
    assert [(Path(p.file).name, p.line, p.column) for p in found] == [
        ("a.yaml", 1, 1),
        ("a.yaml", 2, 9),
        ("a.yaml", 3, 1),
        ("b.yaml", 1, 12),
        ("c.yaml", 1, 12),
    ]
    assert "只能写在 pack.yaml 中" in found[0].message.zh
    assert "第 3 行已经写过" in found[1].message.zh


def test_a_folder_without_its_first_file(tmp_path: Path) -> None:
    found = problems(write(tmp_path, {"rules.yaml": "rules: []\n"}))
    assert [p.message.zh[:18] for p in found] == ["文件夹中没有 pack.yaml；请"]


def test_extends_by_path_replaces_adds_changes_and_switches_off(tmp_path: Path) -> None:
    derived = """\
    pack: derived
    title: 派生
    extends: [../base.yaml]
    years: [2023, null]
    placeholders: [x]
    sections: [{number: 2, heading: 新情况}, {number: 3, heading: 丙情况}]
    severity: {XX102: note}
    off: [XX103]
    rules:
    """
    own = rule("{kind: section-presence}", id="XX101", severity="warning")
    files = {
        "base.yaml": _BASE + "placeholders: [y]\n",
        "sub/pack.yaml": derived.replace("    ", "")
        + own
        + rule("{kind: section-order}", id="YY101"),
    }
    pack = loaded(tmp_path, files, "sub")
    assert pack.sources == ("small", "derived")
    assert severities(pack) == {"XX101": "warning", "XX102": "note", "YY101": "error"}
    assert [(s.number, s.heading) for s in pack.sections] == [
        (1, "甲情况"),
        (2, "新情况"),
        (3, "丙情况"),
    ]
    assert pack.placeholders == ("y", "x")
    assert pack.years == (2023, None)
    assert [table.key for table in pack.tables] == ["grid"]


def test_title_and_specimen_are_inherited(tmp_path: Path) -> None:
    files = {
        "base/pack.yaml": _BASE,
        "base/specimen.md": "样本",
        "a/pack.yaml": "pack: a\nextends: [../base]\n",
    }
    pack = loaded(tmp_path, files, "a")
    assert (pack.title, pack.version, pack.specimen) == (Say("小格式", "small"), "1", "样本")


def test_two_bases_with_a_base_of_their_own(tmp_path: Path) -> None:
    files = {
        "base.yaml": _BASE,
        "a.yaml": "pack: a\nextends: [base.yaml]\nseverity: {XX101: note}\n",
        "b.yaml": "pack: b\nextends: [base.yaml]\noff: [XX102]\n",
        "c.yaml": "pack: c\nextends: [a.yaml, b.yaml]\n",
    }
    pack = loaded(tmp_path, files, "c.yaml")
    assert pack.sources == ("small", "a", "b", "c")
    assert severities(pack) == {"XX101": "note", "XX103": "error"}


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("extends: [nowhere.yaml]", (2, 11, "没有规则包“nowhere.yaml”")),
        ("extends: [gbh-2021-3]", (2, 11, "是不是“gbh-2021-30”？")),
        ("extends: [base.yaml]\nseverity: {XX109: note}", (3, 12, "没有规则“XX109”；是不是“XX10")),
        ("extends: [base.yaml]\noff: [XX101, YY101]", (3, 14, "没有规则“YY101”")),
        ("extends: [own.yaml]", (2, 11, "互相扩展")),
        ("extends: [circle.yaml]", (2, 11, "互相扩展")),
    ],
)
def test_what_is_wrong_with_extends(tmp_path: Path, head: str, said: tuple[int, int, str]) -> None:
    files = {
        "base.yaml": _BASE,
        "own.yaml": f"pack: own\n{head}\n",
        "circle.yaml": "pack: circle\nextends: [own.yaml]\n",
    }
    ((line, column, zh),) = places(problems(write(tmp_path, files) / "own.yaml"))
    assert (line, column) == said[:2]
    assert said[2] in zh


def test_the_problems_of_a_base_are_told_with_ones_own(tmp_path: Path) -> None:
    files = {
        "base.yaml": HEAD.replace("section: 2", "section: 9"),
        "own.yaml": "pack: own\nextends: [base.yaml, none.yaml]\n",
    }
    found = problems(write(tmp_path, files) / "own.yaml")
    assert [(Path(p.file).name, p.line) for p in found] == [("base.yaml", 9), ("own.yaml", 2)]


def test_a_pack_has_another_id_than_its_base(tmp_path: Path) -> None:
    files = {"base.yaml": _BASE, "own.yaml": "pack: small\nextends: [base.yaml]\n"}
    ((line, column, zh),) = places(problems(write(tmp_path, files) / "own.yaml"))
    assert (line, column) == (1, 7)
    assert "已是所扩展的规则包的 id" in zh


def test_a_table_replaced_from_under_an_inherited_rule(tmp_path: Path) -> None:
    equation = rule("{kind: equation, table: grid, each: row, equation: north == all}")
    table = HEAD[HEAD.index("tables:") :].replace("{key: north, label: 北}, ", "")
    files = {
        "base.yaml": with_rules(equation),
        "own.yaml": "pack: own\nextends: [base.yaml]\n" + table,
    }
    ((line, _, zh),) = places(problems(write(tmp_path, files) / "own.yaml"))
    assert line == 3
    assert "继承的规则 XX101：没有列“north”" in zh


def test_an_unknown_pack_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load("gbh-2021-03", base=tmp_path)
    assert "是不是“gbh-2021-30”？" in str(caught.value)
    with pytest.raises(PackError) as caught:
        load("./packs/x.yaml", base=tmp_path)
    assert str(caught.value).startswith("./packs/x.yaml:1:1: 没有规则包“./packs/x.yaml”；请")
    assert 'there is no pack "./packs/x.yaml"' in caught.value.told("en")


@pytest.mark.parametrize("ref", ["x" * 5000, "a\0b", "~nobody-of-that-name/x", "/dev/null"])
def test_what_can_be_no_pack(ref: str) -> None:
    with pytest.raises(PackError):
        load(ref)


def test_paths_are_taken_from_the_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"packs/p.yaml": _BASE})
    assert load("packs/p.yaml", base=tmp_path, cache=False).id == "small"
    monkeypatch.chdir(tmp_path / "packs")
    assert load("p.yaml", cache=False).id == "small"
    assert load(Path("../packs/p.yaml"), cache=False).id == "small"


def test_errors_show_paths_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"packs/p.yaml": "pack: a\n"})
    monkeypatch.chdir(tmp_path)
    assert problems(tmp_path / "packs" / "p.yaml")[0].file == "packs/p.yaml"


def test_built_in_packs_are_known_by_their_folders() -> None:
    known = find_built_in()
    assert "gbh-2021-30" in known
    assert all((folder / "pack.yaml").is_file() for folder in known.values())
    by_id = {info.id: info for info in list_pack_infos()}
    assert list(by_id) == list(known)
    assert by_id["gbh-2021-30"].path == known["gbh-2021-30"]
    assert "国办公开办函〔2021〕30号" in by_id["gbh-2021-30"].title.zh


def test_a_file_too_large_is_told_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_bytes(b"#" * 3_000_000)
    with pytest.raises(PackError) as raised:
        load(tmp_path / "p.yaml")
    (problem,) = raised.value.problems
    assert problem.message.zh == "无法读取：文件大于 2 MB"
    assert problem.message.en == "cannot be read: larger than 2 MB"


def test_a_folder_of_too_many_files_is_told_in_both_languages(tmp_path: Path) -> None:
    for number in range(201):
        (tmp_path / f"{number}.yaml").write_text("{}", "utf-8")
    (tmp_path / "pack.yaml").write_text("pack: p", "utf-8")
    with pytest.raises(PackError) as raised:
        load(tmp_path)
    assert raised.value.problems[0].message.zh == "无法读取：超过 200 个文件"
