"""The page: what a drafter and a supervisor look at, and what must not run in it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from lxml import html
from lxml.html import HtmlElement

from gblint.document import Anchor, Cell, Paragraph, Table
from gblint.findings import Correction, Finding, Location, Replacement, Say
from gblint.results import FileResult, Reading, RunResult, WriterOptions
from gblint.run import Batch, check_inputs
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.writers import write_whole
from gblint.writers.html import build_policy
from tests.tools.repository import FIXTURES
from tests.writers.samples import CLEAN, FAILED, LONG, MISSPELT, UNBALANCED, result

_HOSTILE = (
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "<!-- --!> <![CDATA[ ]]> <svg/onload=alert(1)>",
    "&lt;b&gt; &#0; &amp",
    "a\0b\u202etxt.exe\u2066\u200b\x1b[31m",
    "]]><base href=//evil.example/>",
    "##[group]x ##vso[task.setvariable]",
)


def page(run: RunResult, **changes: object) -> str:
    return write_whole("html", run, msgspec.structs.replace(WriterOptions(), **changes))


def parse(told: str) -> HtmlElement:
    return html.document_fromstring(told)


def check(*names: str, **changes: object) -> RunResult:
    overrides = msgspec.structs.replace(Overrides(config="none", keep_reading=True), **changes)
    return check_inputs(collect_inputs([str(FIXTURES / name) for name in names]), overrides)


def text_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def marked(tree: HtmlElement, number: int, report: int = 1) -> HtmlElement:
    """What is marked in a report with the number of a finding."""
    (link,) = tree.xpath(f'//a[@id="r{report}m{number}"]')
    assert link.get("href") == f"#r{report}f{number}"
    return link


def hostile_run(text: str) -> RunResult:
    cell = Cell(text, 0, 0, Anchor(2, cell=1))
    blocks = (Paragraph(text, Anchor(1), number=text), Table((cell,), 1, 1, Anchor(2)))
    say = Say(text, text)
    place = Location(section=1, table=text, line=1, column_offset=2, text=text, where=say)
    finding = Finding("GB101", "error", say, place, say, say, values={"text": text}, before=say)
    file = FileResult(
        path=text,
        format="docx",
        pack=text,
        title=text,
        organ=text,
        findings=(finding,),
        notes=(say,),
        reading=Reading(blocks, {0: 1}),
    )
    return result(file, msgspec.structs.replace(file, title=""))


@pytest.mark.parametrize("text", _HOSTILE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_comes_from_a_report_is_text(text: str, lang: str) -> None:
    """The page of a hostile report has the elements and attributes of a harmless one."""
    told = page(hostile_run(text), lang=lang)
    plain = page(hostile_run("一二三"), lang=lang)
    assert _shape(told) == _shape(plain)
    assert not re.search("[\0\x1b\u200b\u202e\u2066]", told)
    assert "##[" not in told
    assert "##vso[" not in told


def _shape(told: str) -> Counter[tuple[str, ...]]:
    """How often each element is there, with the names of its attributes."""
    return Counter(
        (str(one.tag), *sorted(one.attrib))
        for one in parse(told).iter()
        if isinstance(one.tag, str) and one.tag not in ("mark", "br", "small", "bdi")
    )


def test_nothing_is_loaded_and_nothing_else_runs() -> None:
    tree = parse(page(check("prose-figures/report.md", "wrong-footing/report.md")))
    (policy,) = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert policy == build_policy()
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    for name in ("src", "style", "srcset", "action", "data", "poster"):
        assert not tree.xpath(f"//@{name}"), name
    assert not [one for one in tree.xpath("//@*") if one.attrname.startswith("on")]
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert not tree.xpath("//link|//iframe|//object|//base|//form|//img")
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert "url(" not in tree.xpath("string(//style)")


def test_every_link_leads_somewhere_and_every_id_is_there_once() -> None:
    tree = parse(page(check("prose-figures/report.md", "section-missing/report.md")))
    ids = Counter(tree.xpath("//@id"))
    assert max(ids.values()) == 1
    assert {href[1:] for href in tree.xpath("//@href")} <= ids.keys()
    named = " ".join(tree.xpath("//@aria-labelledby")).split()
    assert set(named) <= ids.keys()


def test_without_a_program_it_reads_from_top_to_bottom() -> None:
    """Overview, then for each report what was found, then the report, then the rules."""
    tree = parse(page(check("section-missing/report.md", "clean-markdown/report.md")))
    for one in tree.xpath("//script|//style|//*[@hidden]"):
        one.drop_tree()
    told = text_of(tree.body)
    order = (
        *("年度报告检查结果", "共 2 个文件：1 处错误", "各报告一览", "发现的问题 1", "怎么改"),
        *("报告原文", "一、总体情况", "未发现问题。", "一、总体情况", "涉及的规则", "为什么"),
    )
    at = 0
    for words in order:
        at = told.find(words, at)
        assert at >= 0, words
        at += len(words)


def test_the_gravest_come_first() -> None:
    tree = parse(
        page(check("clean-markdown/report.md", "prose-figures/report.md", "footing-row/report.md"))
    )
    names = [text_of(one) for one in tree.xpath('//*[@class="about"]')]
    assert [name.rpartition("fixtures/")[2] for name in names] == [
        "footing-row/report.md",
        "prose-figures/report.md",
        "clean-markdown/report.md",
    ]
    kinds = parse(page(result(FileResult("a", findings=(MISSPELT, LONG, UNBALANCED))))).xpath(
        "//li[@data-r]/@class"
    )
    assert kinds == sorted(kinds, key=["f error", "f warning", "f note"].index)


def test_a_figure_of_the_prose_is_marked() -> None:
    tree = parse(page(check("prose-figures/report.md")))
    marks = [text_of(one) for one in tree.xpath("//mark")]
    assert marks == ["964件", "914件", "28件", "99.2%", "846件", "20件", "420件", "2022"]


def test_the_wrong_cell_of_a_footing_is_marked() -> None:
    tree = parse(page(check("footing-row/report.md")))
    (cell,) = tree.xpath('//td[contains(@class, "on error")]')
    assert marked(tree, 1).getparent() is cell
    assert text_of(cell) == "4511"
    rows = [text_of(one) for one in tree.xpath('//table[@class="sum"]//tr')]
    assert "总计451← 疑为此数有误" in rows
    assert tree.xpath('//tr[contains(@class, "wrong")]')


def test_an_absent_section_is_told_where_it_belongs() -> None:
    tree = parse(page(check("section-missing/report.md")))
    gap = marked(tree, 1).getparent()
    assert gap.get("class") == "gap error"
    assert text_of(gap.getnext()).startswith("六、")


def test_a_fact_about_the_whole_is_told_at_the_beginning() -> None:
    tree = parse(page(check("period-missing/report.md")))
    first = [one for one in tree.xpath('//div[@class="doc"]/*') if one.tag in ("h4", "p")][:3]
    assert marked(tree, 1).getparent() in first


def test_tables_keep_their_shape() -> None:
    anchor = Anchor(1)
    table = Table(
        (
            Cell("甲\n乙", 0, 0, anchor, row_span=2),
            Cell("丙", 0, 1, anchor, column_span=2),
            Cell("1", 1, 1, anchor),
            Cell("", 1, 2, anchor),
        ),
        2,
        3,
        anchor,
    )
    told = page(result(FileResult("a.docx", reading=Reading((table,), {}))))
    (made,) = parse(told).xpath('//div[@class="doc"]//table')
    assert [[text_of(cell) for cell in row] for row in made.xpath(".//tr")] == [
        ["甲乙", "丙"],
        ["1", ""],
    ]
    assert made.xpath(".//td/@rowspan|.//td/@colspan") == ["2", "2"]


def test_marks_that_overlap_become_one() -> None:
    text = "收到申请964件，办结914件。"
    found = [
        Finding(
            f"GB50{at}",
            "warning",
            Say("错"),
            Location(section=1, line=1, column_offset=5, text=text),
            Say(""),
            Say(""),
            values={"read": read},
        )
        for at, read in enumerate(("964", "964件，办结"))
    ]
    reading = Reading((Paragraph(text, Anchor(1)),), {})
    tree = parse(page(result(FileResult("a.docx", findings=tuple(found), reading=reading))))
    (mark,) = tree.xpath("//mark")
    assert text_of(mark) == "964件，办结"
    assert [one.get("id") for one in mark.itersiblings()] == ["r1m1", "r1m2"]


def test_both_languages() -> None:
    tree = parse(page(check("section-missing/report.md"), lang="en"))
    assert tree.get("lang") == "en"
    assert tree.xpath('//div[@class="doc"]/@lang') == ["zh-CN"]
    told = text_of(tree.body)
    assert "What to do" in told
    assert "怎么改" not in told
    assert parse(page(check("section-missing/report.md"))).get("lang") == "zh-CN"


def test_no_finding_and_no_report() -> None:
    told = page(result(CLEAN))
    assert "未发现问题" in told
    assert 'class="filter"' not in told
    assert "没有检查任何文件" in page(result())
    assert "无法读取" in page(result(FAILED))
    assert UNBALANCED.message.zh in page(result(FileResult("a.docx", findings=(UNBALANCED,))))


def test_personal_numbers_are_masked_in_the_report_too(tmp_path: Path) -> None:
    data = (FIXTURES / "clean-markdown" / "report.md").read_text("utf-8")
    number, mobile = "330113199001011233", "13912345678"
    path = tmp_path / "report.md"
    path.write_text(data.replace("\n二、", f"\n张三{number}，手机{mobile}。\n二、", 1), "utf-8")
    run = check_inputs(collect_inputs([str(path)]), Overrides(config="none", keep_reading=True))
    told = page(run)
    assert number not in told
    assert mobile not in told
    assert [text_of(one) for one in parse(told).xpath("//mark")] == ["330****33", "139****78"]


def test_what_stands_behind_a_word_has_a_blank_before_it() -> None:
    place = Location(line=3, page=2, where=Say("标题", "Title"))
    twice = tuple(Replacement(line, "一", "二") for line in (1, 2))
    finding = msgspec.structs.replace(MISSPELT, location=place, correction=Correction(twice))
    told = text_of(parse(page(result(FileResult("a.pdf", findings=(finding,))), lang="en")))
    assert "Title (page 2)" in told
    assert "一 → 二 (2 places)" in told


def test_the_same_input_gives_the_same_page_whatever_the_processes(tmp_path: Path) -> None:
    for number, name in enumerate(("prose-figures", "section-missing", "footing-row")):
        (tmp_path / f"{number}.md").write_bytes((FIXTURES / name / "report.md").read_bytes())
    inputs = collect_inputs([str(tmp_path)])
    kept = Overrides(config="none", keep_reading=True)
    check_inputs(inputs, Overrides(config="none"), batch=Batch(1))  # what it keeps has no reports
    pages = {
        page(check_inputs(inputs, kept, batch=batch))
        for batch in (Batch(1, cache=False), Batch(2), Batch(1), Batch(3))
    }
    assert len(pages) == 1
    assert pages.pop().count('class="doc"') == 3


def test_no_other_format_pays_for_it() -> None:
    run = check("prose-figures/report.md", keep_reading=False)
    assert [file.reading for file in run.files] == [None]
    assert "没有可以显示的原文" in page(run)


def test_all_that_one_finding_quotes_is_marked() -> None:
    tree = parse(page(check("wording-marks/report.md")))
    assert len(tree.xpath("//mark")) == 3
    assert len(tree.xpath('//div[@class="doc"]//a')) == 1


def test_what_can_be_corrected_is_shown() -> None:
    tree = parse(page(check("footing-one-cell")))
    (told,) = tree.xpath('//li[@data-r="GB301"]//p[@class="rep"]')
    assert text_of(told).startswith("可自动改正，须核对")
    (gone,), (new,) = told.xpath(".//del/text()"), told.xpath(".//ins/text()")
    assert gone != new
    assert gone in text_of(tree.xpath('//li[@data-r="GB301"]//p[@class="m"]')[0])
    assert not parse(page(check("pdf-scan"))).xpath('//p[@class="rep"]')
