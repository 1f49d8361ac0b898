"""`gblint fix`: corrections written into the files, or shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from gblint.cli.check import CheckRequest, read_request
from gblint.cli.messages import FAILED, tell_error, tell_say
from gblint.cli.streams import print_say, stdout, write_file
from gblint.cli.values import find_output_faults, find_twice
from gblint.findings import Lang, Replacement, Say
from gblint.fix.files import NotWrittenInto, Track, find_writer, list_lines
from gblint.fix.rounds import Done, Fixed, Left, correct
from gblint.inputs import STDIN, Input, describe_os_error, display_path, read_bytes
from gblint.pipeline import check_bytes
from gblint.readers import ReadError, read
from gblint.readers.encoding import decode
from gblint.readers.refusals import limits_applied
from gblint.results import FileResult, describe_skipped
from gblint.run.plan import Plan, Planner, SettingsError

_LONGEST = 40
"""Characters of a text that a line of the summary quotes."""


class FixOptions(msgspec.Struct, frozen=True):
    """What is to be corrected, and where it goes. `track` is None where nothing is said of it."""

    unsafe: bool = False
    diff: bool = False
    track: bool = False
    no_track: bool = False
    output: str | None = None

    @property
    def tracked(self) -> Track:
        return "all" if self.track else "none" if self.no_track else "unsafe"


class _File(msgspec.Struct, frozen=True):
    """A file, how its findings are looked for and which of them are corrected, and its target."""

    input_: Input
    plan: Plan
    chosen: Plan
    target: Path


class _Count(msgspec.Struct):
    done: int = 0
    left: int = 0
    unsafe: int = 0
    failed: int = 0


def fix(request: CheckRequest, fixing: FixOptions) -> int:
    """Correct files; 0 where no finding is left, 1 where one is, 2 where a file was not corrected.

    With `diff` nothing is written, and 1 says that something would be. Raises SettingsError.
    """
    job = read_request(request)
    lang = job.lang
    targets = _find_targets(job.inputs, fixing)
    overrides = job.overrides
    chosen = Planner(overrides).plans(job.inputs)
    everything = msgspec.structs.replace(overrides, select=None, ignore=())
    plans = Planner(everything).plans(job.inputs) if overrides != everything else chosen
    count = _Count()
    for file in map(_File, job.inputs, plans, chosen, targets):
        try:
            _fix_file(file, fixing, count, lang, quiet=request.quiet)
        except (ReadError, OSError) as error:
            say = error.say if isinstance(error, ReadError) else describe_os_error(error)
            tell_error(say.behind(file.input_.path), lang)
            count.failed += 1
        except NotWrittenInto as refused:
            tell_say(refused.say.behind(file.input_.path), lang)
            count.failed += file.input_.source in request.files  # of a folder, it is passed over
    if job.skipped:
        tell_say(describe_skipped(job.skipped), lang)
    _tell(_summarise(count, fixing), fixing, lang)
    if count.failed or not job.inputs:
        return FAILED
    return int(bool(count.done if fixing.diff else count.left))


def _find_targets(inputs: Sequence[Input], fixing: FixOptions) -> list[Path]:
    """Where each file goes. Raises SettingsError for what cannot be meant."""
    errors: list[Say] = []
    output = None if fixing.output is None else Path(fixing.output)
    if fixing.track and fixing.no_track:
        errors.append(
            Say("--track 和 --no-track 只能用一个", "--track and --no-track exclude each other")
        )
    if any(one.source == STDIN for one in inputs):
        errors.append(
            Say("要改的是文件，不能用标准输入（-）", "it is files that are corrected, not -")
        )
    errors += find_output_faults(output, len(inputs))
    if errors:
        raise SettingsError(errors)
    if output is None:
        return [Path(one.source) for one in inputs]
    targets = [output / Path(one.source).name if output.is_dir() else output for one in inputs]
    if twice := find_twice(targets):
        raise SettingsError(twice[:1])
    return targets


def _fix_file(file: _File, fixing: FixOptions, count: _Count, lang: Lang, *, quiet: bool) -> None:
    """Correct one file, and tell it. Raises ReadError and OSError."""
    input_, place = file.input_, file.input_.source
    if input_.failure is not None:
        raise ReadError(input_.failure)
    with limits_applied(file.plan.limits):
        data = read_bytes(place)
        write = find_writer(data, input_.name, fixing.tracked)

        def check(data: bytes) -> FileResult:
            return check_bytes(data, input_.path, file.plan.terms(place))

        def rules(result: FileResult) -> frozenset[str]:
            return file.chosen.selection_of(result).rules - set(file.chosen.find_ignored(place))

        fixed = correct(data, check, write, unsafe=fixing.unsafe, rules=rules)
        if fixed.result.failure is not None:
            raise ReadError(fixed.result.failure)
        lines = list(_diff(data, fixed.data, input_, fixed.result)) if fixing.diff else []
    if not fixing.diff and (fixed.data != data or fixing.output is not None):
        write_file(file.target, [fixed.data], lasting=True)
    count.done += sum(one.whole for one in fixed.done)
    count.left += len(fixed.left)
    count.unsafe += sum(one.why == "unsafe" and one.finding.fixable != "" for one in fixed.left)
    if fixing.diff:
        stdout().text("".join(line + "\n" for line in lines))
    elif not quiet:
        for say in _describe(file, fixed):
            _tell(say, fixing, lang)


def _diff(old: bytes, new: bytes, input_: Input, result: FileResult) -> Iterator[str]:
    """What was changed, as lines of a unified diff of texts, paragraphs and rows."""
    if old == new:
        return
    from difflib import unified_diff

    if result.format == "text":
        before, after = (decode(data).text.splitlines() for data in (old, new))
    else:
        before, after = (list_lines(read(data, input_.name)) for data in (old, new))
    yield from unified_diff(before, after, input_.path, input_.path, n=0, lineterm="")


def _describe(file: _File, fixed: Fixed) -> Iterator[Say]:
    """What was corrected in a file and what was not, a line each."""
    name, target = file.input_.path, display_path(str(file.target))
    if not fixed.done and not fixed.left:
        yield Say(f"{name}：没有要改的", f"{name}: nothing to correct")
        return
    more = Say(f"，写入 {target}", f", written to {target}") if target != name else Say("")
    yield Say(f"{name}{more.zh}", f"{name}{more.en}")
    for done in fixed.done:
        yield _describe_done(done)
    for left in fixed.left:
        if left.why != "other":
            yield _describe_left(left)
    others = Counter(left.finding.rule for left in fixed.left if left.why == "other")
    if others:
        zh = "、".join(f"{rule}×{n}" if n > 1 else rule for rule, n in sorted(others.items()))
        en = zh.replace("、", ", ")
        yield Say(f"  要自己改：{zh}", f"  to be mended by hand: {en}")


def _describe_done(done: Done) -> Say:
    finding = done.finding
    shown = _write_changes(done.replacements)
    part = Say("", "") if done.whole else Say("（部分）", " (in part)")
    return Say(
        f"  已改{part.zh} {finding.rule} {finding.location.where.zh}：{shown}",
        f"  corrected{part.en} {finding.rule} {finding.location.where.in_lang('en')}: {shown}",
    )


def _write_changes(replacements: Sequence[Replacement]) -> str:
    once = list(dict.fromkeys((one.old, one.new) for one in replacements))
    shown = [f"“{_cut(old)}”→“{_cut(new)}”" for old, new in once[:3]]
    more = len(replacements) - len(shown)
    return "，".join(shown) + (f" …+{more}" if more > 0 else "")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _describe_left(left: Left) -> Say:
    finding = left.finding
    why = _why(left)
    zh, en = finding.message.zh, finding.message.in_lang("en")
    return Say(
        f"  未改 {finding.rule} {zh}（{why.zh}）",
        f"  left {finding.rule} {en} ({why.in_lang('en')})",
    )


def _why(left: Left) -> Say:
    if left.why == "unsafe":
        return Say("要核对：加 --unsafe 改", "look at it: corrected with --unsafe")
    if left.why == "place":
        return Say("文件里找不到确切的位置", "its place in the file cannot be told")
    if left.why == "worse":
        rules = "、".join(dict.fromkeys(one.rule for one in left.brings))
        more = f" {rules}" if rules else ""
        return Say(f"改了会引出新问题{more}，没有改", f"correcting it brings another finding{more}")
    return Say("改了还是不对，没有改", "correcting it does not mend it")


def _summarise(count: _Count, fixing: FixOptions) -> Say:
    unsafe = count.unsafe
    more = Say(f"（其中 {unsafe} 项可加 --unsafe 改）", f" ({unsafe} of them with --unsafe)")
    more = more if unsafe else Say("")
    if fixing.diff:
        return Say(
            f"可改正 {count.done} 项，剩 {count.left} 项{more.zh}；没有写入文件。",
            f"{count.done} can be corrected, {count.left} left{more.en}; nothing was written.",
        )
    return Say(
        f"改正 {count.done} 项，剩 {count.left} 项{more.zh}。",
        f"{count.done} corrected, {count.left} left{more.en}.",
    )


def _tell(say: Say, fixing: FixOptions, lang: Lang) -> None:
    """Beside a diff, which is the output, it goes where errors go."""
    (tell_say if fixing.diff else print_say)(say, lang)
