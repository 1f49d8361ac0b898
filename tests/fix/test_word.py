"""Corrections in Word files: in the runs that hold the text, as tracked changes, in numbering."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import cycle
from typing import Any, cast

import docx
import pytest

from gblint.findings import Correction, Replacement
from gblint.readers import read
from gblint.readers.package import DEL, INS, P, R, T
from gblint.word import WordFile
from gblint.word.correct import write_corrections
from tests.builder.defects import defects
from tests.builder.faulty_specimen import as_word, specimen, write
from tests.builder.raw_word import para, row, run, table, word
from tests.builder.report_plan import ReportPlan
from tests.builder.write_docx import Layout
from tests.builder.write_docx import docx as build
from tests.fix.fixing import WORD, check, fix, parts, told
from tests.tools.amount import ALL


def _tracks(tracked: bool) -> Callable[[Replacement], bool]:
    return lambda _: tracked


def _write(body: str, *replacements: Replacement, tracked: bool = False) -> bytes:
    data, left = write_corrections(word(body), replacements, _tracks(tracked))
    assert left == ()
    return data


def _body(data: bytes) -> str:
    text = parts(data)["word/document.xml"].decode()
    return re.sub(r' xmlns:\w+="[^"]*"', "", text)


def _texts(data: bytes) -> list[str]:
    return [
        block.shown if hasattr(block, "shown") else "|".join(cell.text for cell in block.cells)
        for block in read(data, WORD).blocks
    ]


def test_only_what_differs_is_written_and_keeps_its_looks() -> None:
    body = f"<w:p>{run('六、', '<w:b/>')}{run('存在的问题', '<w:i/>')}</w:p>"
    data = _write(body, Replacement(1, "六、存在的问题", "五、存在的主要问题", column=1))
    assert _texts(data) == ["五、存在的主要问题"]
    assert run("五、", "<w:b/>") in _body(data)
    assert run("存在的主要问题", "<w:i/>") in _body(data)


def test_a_passage_over_several_runs() -> None:
    body = f"<w:p>{run('共20')}{run('2', '<w:b/>')}{run('2年')}</w:p>"
    data = _write(body, Replacement(1, "2022", "2023", column=2))
    assert _texts(data) == ["共2023年"]


def test_a_blank_cell_looks_as_the_figures_beside_it() -> None:
    looks = '<w:sz w:val="21"/>'
    figure = f"<w:tc><w:p>{run('12', looks)}</w:p></w:tc>"
    body = table(row("甲", figure, ""), row("乙", "3", "4"))
    data = _write(body, Replacement(1, "", "0", cell=3, column=1))
    assert _texts(data) == ["甲|12|0|乙|3|4"]
    assert '<w:sz w:val="21"/></w:rPr><w:t>0</w:t>' in _body(data)


def test_a_blank_cell_looks_as_its_paragraph_says() -> None:
    empty = "<w:tc><w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr></w:p></w:tc>"
    data = _write(table(row("甲", empty), row("乙", "3")), Replacement(1, "", "0", 2, 1))
    assert "<w:r><w:rPr><w:b/></w:rPr><w:t>0</w:t></w:r>" in _body(data)


@pytest.mark.parametrize(("old", "shown"), [("/", "甲|0"), ("—", "甲|0"), ("41", "甲|14")])
def test_a_cell_is_replaced_as_a_whole(old: str, shown: str) -> None:
    new = shown.partition("|")[2]
    data = _write(table(row("甲", old)), Replacement(1, old, new, cell=2, column=1))
    assert _texts(data) == [shown]


def test_a_tracked_change_takes_the_old_text_out_and_puts_the_new_in() -> None:
    body = f"<w:p>{run('废止13件', '<w:b/>')}</w:p>"
    data = _write(body, Replacement(1, "13", "3", column=3), tracked=True)
    assert _texts(data) == ["废止3件"]
    xml = _body(data)
    assert '<w:delText xml:space="preserve">13</w:delText>' in xml
    assert re.search(r'<w:ins w:id="\d+" w:author="gblint"><w:r><w:rPr><w:b/></w:rPr>', xml)
    accepted, refused = _settle(data, INS), _settle(data, DEL)
    assert (accepted, refused) == ("废止3件", "废止13件")


def _settle(data: bytes, kept: str) -> str:
    """The text of all paragraphs when changes are accepted (w:ins is kept) or refused."""
    root = WordFile(data).read_tree("word/document.xml")
    assert root is not None
    shown = []
    for text in root.iter(T, T.replace("}t", "}delText")):
        around = {one.tag for one in text.iterancestors()}
        if not around & {INS, DEL} or kept in around:
            shown.append(text.text or "")
    return "".join(shown)


def test_a_tracked_change_within_an_insertion_of_another() -> None:
    outer = '<w:ins w:id="4" w:author="某人">'
    body = f"<w:p>{run('共')}{outer}{run('收到13件申请')}</w:ins></w:p>"
    data = _write(body, Replacement(1, "13", "31", column=4), tracked=True)
    assert _texts(data) == ["共收到31件申请"]
    root = cast("Any", WordFile(data).read_tree("word/document.xml"))
    assert not any(one.tag == INS for each in root.iter(INS) for one in each.iterancestors())
    ids = re.findall(r'<w:(?:ins|del) w:id="(\d+)"', _body(data))
    assert "4" in ids


def test_what_is_not_there_or_not_just_once_is_left() -> None:
    data = word(para("一二一"))
    for one in (
        Replacement(1, "三", "四"),
        Replacement(1, "一", "四"),
        Replacement(1, "二", "四", column=1),
        Replacement(9, "二", "四", column=2),
        Replacement(1, "", "0", cell=1, column=1),
    ):
        assert write_corrections(data, [one], _tracks(False)) == (data, (one,))


def test_a_formula_is_left_alone() -> None:
    body = "<w:p><w:r><w:t>共</w:t></w:r><m:oMath><m:r><m:t>13</m:t></m:r></m:oMath></w:p>"
    one = Replacement(1, "13", "3", column=2)
    for tracked in (False, True):
        assert write_corrections(word(body), [one], _tracks(tracked))[1] == (one,)


_LAYOUTS = {
    "cut": Layout(split=True, noise=True, seed=3),
    "numbered": Layout(heading="numbered"),
    "numbered style": Layout(heading="numbered style"),
    "nested": Layout(nested="all"),
    "breaks": Layout(breaks=True),
}


def _corrected() -> dict[str, ReportPlan]:
    """The defects that get corrections; to know that takes a check of each."""
    return {
        name: plan
        for name, plan in defects().items()
        if any(one.correction for one in check(build(plan), WORD).findings)
    }


def test_files_as_offices_lay_them_out() -> None:
    """Each defect in a layout, or in two."""
    corrected = _corrected()
    assert len(corrected) >= len(_LAYOUTS)
    turns = zip([*corrected.items()] * (2 if ALL else 1), cycle(_LAYOUTS.values()), strict=False)
    for (name, plan), layout in turns:
        data = build(plan, layout=layout)
        fixed = fix(data, WORD, unsafe=True)
        before = check(data, WORD).findings
        assert bool(fixed.done) == any(one.correction for one in before), name
        assert all(one.why == "other" for one in fixed.left), name
        assert _count_by_python_docx(fixed.data) == _count_by_python_docx(data), name


def _count_by_python_docx(data: bytes) -> tuple[int, int]:
    document = docx.Document(io.BytesIO(data))
    return len(document.paragraphs), len(document.tables)


_NUMBERS = '<w:num w:numId="7"><w:abstractNumId w:val="0"/>{}</w:num>'
_FROM_ONE = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
_DECIMAL = (
    '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:lvlOverride>'
)
_HEADINGS = ["一、总体", "二、主动", "三、收到", "四、政府", "五、存在", "六、其他"]


def _numbered(numbers: dict[int, int], override: str = "") -> bytes:
    file = WordFile(as_word(specimen(), numbers=numbers))
    name = "word/numbering.xml"
    inside = (file.read(name) or b"").decode()
    file.put(name, inside.replace("</w:num>", f"</w:num>{_NUMBERS.format(override)}", 1).encode())
    return file.build()


@pytest.mark.parametrize("track", ["unsafe", "all"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_numbered({1: 1, 2: 1, 4: 1, 5: 1, 6: 1}), id="one is typed"),
        pytest.param(_numbered({1: 1, 2: 1, 3: 7, 4: 1, 5: 1, 6: 1}, _FROM_ONE), id="begins anew"),
        pytest.param(_numbered(dict.fromkeys(range(1, 7), 7), _DECIMAL), id="in digits"),
    ],
)
def test_automatic_numbers_stay_automatic(data: bytes, track: Any) -> None:
    assert set(told(check(data, WORD))) == {"GB105"}
    fixed = fix(data, WORD, track=track)
    assert told(fixed.result) == []
    shown = [one.shown[:4] for one in read(fixed.data, WORD).paragraphs()]
    assert [one for one in shown if one in _HEADINGS] == _HEADINGS
    old, new = parts(data), parts(fixed.data)
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {"word/document.xml", "word/numbering.xml"}
    typed = [one.text for one in read(fixed.data, WORD).paragraphs() if one.number]
    assert not any(text.startswith(("一、", "三、总")) for text in typed)
    assert ("pPrChange" in new["word/document.xml"].decode()) is (track == "all")
    assert fix(fixed.data, WORD, track=track).data == fixed.data


def test_safe_corrections_are_written_and_unsafe_ones_tracked() -> None:
    data = as_word(write({"一、总体情况": "总体情况", "废止3件": "废止13件"}))
    safe = fix(data, WORD)
    assert told(safe.result) == ["GB505"]
    assert [one.why for one in safe.left] == ["unsafe"]
    assert "w:author" not in _body(safe.data)
    both = fix(data, WORD, unsafe=True)
    assert told(both.result) == []
    assert 'w:author="gblint"' in _body(both.data)
    plain = fix(data, WORD, unsafe=True, track="none")
    assert told(plain.result) == []
    assert "w:author" not in _body(plain.data)


def test_what_would_bring_another_finding_is_taken_back() -> None:
    text = write({}, {"proactive.normative_documents.in_force": ""})
    fixed = fix(as_word(text), WORD)
    brings = {one.rule for left in fixed.left for one in left.brings}
    assert [left.why for left in fixed.left if left.finding.rule == "GB205"] == ["worse"]
    assert brings
    assert fixed.data == as_word(text)


def test_a_finding_says_whether_it_can_be_corrected() -> None:
    result = check(as_word(write({"一、总体情况": "总体情况", "废止3件": "废止13件"})), WORD)
    assert {one.rule: one.fixable for one in result.findings} == {
        "GB105": "safe",
        "GB505": "unsafe",
    }
    page = f"<html><body><p>{'</p><p>'.join(specimen().splitlines())}</p></body></html>"
    result = check(page.replace("一、总体情况", "总体情况").encode(), "年报.html")
    assert all(one.correction is None for one in result.findings)


def test_a_partly_known_correction_is_no_whole_one() -> None:
    result = check(as_word(write({"意见逐条反馈。": "意见逐条,反馈，、好。。。"})), WORD)
    [finding] = [one for one in result.findings if one.rule == "GB705"]
    assert finding.correction == Correction(finding.correction.replacements, whole=False)  # type: ignore[union-attr]
    assert finding.fixable == ""


def test_paragraphs_are_counted_as_before() -> None:
    data = as_word(write({"一、总体情况": "总体情况"}))
    count = [
        sum(1 for _ in cast("Any", WordFile(one).read_tree("word/document.xml")).iter(P, R))
        for one in (data, fix(data, WORD).data)
    ]
    assert count[0] == count[1]
