"""The reports of a trial: what one says, and the faults that are put into some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.trial_texts import Words
from tests.builder import mutate
from tests.builder.balanced_figures import balanced
from tests.builder.fixture_cases import with_heading, with_prose
from tests.builder.form_labels import KINDS, RESULTS
from tests.builder.invented_prose import CONTACTS, PERIODS
from tests.builder.report_plan import Content, ReportPlan, report

_ASPECTS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")


@dataclass(frozen=True)
class Draft:
    """A report as it is planned. Texts and figures come from seeds: the same seed, the same text.

    `region` is the seed of the formulas of the county, `seed` that of all else where nothing is
    set: `problems` of section five, `passage` of most of it, `figures` of the tables, which with
    `busy` are many. `published` is the day at the end. `faults` are keys of FAULTS.
    """

    organ: str
    county: str
    year: int
    seed: str
    region: str
    problems: str = ""
    passage: str = ""
    figures: str = ""
    busy: bool = False
    published: str = ""
    faults: tuple[str, ...] = ()


def build_plan(draft: Draft) -> ReportPlan:
    """The report, with its faults."""
    random = Random(draft.seed)
    content = Content(
        contact=random.randrange(CONTACTS),
        period=random.randrange(PERIODS),
        title=random.choice(("one line", "two lines")),
    )
    busy = draft.busy or random.random() < 0.4
    figures = balanced(
        seed=Random(draft.figures or draft.seed).randrange(2**32),
        largest=60 if busy else 3,
        filled=0.25 if busy else 0.02,
    )
    plan = report(draft.organ, year=draft.year, figures=figures, content=content)
    received = figures["applications"]["new"]["total"]
    plan = with_prose(plan, 1, *_survey(draft, f"{received}"))
    plan = with_prose(plan, 5, *_problems(draft))
    day = draft.published or f"1月{random.randint(5, 29)}日"
    plan = replace(plan, ending=(draft.organ, f"{draft.year + 1}年{day}"))
    for fault in draft.faults:
        plan = FAULTS[fault].put(plan)
    return plan


def _survey(draft: Draft, received: str) -> tuple[str, ...]:
    """Section one: an opening, and the five aspects with a figure that the table bears out."""
    words, formulas = Words(f"survey {draft.seed}"), Words(f"survey {draft.region}")
    texts = [f"{draft.year}年，{draft.organ}{formulas.sentence()}"]
    for name in _ASPECTS:
        told = words.sentence() + words.sentence()
        if name == "依申请公开":
            told = f"全年新收政府信息公开申请{received}件。" + told
        texts.append(f"（{'一二三四五'[len(texts) - 1]}）{name}。{told}")
    return tuple(texts)


def _problems(draft: Draft) -> tuple[str, str]:
    """Section five. A passage that is taken over is the greater part of both paragraphs."""
    words, formulas = Words(draft.problems or draft.seed), Words(f"problems {draft.region}")
    weak = [words.weakness() for _ in range(3)]
    mended = [words.sentence() for _ in range(4)]
    if draft.passage:
        other = Words(draft.passage)
        weak = [other.weakness() for _ in range(3)]
        mended = [*[other.sentence() for _ in range(4)][:2], *mended[2:]]
    listed = "".join(f"{'一二三'[at]}是{one}" for at, one in enumerate(weak))
    done = "".join(f"{'一二三四'[at]}是{one}" for at, one in enumerate(mended))
    return (
        f"存在的主要问题：{listed[:-1]}。{formulas.sentence()}",
        f"改进情况：{done}",
    )


@dataclass(frozen=True)
class Fault:
    """What finds a fault, how many have it in comparison with others, and what puts it in."""

    rule: str
    weight: int
    put: Callable[[ReportPlan], ReportPlan]


def _more(table: str, row: str, column: str) -> Callable[[ReportPlan], ReportPlan]:
    """A figure that is seven more than the others make it."""

    def put(plan: ReportPlan) -> ReportPlan:
        value = plan.figures[table][row][column] + 7
        return mutate.figure(plan, table=table, row=row, column=column, value=value)

    return put


def _carried_in(plan: ReportPlan) -> ReportPlan:
    """More applications carried in than the rest of the table has room for."""
    for column in ("natural", "total"):
        plan = _more("applications", "carried_in", column)(plan)
    return plan


def _preface(change: Callable[[str], str]) -> Callable[[ReportPlan], ReportPlan]:
    return lambda plan: replace(plan, preface=tuple(map(change, plan.preface)))


def _without_period(plan: ReportPlan) -> ReportPlan:
    """The lead without its last sentence, which is the period."""
    lead, *rest = plan.preface
    return replace(plan, preface=(lead[: lead.rindex("现予公布。") + 5], *rest))


def _written(plan: ReportPlan, place: tuple[str, str, str], text: str) -> ReportPlan:
    return replace(plan, written={**plan.written, place: text})


def _with_blank(plan: ReportPlan) -> ReportPlan:
    """A cell of table 2 that is 0, and has a stroke in its place."""
    rows = plan.figures["applications"]
    places = ((row, kind) for row in RESULTS for kind in KINDS if not rows[row][kind])
    row, kind = next(places)
    return _written(plan, ("applications", row, kind), "—")


def _without_row(plan: ReportPlan) -> ReportPlan:
    return mutate.lines(
        plan,
        table="applications",
        block="applications",
        axis="rows",
        change=lambda lines: tuple(line for line in lines if line.key != "refused_mass"),
    )


def _with_sentence(text: str) -> Callable[[ReportPlan], ReportPlan]:
    """Section five with one more sentence at its end."""

    def put(plan: ReportPlan) -> ReportPlan:
        *first, last = (one.text for one in plan.sections[4].prose)
        return with_prose(plan, 5, *first, last + text)

    return put


def _with_wrong_count(plan: ReportPlan) -> ReportPlan:
    texts = [one.text for one in plan.sections[0].prose]
    received = plan.figures["applications"]["new"]["total"]
    texts = [text.replace(f"申请{received}件", f"申请{received + 3}件") for text in texts]
    return with_prose(plan, 1, *texts)


FAULTS: dict[str, Fault] = {
    "no_fees": Fault("GB405", 9, lambda plan: with_prose(plan, 6, "无。")),
    "old_basis": Fault(
        "GB409", 4, _preface(lambda text: text.replace("〔2021〕30号", "〔2019〕60号"))
    ),
    "no_contact": Fault("GB403", 3, lambda plan: replace(plan, preface=plan.preface[:1])),
    "no_period": Fault("GB401", 3, _without_period),
    "heading": Fault("GB104", 3, lambda plan: with_heading(plan, 5, heading="存在问题及改进情况")),
    "ordinal": Fault("GB105", 2, lambda plan: with_heading(plan, 5, ordinal="六、")),
    "row_sum": Fault("GB301", 5, _more("applications", "granted", "total")),
    "received": Fault("GB303", 3, _carried_in),
    "review_sum": Fault("GB304", 2, _more("review", "review", "total")),
    "no_row": Fault("GB202", 2, _without_row),
    "unit": Fault(
        "GB206", 2, lambda plan: _written(plan, ("applications", "granted", "natural"), "2件")
    ),
    "blank": Fault("GB205", 3, _with_blank),
    "no_year": Fault(
        "GB109",
        1,
        lambda plan: replace(plan, title=("".join(plan.title).replace(f"{plan.year}年", ""),)),
    ),
    "count": Fault("GB501", 4, _with_wrong_count),
    "draft": Fault("GB702", 2, _with_sentence("此外，××单位的栏目也在整改。")),
    "person": Fault("GB704", 1, _with_sentence("申请人王某（13912345678）的来信已当面答复。")),
    "bracket": Fault("GB703", 2, _with_sentence("另外修订了《公开目录，逐项落实。")),
}
"""Faults that show by themselves, each to the rule that finds it and no other."""

WORST = ("no_fees", "old_basis", "heading", "review_sum", "count", "draft")
"""The faults of the worst reports: they do not hide one another."""
