"""`gblint similar`: which reports have text or figures of others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from gblint.checks.places import Names, names
from gblint.cli.check import open_archives
from gblint.cli.compare import open_page_for, put_output
from gblint.cli.messages import ProgressBar
from gblint.cli.streams import COLORS, encode_utf8, language, stdout
from gblint.cli.values import STDOUT, OutputTarget, Values, check_targets
from gblint.comparison.many_reports import ManyReports, compare_all, read_how
from gblint.findings import Lang, Say
from gblint.inputs import STDIN
from gblint.pack_choice import with_auto_packs
from gblint.results import describe_skipped
from gblint.run.check_files import count_cores, plan_for
from gblint.run.exclusion import Exclusion
from gblint.run.find_inputs import FoundInputs, find_inputs
from gblint.run.plan import Overrides, Plan, SettingsError
from gblint.text.display import harmless
from gblint.writers.json import dump
from gblint.writers.page import Page

FORMATS = ("text", "json", "csv")

_NO_FILES = Say(
    "没有指定报告，如 gblint similar 2024/ 2025/ 2026/",
    "no reports were named, for instance gblint similar 2024/ 2025/ 2026/",
)
_NO_RULE = Say(
    "规则包没有比较各机关报告的规则（copied、same-figures）",
    "the pack has no rule by which reports of several organs are compared (copied, same-figures)",
)


class SimilarRequest(msgspec.Struct, frozen=True):
    """The arguments of similar as typed; None and empty stand for what was not given."""

    files: tuple[str, ...]
    pack: str | None = None
    format_: str = "text"
    output: str | None = None
    everything: bool = False
    lang: str | None = None
    color: str = "auto"
    quiet: bool = False
    jobs: str | None = None
    limits: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    archives: bool = False


def similar(request: SimilarRequest) -> int:
    """Compare reports with one another and write what they have in common.

    0 where that is nothing, 1 where it is something, 2 where a file cannot be read. Raises
    SettingsError and PackError.
    """
    values = Values(request.lang)
    color = values.one_of("--color", request.color, COLORS)
    form = values.one_of("--format", request.format_, FORMATS)
    overrides = Overrides(
        pack=request.pack,
        limits=values.limits("--limit", request.limits),
        config=values.config(request.config, isolated=request.isolated),
    )
    jobs = values.jobs("--jobs", request.jobs)
    path = request.output or STDOUT
    own = [one for one in (request.output, request.config) if one and one != STDOUT]
    exclusion = Exclusion(config=overrides.config)
    inputs = find_inputs(request.files, own=own, exclusion=exclusion)
    inputs = open_archives(inputs, overrides, exclusion, wanted=request.archives)
    if not request.files or STDIN in request.files:
        values.errors.append(_NO_FILES)
    check_targets([OutputTarget(form, path)], inputs.inputs, values)
    values.require()
    lang, out = language(request.lang), stdout()
    plan = plan_for(Path.cwd(), overrides)
    with closing(ProgressBar(lang)) as bar:
        found = read_and_compare(
            inputs, plan, jobs or count_cores(), None if request.quiet else bar
        )
    page = open_page_for(lang, color, out if path == STDOUT and form == "text" else None)
    pieces = _write(found, form, page, names(plan.pack), request, inputs)
    code = 2 if found.failed else int(found.found)
    if path == STDOUT and form == "text":
        out.texts(pieces, painted=page.options.color)
        return code
    if form == "text":
        pieces = (harmless(piece, painted=page.options.color) for piece in pieces)
    return max(code, put_output(encode_utf8(pieces), path, out, lang))


def read_and_compare(
    inputs: FoundInputs, plan: Plan, jobs: int, watch: ProgressBar | None
) -> ManyReports:
    """What reports have in common. Raises SettingsError."""
    from gblint.run.many_reports import collect_reports, read_reports

    how = read_how(plan.pack)
    if how.copied is None and how.figures is None:
        raise SettingsError([_NO_RULE])
    packs = with_auto_packs([one.pack for one in plan.selections])
    read = read_reports(inputs.inputs, packs, plan.limits, jobs=jobs, watch=watch)
    return compare_all(collect_reports(read, how), read.failed)


def _write(
    found: ManyReports,
    form: str,
    page: Page,
    known: Names,
    request: SimilarRequest,
    inputs: FoundInputs,
) -> Iterator[str]:
    lang: Lang = page.lang
    if form == "json":
        from gblint.comparison.many_reports_data import build_json

        passed = [{"path": one.path, "reason": one.reason.in_lang(lang)} for one in inputs.skipped]
        return iter([dump(build_json(found, lang) | {"skipped": passed})])
    if form == "csv":
        from gblint.comparison.many_reports_data import write_csv

        return write_csv(found, known, lang)
    from gblint.comparison.many_reports_text import write_text

    write_text(page, found, known, everything=request.everything)
    skipped = [describe_skipped(inputs.skipped)] if inputs.skipped else []
    for note in (*skipped, *inputs.notes):
        page.gap()
        page.hang(page.say(note), head="", indent=0)
    return iter([page.take_lines()])
