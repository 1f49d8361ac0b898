"""Many reports compared, for a terminal: who has one text, who copied from whom, most first."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.checks.places import Names
from gblint.comparison import many_reports_words as words
from gblint.comparison.many_reports import ManyReports, OneText, SectionCopy
from gblint.findings import Say
from gblint.text.display import clean
from gblint.writers.page import Page

_GROUPS, _PAIRS, _NAMED, _FAILED = 10, 10, 12, 10
"""How many of each are told; the other outputs have all."""


def write_text(page: Page, found: ManyReports, known: Names, *, everything: bool) -> None:
    """Put what was found on a page; `everything` leaves nothing out."""
    page.hang(page.say(words.count_reports(found)), head="", indent=0)
    page.hang(page.say(words.explain_formulas(found)), head="", indent=0, style="faint")
    _write_groups(page, found, known, everything=everything)
    _write_pairs(page, words.COPIED, found.copies, found, known, everything=everything)
    _write_pairs(page, words.REPEATED, found.repeated, found, known, everything=everything)
    _write_tables(page, found, known, everything=everything)
    if found.failed:
        _write_head(page, words.FAILED, len(found.failed))
        for path, why in found.failed[: None if everything else _FAILED]:
            page.hang(f"{path}：{page.say(why)}", head="  ", indent=4, style="error")
        _tell_rest(page, len(found.failed), _FAILED, everything=everything)
    if not found.found:
        page.gap()
        page.line(page.paint(page.say(words.NOTHING), "good"))


def _write_head(page: Page, title: Say, count: int) -> None:
    page.gap()
    page.line(page.paint(f"{page.say(title)} {count}", "bold"))


def _tell_rest(page: Page, count: int, shown: int, *, everything: bool) -> None:
    if count > shown and not everything:
        left = count - shown
        say = Say(
            f"另有 {left}，见 --all、--format csv 或 json",
            f"{left} more: see --all, --format csv or json",
        )
        page.line("  " + page.paint(page.say(say), "faint"))


def _write_groups(page: Page, found: ManyReports, known: Names, *, everything: bool) -> None:
    if not found.one_text:
        return
    _write_head(page, words.ONE_TEXT, len(found.one_text))
    for one in found.one_text[: None if everything else _GROUPS]:
        page.hang(_describe_group(page, one, found, known, everything), head="  ", indent=4)
        longest = max((copy.passages[0] for copy in one.members if copy.passages), default="")
        _quote(page, longest)
    _tell_rest(page, len(found.one_text), _GROUPS, everything=everything)


def _describe_group(
    page: Page, one: OneText, found: ManyReports, known: Names, everything: bool
) -> str:
    numbers = (one.first, *(copy.second for copy in one.members))
    listed, more = _name_offices(page, numbers, found, everything)
    least, count = min(copy.share for copy in one.members), len(numbers)
    same = Say(f"相同 {least}% 以上", f"{least}% or more the same")
    same = Say("全部相同", "all the same") if least == 100 else same
    where = page.say(words.name_section(one.section, known))
    if page.lang == "zh":
        return f"{count} 份 {where}（{same.zh}）：{listed}" + (" 等" if more else "")
    rest = f" and {more} more" if more else ""
    return f"{count} reports, {where}, {same.en}: {listed}{rest}"


def _name_offices(
    page: Page, numbers: Sequence[int], found: ManyReports, everything: bool
) -> tuple[str, int]:
    """The reports of these numbers by name, and how many are left out."""
    shown = numbers if everything else numbers[:_NAMED]
    names = [page.say(words.name_office(found.reports[number])) for number in shown]
    return ("、" if page.lang == "zh" else ", ").join(names), len(numbers) - len(shown)


def _write_pairs(
    page: Page,
    title: Say,
    pairs: Sequence[SectionCopy],
    found: ManyReports,
    known: Names,
    *,
    everything: bool,
) -> None:
    if not pairs:
        return
    _write_head(page, title, len(pairs))
    for one in pairs[: None if everything else _PAIRS]:
        second = page.say(words.name_office(found.reports[one.copy.second]))
        first = page.say(words.name_office(found.reports[one.copy.first]))
        where = page.say(words.name_section(one.section, known))
        arrow = page.mark("←", "<-")
        text = f"{second} {arrow} {first}  {where}  {words.share_text(one.copy, page.lang)}"
        page.hang(text, head="  ", indent=4)
        _quote(page, one.copy.passages[0] if one.copy.passages else "")
    _tell_rest(page, len(pairs), _PAIRS, everything=everything)


def _quote(page: Page, passage: str) -> None:
    if passage:
        text = page.layout.cut(" ".join(clean(passage).split()), page.width - 8)
        page.line(" " * 4 + page.paint(f"“{text}”" if page.lang == "zh" else f'"{text}"', "faint"))


def _write_tables(page: Page, found: ManyReports, known: Names, *, everything: bool) -> None:
    if not found.same_tables:
        return
    _write_head(page, words.SAME_TABLE, len(found.same_tables))
    for one in found.same_tables[: None if everything else _GROUPS]:
        listed, more = _name_offices(page, one.reports, found, everything)
        cells = Say(f"{one.cells} 格不为 0", f"{one.cells} cells are not 0")
        rest = "" if not more else page.say(Say(f" 等 {len(one.reports)} 份", f" and {more} more"))
        table = page.say(known.table(one.table))
        text = f"{table}（{page.say(cells)}）：{listed}{rest}"
        if page.lang == "en":
            text = f"{table} ({page.say(cells)}): {listed}{rest}"
        page.hang(text, head="  ", indent=4)
    _tell_rest(page, len(found.same_tables), _GROUPS, everything=everything)
