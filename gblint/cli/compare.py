"""`gblint compare`: two reports side by side; and `gblint similar`: which of many have text or
figures of others. What they have in common is found, and written, by `gblint/comparison/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from gblint.checks import add_auto_packs, list_auto_packs
from gblint.checks.places import Names, names
from gblint.cli.check import open_archives
from gblint.cli.streams import (
    COLORS,
    ColorChoice,
    ProgressBar,
    choose_language,
    encode_utf8,
    explain_lost_output,
    get_stdout,
    suit_stream,
    tell_error,
    write_file,
)
from gblint.cli.values import STDOUT, OutputTarget, Values, check_targets
from gblint.comparison import TwoReports, compare_reports, many_reports
from gblint.comparison.copies import find_copy_rules
from gblint.comparison.many_reports import ManyReports, compare_all
from gblint.comparison.two_reports_outputs import (
    NoXlsxError,
    build_json,
    build_xlsx,
    write_html,
    write_text,
)
from gblint.files import STDIN, Input
from gblint.findings import Lang, Say
from gblint.readers.refusals import apply_limits
from gblint.results import WriterOptions, describe_skipped
from gblint.run import count_cores, plan_for
from gblint.run.exclusion import Exclusion
from gblint.run.find_inputs import FoundInputs, collect_inputs, find_inputs
from gblint.run.last_year import LastYearError, read_with_pack
from gblint.run.plan import Overrides, Plan, SettingsError
from gblint.text import make_harmless
from gblint.text.patterns import PatternTimeout
from gblint.writers.json import dump
from gblint.writers.text import Page

_TWO = Say(
    "要写明两份报告，先写上年的，如 gblint compare 2025.docx 2026.docx",
    "name two reports, last year's first, for instance gblint compare 2025.docx 2026.docx",
)
_TO_FILE = Say("xlsx 要写入文件，请用 --output 写明", "xlsx goes to a file: name it with --output")


class CompareRequest(msgspec.Struct, frozen=True):
    """The arguments of compare as typed; None and empty stand for what was not given."""

    files: tuple[str, ...]
    pack: str | None = None
    format_: str = "text"
    output: str | None = None
    lang: str | None = None
    color: str = "auto"
    limits: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False

    @property
    def path(self) -> str:
        return self.output or STDOUT

    @property
    def is_shown(self) -> bool:
        """Whether people look at the output where it is printed."""
        return self.path == STDOUT and self.format_ == "text"


def compare(request: CompareRequest) -> int:
    """Compare two reports and write what changed; 2 where one cannot be read.

    Raises SettingsError and PackError.
    """
    values = Values(request.lang)
    overrides, color = _read_options(request, ("text", "json", "html", "xlsx"), values)
    inputs = _find_two(request.files, values)
    form = request.format_
    if form == "xlsx" and request.path == STDOUT:
        values.add_error("--format", _TO_FILE)
    check_targets([OutputTarget(form, request.path)], inputs, values)
    values.require()
    lang = choose_language(request.lang)
    try:
        found = _read_and_compare(inputs, overrides)
    except LastYearError as error:
        return tell_error(error.say, lang)
    except PatternTimeout as stopped:
        return tell_error(Say(*stopped.words), lang)
    page = _open_page(request, color)
    if form == "xlsx":
        try:
            return _put_bytes(iter([build_xlsx(found, lang)]), request)
        except NoXlsxError as error:
            raise SettingsError([error.say]) from None
    if form == "html":
        return _put(write_html(found, page.lang), request, page)
    if form == "json":
        return _put(iter([dump(build_json(found, page.lang))]), request, page)
    write_text(page, found)
    return _put(iter([page.take_lines()]), request, page)


def _read_options(
    request: CompareRequest, forms: Sequence[str], values: Values
) -> tuple[Overrides, ColorChoice]:
    """What both commands are told; what is wrong with it goes to the errors."""
    color = values.choose_one("--color", request.color, COLORS)
    values.choose_one("--format", request.format_, forms)
    overrides = Overrides(
        pack=request.pack,
        limits=values.read_limits(request.limits),
        config=values.read_config_choice(request.config, isolated=request.isolated),
    )
    return overrides, color


def _open_page(request: CompareRequest, color: ColorChoice) -> Page:
    """An empty page, for the stream that people look at, or for a file."""
    options = WriterOptions(lang=choose_language(request.lang), color=color == "always")
    return Page(suit_stream(options, get_stdout(), color) if request.is_shown else options)


def _put(pieces: Iterator[str], request: CompareRequest, page: Page) -> int:
    """Write an output to a file or the stream; 2 where that cannot be."""
    painted = page.options.color
    if request.is_shown:
        get_stdout().write_texts(pieces, painted=painted)
        return 0
    if request.format_ == "text":
        pieces = (make_harmless(piece, painted=painted) for piece in pieces)
    return _put_bytes(encode_utf8(pieces), request)


def _put_bytes(pieces: Iterator[bytes], request: CompareRequest) -> int:
    if request.path == STDOUT:
        out = get_stdout()
        for data in pieces:
            out.write_bytes(data)
        return 0
    try:
        write_file(Path(request.path), pieces)
    except OSError as error:
        lost = explain_lost_output(request.path, error)
        return tell_error(lost, choose_language(request.lang))
    return 0


def _find_two(files: Sequence[str], values: Values) -> tuple[Input, ...]:
    """The two files, in the order in which they were named."""
    if len(files) != 2:
        values.errors.append(_TWO)
        return ()
    found: list[Input] = []
    for name in files:
        inputs = collect_inputs([name])
        if len(inputs) != 1 or Path(name).is_dir() or name == STDIN:
            values.errors.append(Say("应是一份文件", "is to be one file").behind(name))
        found += inputs[:1]
    return tuple(found)


def _read_and_compare(inputs: Sequence[Input], overrides: Overrides) -> TwoReports:
    """Two files compared by the pack of the second. Raises LastYearError and SettingsError."""
    first, second = inputs
    # by the settings of the newer report, which is the one that is being written
    plan = plan_for(Path(second.source).absolute().parent, overrides)
    own = [selection.pack for selection in plan.selections]
    # the year before may have had another format
    packs = (*own, *list_auto_packs())
    read = []
    with apply_limits(plan.limits):
        for input_ in (first, second):
            try:
                read.append(read_with_pack(input_, packs))
            except LastYearError as error:
                raise LastYearError(error.say.behind(input_.path)) from None
    (before, _), (after, pack) = read
    return compare_reports(before, after, pack)


_NO_FILES = Say(
    "没有指定报告，如 gblint similar 2024/ 2025/ 2026/",
    "no reports were named, for instance gblint similar 2024/ 2025/ 2026/",
)
_NO_RULE = Say(
    "规则包没有比较各机关报告的规则（copied、same-figures）",
    "the pack has no rule by which reports of several organs are compared (copied, same-figures)",
)


class SimilarRequest(CompareRequest, frozen=True):
    """The arguments of similar as typed, likewise."""

    everything: bool = False
    quiet: bool = False
    jobs: str | None = None
    archives: bool = False


def find_similar(request: SimilarRequest) -> int:
    """Compare reports with one another and write what they have in common.

    0 where that is nothing, 1 where it is something, 2 where a file cannot be read. Raises
    SettingsError and PackError.
    """
    values = Values(request.lang)
    overrides, color = _read_options(request, ("text", "json", "csv"), values)
    jobs = values.read_jobs(request.jobs)
    own = [one for one in (request.output, request.config) if one and one != STDOUT]
    exclusion = Exclusion(config=overrides.config)
    inputs = find_inputs(request.files, own=own, exclusion=exclusion)
    inputs = open_archives(inputs, overrides, exclusion, wanted=request.archives)
    # one report on standard input has none beside it
    if not request.files or STDIN in request.files:
        values.errors.append(_NO_FILES)
    check_targets([OutputTarget(request.format_, request.path)], inputs.inputs, values)
    values.require()
    plan = plan_for(Path.cwd(), overrides)
    with closing(ProgressBar(choose_language(request.lang))) as bar:
        watch = None if request.quiet else bar
        found = _read_and_compare_many(inputs, plan, jobs or count_cores(), watch)
    page = _open_page(request, color)
    pieces = _write_similar(found, page, names(plan.pack), request, inputs)
    return max(2 if found.failed else int(found.found), _put(pieces, request, page))


def _read_and_compare_many(
    inputs: FoundInputs, plan: Plan, jobs: int, watch: ProgressBar | None
) -> ManyReports:
    """What reports have in common. Raises SettingsError."""
    from gblint.run.many_reports import collect_reports, read_reports

    how = find_copy_rules(plan.pack)
    if how.copied is None and how.figures is None:
        raise SettingsError([_NO_RULE])
    packs = add_auto_packs([selection.pack for selection in plan.selections])
    read = read_reports(inputs.inputs, packs, plan.limits, jobs=jobs, watch=watch)
    return compare_all(collect_reports(read, how), read.failed)


def _write_similar(
    found: ManyReports, page: Page, known: Names, request: SimilarRequest, inputs: FoundInputs
) -> Iterator[str]:
    lang: Lang = page.lang
    if request.format_ == "json":
        passed = [{"path": one.path, "reason": one.reason.in_lang(lang)} for one in inputs.skipped]
        return iter([dump(many_reports.build_json(found, lang) | {"skipped": passed})])
    if request.format_ == "csv":
        return many_reports.write_csv(found, known, lang)
    many_reports.write_text(page, found, known, everything=request.everything)
    skipped = [describe_skipped(inputs.skipped)] if inputs.skipped else []
    for note in (*skipped, *inputs.notes):
        page.add_gap()
        page.hang(page.say(note), head="", indent=0)
    return iter([page.take_lines()])
