"""Checks: one generic kind each, in one registry (`KINDS`); a report and a pack in, findings out.

Packs with rules of these kinds are loaded here (`load`), so that no other room has to hand the
registry to `gblint.packs`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from zlib import crc32

import msgspec

from gblint.attempts import attempt
from gblint.checks import (
    cells,
    content,
    equations,
    facts,
    marks,
    other_reports,
    percentage,
    personal,
    prose,
    repeated,
    sections,
    tables,
    unchecked,
    words,
)
from gblint.checks.hits import Check, CheckKind, Hit, Place, make_plain, make_say, render
from gblint.checks.personal import make_mask
from gblint.checks.places import Names, index_headings, make_names, squeeze
from gblint.checks.unchecked import (
    Event,
    InputCheck,
    SuppressionCheck,
    SuppressionFault,
    Unevaluated,
    UnevaluatedCheck,
    find_blocked_rules,
    list_late_hits,
    list_rule_hits,
    make_input_hit,
    make_suppression_hit,
)
from gblint.document import Document
from gblint.findings import Finding, Location, Say, TooMuch
from gblint.pack import Options
from gblint.pack.model import Pack, Rule
from gblint.packs import PackError, list_built_in
from gblint.packs.load import PackInfo, load_pack, survey_packs
from gblint.report.model import Facts, Report
from gblint.text import fold

_ALL: tuple[CheckKind, ...] = (
    sections.SECTION_PRESENCE,
    sections.SECTION_ORDER,
    sections.SECTION_REPEAT,
    sections.HEADING_WORDING,
    sections.HEADING_ORDINAL,
    sections.PART_HEADINGS,
    sections.HEADING_ORIGIN,
    content.SECTION_CONTENT,
    facts.TITLE_PARTS,
    facts.TITLE_WORDING,
    tables.TABLE_PRESENCE,
    tables.TABLE_UNREAD,
    tables.TABLE_SHAPE,
    tables.CELL_KIND,
    equations.EQUATION,
    equations.INEQUALITY,
    cells.CELLS,
    other_reports.YEAR_TO_YEAR,
    repeated.SIMILARITY,
    other_reports.SUCCESSION,
    repeated.COPIED,
    repeated.SAME_FIGURES,
    other_reports.ROLL_UP,
    other_reports.ROLL_UP_SET,
    facts.FACT_PRESENCE,
    facts.PERIOD,
    facts.CONTACT,
    cells.TEXT,
    content.PATTERN,
    words.CITATION,
    facts.DATES,
    marks.ENUMERATION,
    marks.PAIRS,
    words.WORDS,
    words.DOUBLED_WORDS,
    repeated.REPEATED_TEXT,
    personal.PERSONAL_DATA,
    prose.PROSE_NUMBER,
    percentage.PERCENTAGE,
    percentage.LISTED_PARTS,
    words.LEFTOVER_YEAR,
    content.ORGAN_DIFFERS,
    content.LENGTH,
    facts.DEADLINE,
    unchecked.INPUT,
    unchecked.UNEVALUATED,
    unchecked.SUPPRESSION,
)

KINDS = {kind.tag: kind for kind in _ALL}
"""Every kind of check by its tag. Packs, their schema and the table in their docs come from it."""


CHECKS: dict[type[Options], Check] = {kind.options: kind.check for kind in KINDS.values()}
"""The code of each check kind."""

MOST_FINDINGS = 2000
"""Findings of one rule in one file."""

_LONGEST = 2000
"""Characters of a text that a finding quotes; a text without an end may be one paragraph."""

_DIGITS = dict.fromkeys(map(ord, "0123456789"))

AUTO = "auto"
"""What stands in the place of a pack where it is to be chosen by the year."""

_NATIONAL = "gbh-2021-30"
"""The pack that has the rule for packs without one."""

_ALWAYS = (InputCheck, UnevaluatedCheck)
"""Rules about the file as such: evaluated whatever it is, and after its time, too."""


def load(ref: str | Path, *, base: Path | None = None, cache: bool = True) -> Pack:
    """The pack of a built-in id, or at a path; see `load_pack`. Raises PackError."""
    return load_pack(ref, kinds=KINDS, base=base, cache=cache)


def list_auto_packs(
    listed: Iterable[Pack] = (), load_pack: Callable[[str], Pack] = load
) -> tuple[Pack, ...]:
    """The packs to choose from: those listed that are for some years, then the built-in ones.

    `load_pack` gives a built-in pack by its id. Where it gives the very pack that is the default,
    a document that was divided by it need not be divided again. Raises PackError.
    """
    own = {pack.id: pack for pack in listed if pack.years != (None, None) or pack.documents}
    known = (load_pack(name) for name in list_built_in(auto=True) if name not in own)
    return (*own.values(), *(pack for pack in known if pack.auto))


def add_auto_packs(packs: Sequence[Pack]) -> list[Pack]:
    """Some packs, and behind them those that are chosen by the year and are not among them."""
    known = {pack.id for pack in packs}
    return [*packs, *(pack for pack in list_auto_packs() if pack.id not in known)]


def list_pack_infos() -> tuple[PackInfo, ...]:
    """What there is to know of the built-in and installed packs, without those with errors."""
    return survey()[0]


def survey() -> tuple[tuple[PackInfo, ...], tuple[PackError, ...]]:
    """The built-in and installed packs, and what is wrong with those that cannot be used."""
    return survey_packs(KINDS)


def check_report(
    report: Report, pack: Pack, only: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """What the rules of a pack find in a report, by line, then by rule.

    With `only`, no rules are evaluated but those with these ids and those about the file as such.
    What these find stays the same: a rule sees the whole pack, and no findings of another.

    A document that is no report has one finding that says so. A rule that fails keeps what it
    found before, and a finding says that it could not be evaluated; so with rules that were not
    begun when the time of the file was over (`attempts.limit_time`).
    """
    squeeze.cache_clear()  # of the report before: a batch would keep the texts of all
    seen: Counter[str] = Counter()
    findings: list[Finding] = []
    stopped: list[Unevaluated] = []
    # rules whose input could not be read: they would find that everything is absent
    left_out = find_blocked_rules(report, pack)
    for rule in _list_rules(report, pack):
        always = isinstance(rule.check, _ALWAYS)
        if rule.id in left_out or not (report.recognised or always):
            continue
        if not (only is None or always or rule.id in only):
            continue
        before = len(findings)
        work = partial(_evaluate, report, rule, pack, seen, findings)
        if (stop := attempt(work, rule=rule.id, late=always)) is not None:
            stopped.append(Unevaluated(rule, stop, some=len(findings) > before))
    findings += build_unevaluated_findings(report, pack, stopped)
    # sorting is stable: findings of one rule in one line stay as the rule found them
    return tuple(sorted(findings, key=lambda found: (found.location.line, found.rule)))


def list_deciding(rule: Rule) -> tuple[str, ...] | None:
    """The rules, as `only` of `check_report`, on which the findings of a rule depend.

    All (None) for what is told of other rules: that they could not be evaluated, or that a
    comment suppresses nothing of them.
    """
    return None if isinstance(rule.check, SuppressionCheck | UnevaluatedCheck) else (rule.id,)


def _evaluate(
    report: Report, rule: Rule, pack: Pack, seen: Counter[str], findings: list[Finding]
) -> None:
    """Add the findings of a rule, each as it comes. Raises TooMuch when there is no end to them."""
    kind = type(rule.check)
    if kind not in CHECKS:
        raise KeyError(kind.__struct_config__.tag)
    # findings are added one by one, so that those before an error are kept
    hits = CHECKS[kind](report, rule, pack)
    for hit in islice(hits, MOST_FINDINGS):
        findings.append(build_finding(report, rule, pack, hit, seen=seen))  # noqa: PERF401 - it may stop
    if next(hits, None) is not None:
        raise TooMuch(
            f"规则 {rule.id} 的问题超过 {MOST_FINDINGS} 处",
            f"rule {rule.id} finds more than {MOST_FINDINGS} faults",
        )


def find_unevaluated_rule(pack: Pack) -> Rule:
    """The rule by which it is told what could not be evaluated: none goes without saying so."""
    for rule in pack.rules:
        if isinstance(rule.check, UnevaluatedCheck):
            return rule
    return find_unevaluated_rule(load(_NATIONAL))


def build_unevaluated_findings(
    report: Report, pack: Pack, stopped: Sequence[Unevaluated]
) -> Iterator[Finding]:
    """The findings on rules that were stopped, and on all that the time did not suffice for."""
    seen: Counter[str] = Counter()
    for hit in (*list_rule_hits(report, stopped), *list_late_hits(report, pack, stopped)):
        yield build_finding(report, find_unevaluated_rule(pack), pack, hit, seen=seen)


def _list_rules(report: Report, pack: Pack) -> Sequence[Rule]:
    """The rules of a pack, with one by which to tell what of the report could not be read."""
    if not report.setbacks or any(isinstance(rule.check, UnevaluatedCheck) for rule in pack.rules):
        return pack.rules
    return (*pack.rules, find_unevaluated_rule(pack))


def build_input_finding(pack: Pack, event: Event, reason: Say, variant: str = "") -> Finding | None:
    """The finding of a file that was not even read, None where the pack has no rule for it."""
    for rule in pack.rules:
        if isinstance(rule.check, InputCheck) and rule.check.event == event:
            hit = make_input_hit(reason, variant)
            return build_finding(_make_empty_report(pack), rule, pack, hit, seen=Counter())
    return None


def build_suppression_findings(
    report: Report, pack: Pack, faults: Iterable[SuppressionFault]
) -> tuple[Finding, ...]:
    """The findings on comments that suppress nothing, none where the pack has no rule for them."""
    seen: Counter[str] = Counter()
    return tuple(
        build_finding(report, rule, pack, make_suppression_hit(fault), seen=seen)
        for rule in pack.rules
        if isinstance(rule.check, SuppressionCheck)
        for fault in faults
    )


def _make_empty_report(pack: Pack) -> Report:
    return Report(
        document=Document("", ()),
        pack=pack.id,
        title=None,
        preface=(),
        sections=(),
        tables={},
        facts=Facts(),
        recognised=False,
    )


def build_finding(
    report: Report, rule: Rule, pack: Pack, hit: Hit, *, seen: Counter[str]
) -> Finding:
    """The finding of a hit. `seen` counts the findings before it that are alike.

    It tells no personal data; its fingerprint is that of the text as it is.
    """
    hit = _shorten(hit)
    # before it is masked: a number that is masked otherwise tomorrow is still the same finding
    identity = _identify(rule, hit)
    seen[identity] += 1
    mask = make_mask(report, pack)
    hit = mask.mask_hit(hit)
    place = locate(report, pack, hit.place)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=render(rule.variants.get(hit.variant, rule.message), hit.values),
        location=msgspec.structs.replace(place, where=mask.mask_say(place.where)),
        basis=make_say(rule.basis),
        fix=hit.fix or render(rule.fix, hit.values),
        values={name: make_plain(value) for name, value in hit.values.items()},
        fingerprint=_digest(f"{identity}\n{seen[identity]}"),
        footing=hit.footing,
        correction=hit.correction,
        unchecked=hit.unchecked,
        story=hit.story,
        incomplete=isinstance(rule.check, UnevaluatedCheck),
    )


_STEP = " › "
_LONGEST_QUOTE = 24
"""Characters of the text around that stand for a place which has no other name."""


def locate(report: Report, pack: Pack, place: Place) -> Location:
    """The location of a finding, with its words.

    `三、收到和处理政府信息公开申请情况 › 表2 › 行“（七）总计” › 列“自然人”`
    """
    return Location(
        section=place.section,
        table=place.table,
        row=place.row,
        column=place.column,
        line=place.anchor.line,
        column_offset=place.anchor.column,
        page=place.anchor.page,
        box=place.anchor.box,
        cell=place.anchor.cell,
        text=place.text,
        where=place.where or _say_where(report, make_names(report, pack), place),
    )


def _say_where(report: Report, labels: Names, place: Place) -> Say:
    steps = [] if place.section is None else [_say_section(report, labels, place)]
    if place.table is not None:
        steps += _list_steps(labels, place.table, place)
    steps = steps or [_quote_beginning(place.text)]
    return Say(
        _STEP.join(step.zh for step in steps), _STEP.join(step.in_lang("en") for step in steps)
    )


def _say_section(report: Report, labels: Names, place: Place) -> Say:
    """A section by its heading as read, else as the format has it."""
    number = place.section or 0
    if number == 0:
        title = report.title
        at_title = title is not None and title.anchor == place.anchor
        # of a page that is one line of its source, both stand there
        said = place.text.strip() if at_title else ""
        if at_title and not (said and any(said in one.shown for one in report.preface)):
            return Say("标题", "Title")
        return Say("前言", "Preface")
    read = index_headings(report).get(number)
    spec = labels.sections.get(number)
    name = f" ({spec.en})" if spec and spec.en else ""
    return Say(read.text if read else labels.full_heading(number), f"Section {number}{name}")


def _list_steps(labels: Names, table: str, place: Place) -> list[Say]:
    steps = [labels.table(table)]
    row, column = (
        (place.row, labels.row, "行", "row "),
        (place.column, labels.column, "列", "column "),
    )
    for key, name, zh, en in (row, column):
        if key is not None:
            label, axis = name(table, key), Say("") if labels.across(table) else Say(zh, en)
            steps.append(Say(f"{axis.zh}“{label.zh}”", f'{axis.en}"{label.in_lang("en")}"'))
    return steps


def _quote_beginning(text: str) -> Say:
    text = " ".join(text.split())
    if not text:
        return Say("全文", "Whole document")
    return Say(
        "“" + (text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…") + "”"
    )


def _shorten(hit: Hit) -> Hit:
    """The hit with texts that are no longer than what a reader looks at."""
    place = msgspec.structs.replace(hit.place, text=_cut(hit.place.text))
    values = {k: _cut(v) if isinstance(v, str) else v for k, v in hit.values.items()}
    return msgspec.structs.replace(hit, place=place, values=values)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"


def _identify(rule: Rule, hit: Hit) -> str:
    """What makes a finding the same one after an edit elsewhere: no line, and no figure."""
    place = hit.place
    keys = (place.section, place.table, place.row, place.column)
    # a cell's text is a figure, and its keys say enough
    around = "" if place.row and place.column else _fold_around(place.text)
    return "\n".join([rule.id, hit.variant, *(str(key or "") for key in keys), around])


@lru_cache(maxsize=1)  # a rule may find very much in one paragraph, one after another
def _fold_around(text: str) -> str:
    return fold(text).translate(_DIGITS)


def _digest(text: str) -> str:
    """64 bits that tell texts apart: the check sums of the text both ways.

    No one gains by forging a fingerprint, and hashlib takes longer to load than a check.
    """
    data = text.encode()
    return f"{crc32(data):08x}{crc32(data[::-1]):08x}"
