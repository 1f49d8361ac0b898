"""The builder itself: what it writes is what python-docx, and a plain reading, find."""

from __future__ import annotations

import io
from itertools import groupby

import docx as python_docx
import pytest
from hypothesis import given

from tests.builder import mutate
from tests.builder.balanced_figures import Figures
from tests.builder.form_labels import COLUMNS, KINDS, OUTCOMES, RESULTS, REVIEW, ROWS, SECTIONS
from tests.builder.report_plan import Content, ReportPlan, Writing, report
from tests.builder.strategies import Form, balanced_figures, layouts, plans, word_forms, writings
from tests.builder.write_docx import Layout, docx
from tests.builder.write_text import Shape, text


@given(balanced_figures())
def test_figures_balance(figures: Figures) -> None:
    applications, review = figures["applications"], figures["review"]
    for row in applications.values():
        assert sum(row[kind] for kind in KINDS) == row["total"]
    for column in (line.key for line in COLUMNS):
        of = {key: row[column] for key, row in applications.items()}
        assert sum(of[key] for key in RESULTS) == of["total"]
        assert of["new"] + of["carried_in"] == of["total"] + of["carried_out"]
    for row in review.values():
        assert sum(row[outcome] for outcome in OUTCOMES) == row["total"]
    rows = (row for table in figures.values() for row in table.values())
    assert min(min(row.values()) for row in rows) >= 0


@given(plans(), writings(), layouts())
def test_another_reader_opens_the_word_files(
    plan: ReportPlan, writing: Writing, layout: Layout
) -> None:
    document = python_docx.Document(io.BytesIO(docx(plan, writing=writing, layout=layout)))
    assert document.element.body is not None


def test_a_plain_layout_reads_back() -> None:
    document = python_docx.Document(io.BytesIO(docx(report())))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert [t for t in texts if t[2:] in SECTIONS] == [
        f"{'一二三四五六'[i]}、{heading}" for i, heading in enumerate(SECTIONS)
    ]
    proactive, applications, review = document.tables
    assert len(proactive.rows) == 14
    assert len(applications.rows) == len(ROWS) + 3
    assert [cell.text for cell in review.rows[3].cells] == ["0"] * 15
    labels = [row.cells[2].text for row in applications.rows[3:]]
    assert labels == [line.label for line in ROWS]


@given(word_forms())
def test_the_same_plan_gives_the_same_bytes(form: Form) -> None:
    assert form.file(report()) == form.file(report())


def test_text_has_the_tables_in_every_shape() -> None:
    plan = report(content=Content(title="two lines"))
    cells = text(plan, shape=Shape("tab cells")).decode()
    assert "\n\t行政许可\n\t0\n\n" in cells
    assert "\n\t\n\t自然人\n\t法人或其他组织\n\t总计\n" in cells.replace("\n\t\n\t\n", "\n")
    rows = text(plan, shape=Shape("tab rows")).decode()
    assert "\n行政许可\t0\t\t\n" in rows
    assert "\n\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t\t0\t" in rows
    short = text(plan, shape=Shape("short tab rows")).decode()
    assert "\n行政许可\t0\n" in short
    pipes = text(plan, shape=Shape("pipes", marked=True)).decode()
    assert "| 行政许可 | 0 |  |  |" in pipes
    assert "## 一、总体情况" in pipes


def test_habits_of_writing() -> None:
    figures = report().figures
    figures["proactive"]["rules"]["made"] = 1234567
    plan = report(figures=figures)
    habits = Writing(point="、", brackets="half", digits="full", thousands="，", narrow=2)
    cells = text(plan, writing=habits).decode()
    assert "\t１，２３４，５６７\n" in cells
    assert "\t自然\n人\n" in cells
    assert "\t3、\n其他\n" in cells
    assert "第二十条第(一)项" in cells


@pytest.mark.parametrize("at", range(len(ROWS)), ids=lambda at: ROWS[at].key)
def test_a_moved_row_stays_in_its_group(at: int) -> None:
    targets = mutate.places(ROWS, at)
    assert targets
    for to in targets:
        after = mutate.moved(ROWS, at, to)
        assert after != ROWS
        groups = [groups for groups, _ in groupby(line.groups[-1:] for line in after)]
        assert len([g for g in groups if "不予公开" in str(g)]) == 1
        assert len([g for g in groups if "无法提供" in str(g)]) == 1


def test_a_slip_changes_one_character_and_no_ordinal() -> None:
    assert mutate.misspelt("3.其他", slip="less", at=0) == "3.他"
    assert mutate.misspelt("（一）予以公开", slip="more", at=1) == "（一）予了以公开"
    assert mutate.misspelt("总体情况", slip="other", at=3) == "总体情丁"


def test_review_has_a_block_for_every_group() -> None:
    assert [block.rows[0].key for block in REVIEW] == [
        "review",
        "litigation_direct",
        "litigation_after_review",
    ]
