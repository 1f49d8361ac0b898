"""`gblint annotate`: the findings as comments in a copy of the Word file; and `gblint fix`:
corrections written into the files, or shown.

Both check files first, as `check` does. What goes into a Word file is made by `gblint/word/`, and
which corrections hold is found by `gblint/fix/`; here is which file is written, and what is said.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from gblint.cli.check import CheckRequest, read_request
from gblint.cli.streams import (
    FAILED,
    explain_unwritten,
    get_stdout,
    print_say,
    tell_error,
    tell_say,
    write_file,
)
from gblint.cli.values import find_output_faults, find_twice
from gblint.files import STDIN, Input, display_path, explain_stop, explain_unread, read_bytes
from gblint.findings import Lang, Replacement, SaidError, Say
from gblint.fix import (
    Done,
    Fixed,
    Left,
    NotWrittenInto,
    Track,
    correct_file,
    find_writer,
    list_lines,
)
from gblint.packs import join_says
from gblint.readers import ReadError, get_suffix, get_written_form, list_forms, read
from gblint.readers.refusals import apply_limits, count_bytes, get_limits
from gblint.readers.texts import decode
from gblint.results import FileResult, describe_skipped
from gblint.run import find_exit_code
from gblint.run.find_inputs import COMMENTED, COPY
from gblint.run.plan import Plan, Planner, SettingsError
from gblint.word.annotate import Annotated, clear, is_untouched
from gblint.word.annotate import annotate as write_comments
from gblint.word.places import open_as_docx
from gblint.writers.words import describe_counts

_CLEARED = ".清稿"
"""What stands before the suffix of files that comments were taken out of."""

_CONVERTED = Say(
    "（由 LibreOffice 转换为 .docx，版式可能略有不同）",
    " (converted to .docx by LibreOffice; its looks may differ a little)",
)


class AnnotateOptions(msgspec.Struct, frozen=True):
    """Where it is to be written, and what: with `clear`, the file without gblint's comments."""

    output: str | None = None
    in_place: bool = False
    clear: bool = False
    force: bool = False


class _File(NamedTuple):
    """A file, how its findings are looked for, and where its copy goes.

    `chosen` says which of the findings are corrected.
    """

    input_: Input
    plan: Plan
    target: Path
    chosen: Plan


class _NotAnnotated(SaidError):  # noqa: N818 -- it names what happened
    """A file is not annotated. `say` is why, and what to do."""


def annotate(request: CheckRequest, writing: AnnotateOptions) -> int:
    """Write copies of the files with comments; the exit code, as that of a check.

    A file that cannot be read, or whose copy would be written over another file, is told in a line,
    and nothing is written for it. Raises SettingsError.
    """
    job = read_request(request)
    lang = job.lang
    inputs = [input_ for input_ in job.inputs if _is_wanted(input_, request.files)]
    targets = _find_targets(inputs, writing)
    plans = Planner(job.overrides).make_plans(inputs)
    results: list[FileResult] = []
    code = 0
    for file in map(_File, inputs, plans, targets, plans):
        try:
            results.append(_annotate_file(file, writing, lang, quiet=request.quiet))
        except _NotAnnotated as refused:
            # it counts in the exit code as a file that could not be read
            results.append(FileResult(file.input_.path, failure=refused.say))
            code = tell_error(refused.say.behind(file.input_.path), lang)
    if skipped := [passed for passed in job.skipped if passed.reason != COPY]:
        tell_say(describe_skipped(skipped), lang)
    if not inputs:
        return tell_error(Say("没有可以加批注的文件", "no file that can have comments"), lang)
    return max(code, find_exit_code(results, plans)) if not writing.clear else code


def _is_wanted(input_: Input, named: Sequence[str]) -> bool:
    """Whether a file is to be annotated: of folders, what has comments and is no copy of ours."""
    if input_.source in named:
        return True
    suffix = get_suffix(input_.name)
    with_comments = {
        one
        for form in list_forms()
        if form.written or form.convert is not None
        for one in form.suffixes
    }
    stem = input_.name.removesuffix(suffix)
    return suffix.lower() in with_comments and not stem.endswith((COMMENTED, _CLEARED))


def _find_targets(inputs: Sequence[Input], writing: AnnotateOptions) -> list[Path]:
    """Where each copy goes. Raises SettingsError for what cannot be meant."""
    errors: list[Say] = []
    output = None if writing.output is None else Path(writing.output)
    if writing.in_place and output is not None:
        errors.append(Say("--in-place 和 -o 只能用一个", "--in-place and -o exclude each other"))
    if any(input_.source == STDIN for input_ in inputs):
        say = Say(
            "批注要写进文件，不能用标准输入（-）", "comments go into a file, not standard input"
        )
        errors.append(say)
    if misplaced := list(find_output_faults(output, len(inputs))):
        errors += misplaced
    elif (
        output and not output.is_dir() and output.suffix.lower() not in get_written_form().suffixes
    ):
        say = Say(f"-o：“{output}”应以 .docx 结尾", f'-o: "{output}" is to end with .docx')
        errors.append(say)
    if errors:
        raise SettingsError(errors)
    targets = [_find_target(input_, output, writing) for input_ in inputs]
    if twice := find_twice(targets):
        raise SettingsError(twice)
    return targets


def _find_target(input_: Input, output: Path | None, writing: AnnotateOptions) -> Path:
    path = Path(input_.source)
    if writing.in_place:
        return path
    if output is not None and not output.is_dir():
        return output
    stem = path.stem.removesuffix(COMMENTED)
    name = stem + (_CLEARED if writing.clear else COMMENTED) + get_written_form().suffixes[0]
    return path.with_name(name) if output is None else output / name


def _annotate_file(file: _File, writing: AnnotateOptions, lang: Lang, *, quiet: bool) -> FileResult:
    """Write the copy of one file; its result, or an empty one where comments are taken out.

    Raises _NotAnnotated.
    """
    input_ = file.input_
    if input_.failure is not None:
        raise _NotAnnotated(input_.failure)
    with apply_limits(file.plan.limits):
        try:
            # what LibreOffice makes of a file is never written into it, nor does it hold our
            # comments
            own = writing.in_place or writing.clear
            source = open_as_docx(read_bytes(input_.source), input_.name, convert=not own)
            result, done = _make_copy(source.data, file, writing, lang)
        except _NotAnnotated:
            raise
        except BaseException as error:
            raise _NotAnnotated(explain_stop(error)) from error
        # then the file stays as it is, to the byte
        idle = not done.removed and (writing.clear or (writing.in_place and not done.comments))
        if not idle:
            _write_copy(file, done, writing)
    if not quiet:
        said = (
            _describe_cleared(file, done)
            if writing.clear
            else _describe_written(file, result, done)
        )
        tail = _CONVERTED if source.converted else Say("", "")
        print_say(join_says(said, tail), lang)
    return result


def _make_copy(
    data: bytes, file: _File, writing: AnnotateOptions, lang: Lang
) -> tuple[FileResult, Annotated]:
    """The result of a file, and its copy. Raises ReadError and _NotAnnotated."""
    path = file.input_.path
    if writing.clear:
        return FileResult(path), clear(data)
    result = file.plan.check(data, path, file.input_.source)
    if result.failure is not None:
        raise _NotAnnotated(result.failure)
    return result, write_comments(data, result.findings, result.title, lang)


def _write_copy(file: _File, done: Annotated, writing: AnnotateOptions) -> None:
    """Write a copy, unless it is there already. Raises _NotAnnotated."""
    target = file.target
    try:
        there = _read_target(target)
        if not writing.in_place and there is not None:
            _check_free(file, there, done, writing)
        # its time stays, too, by which others know that it is new
        if there == done.data:
            return
        write_file(target, [done.data], lasting=True)
    except OSError as error:
        raise _NotAnnotated(explain_unwritten(target, error)) from error


def _read_target(target: Path) -> bytes | None:
    """What is at the place to write to, None where there is nothing."""
    if not target.exists():
        return None
    if target.is_dir():
        raise IsADirectoryError(21, os.strerror(21), str(target))
    with target.open("rb") as file:
        return file.read(count_bytes(get_limits().file_mb))


def _check_free(file: _File, there: bytes, done: Annotated, writing: AnnotateOptions) -> None:
    """Refuse to write over the original, and over what gblint did not write as it is."""
    target = file.target
    if target.samefile(file.input_.source):
        raise _NotAnnotated(
            Say(
                "这就是要检查的文件，不会覆盖：要写进去，加 --in-place；要写到别处，用 -o",
                "this is the file itself, which is not written over: add --in-place to have the "
                "comments in it, or name another with -o",
            )
        )
    if writing.force or there == done.data or _is_ours(there):
        return
    raise _NotAnnotated(
        Say(
            f"“{target}”已经存在，不是 gblint 写的，或写出后有人改过：改用 -o 写到别处，"
            "确要覆盖时加 --force",
            f'"{target}" is there, and gblint did not write it, or someone changed it since: name '
            "another with -o, or add --force to write over it",
        )
    )


def _is_ours(there: bytes) -> bool:
    try:
        return is_untouched(there)
    except ReadError:
        return False


def _describe_written(file: _File, result: FileResult, done: Annotated) -> Say:
    name, target = file.input_.path, display_path(str(file.target))
    if not result.findings and not done.removed and target == display_path(file.input_.source):
        return Say(
            f"{name}：没有发现问题，文件没有改动",
            f"{name}: nothing was found, it was left as it is",
        )
    if not result.findings:
        return Say(
            f"{name}：没有发现问题，{target} 中没有 gblint 的批注",
            f"{name}: nothing was found, {target} has no comments of gblint",
        )
    found = describe_counts([finding.severity for finding in result.findings])
    return Say(
        f"{name}：{found.zh}，{done.comments} 条批注写入 {target}",
        f"{name}: {found.en}; comments written to {target}: {done.comments}",
    )


def _describe_cleared(file: _File, done: Annotated) -> Say:
    name, target = file.input_.path, display_path(str(file.target))
    if not done.removed:
        return Say(
            f"{name}：其中没有 gblint 的批注，没有写出文件",
            f"{name}: there are no comments of gblint in it, nothing was written",
        )
    return Say(
        f"{name}：去掉 gblint 的批注 {done.removed} 条，写入 {target}",
        f"{name}: comments of gblint taken out: {done.removed}; written to {target}",
    )


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
    targets = _find_fix_targets(job.inputs, fixing)
    overrides = job.overrides
    chosen = Planner(overrides).make_plans(job.inputs)
    # all rules look at what is corrected: a correction must not bring a finding of another rule
    everything = msgspec.structs.replace(overrides, select=None, ignore=())
    plans = Planner(everything).make_plans(job.inputs) if overrides != everything else chosen
    count = _Count()
    for file in map(_File, job.inputs, plans, targets, chosen):
        try:
            _fix_file(file, fixing, count, lang, quiet=request.quiet)
        except (ReadError, OSError) as error:
            tell_error(explain_unread(error).behind(file.input_.path), lang)
            count.failed += 1
        except NotWrittenInto as refused:
            tell_say(refused.say.behind(file.input_.path), lang)
            count.failed += file.input_.source in request.files  # of a folder, it is passed over
    if job.skipped:
        tell_say(describe_skipped(job.skipped), lang)
    _tell_beside_diff(_summarise(count, fixing), fixing, lang)
    if count.failed or not job.inputs:
        return FAILED
    return int(bool(count.done if fixing.diff else count.left))


def _find_fix_targets(inputs: Sequence[Input], fixing: FixOptions) -> list[Path]:
    """Where each file goes. Raises SettingsError for what cannot be meant."""
    errors: list[Say] = []
    output = None if fixing.output is None else Path(fixing.output)
    if fixing.track and fixing.no_track:
        errors.append(
            Say("--track 和 --no-track 只能用一个", "--track and --no-track exclude each other")
        )
    if any(input_.source == STDIN for input_ in inputs):
        errors.append(
            Say("要改的是文件，不能用标准输入（-）", "it is files that are corrected, not -")
        )
    errors += find_output_faults(output, len(inputs))
    if errors:
        raise SettingsError(errors)
    if output is None:
        return [Path(input_.source) for input_ in inputs]
    targets = [
        output / Path(input_.source).name if output.is_dir() else output for input_ in inputs
    ]
    if twice := find_twice(targets):
        raise SettingsError(twice[:1])
    return targets


def _fix_file(file: _File, fixing: FixOptions, count: _Count, lang: Lang, *, quiet: bool) -> None:
    """Correct one file, and tell it. Raises ReadError and OSError."""
    input_, place = file.input_, file.input_.source
    if input_.failure is not None:
        raise ReadError(input_.failure)
    with apply_limits(file.plan.limits):
        data = read_bytes(place)
        write = find_writer(data, input_.name, fixing.tracked)
        fixed = correct_file(
            data,
            lambda data: file.plan.check(data, input_.path, place),
            write,
            unsafe=fixing.unsafe,
            rules=lambda result: file.chosen.list_reported(result, place),
        )
        if fixed.result.failure is not None:
            raise ReadError(fixed.result.failure)
        changes = _list_differing_lines(data, fixed.data, input_, fixed.result)
        # as a whole: reading the new file has to stay within the limits, too
        lines = list(changes) if fixing.diff else []
    if not fixing.diff and (fixed.data != data or fixing.output is not None):
        write_file(file.target, [fixed.data], lasting=True)
    count.done += sum(one.whole for one in fixed.done)
    count.left += len(fixed.left)
    count.unsafe += sum(one.why == "unsafe" and one.finding.fixable != "" for one in fixed.left)
    if fixing.diff:
        get_stdout().write_text("".join(line + "\n" for line in lines))
    elif not quiet:
        for say in _describe_fixed(file, fixed):
            _tell_beside_diff(say, fixing, lang)


def _list_differing_lines(
    old: bytes, new: bytes, input_: Input, result: FileResult
) -> Iterator[str]:
    """What was changed, as lines of a unified diff of texts, paragraphs and rows."""
    if old == new:
        return
    from difflib import unified_diff

    if result.format == "text":
        before, after = (decode(data).text.splitlines() for data in (old, new))
    else:
        before, after = (list_lines(read(data, input_.name)) for data in (old, new))
    yield from unified_diff(before, after, input_.path, input_.path, n=0, lineterm="")


def _describe_fixed(file: _File, fixed: Fixed) -> Iterator[Say]:
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
    once = list(dict.fromkeys((replacement.old, replacement.new) for replacement in replacements))
    shown = [f"“{_cut(old)}”→“{_cut(new)}”" for old, new in once[:3]]
    more = len(replacements) - len(shown)
    return "，".join(shown) + (f" …+{more}" if more > 0 else "")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


_WHY_LEFT = {
    "unsafe": Say("要核对：加 --unsafe 改", "look at it: corrected with --unsafe"),
    "place": Say("文件里找不到确切的位置", "its place in the file cannot be told"),
}
_NOT_MENDED = Say("改了还是不对，没有改", "correcting it does not mend it")


def _describe_left(left: Left) -> Say:
    finding = left.finding
    why = _WHY_LEFT.get(left.why, _NOT_MENDED)
    if left.why == "worse":
        rules = "、".join(dict.fromkeys(one.rule for one in left.brings))
        more = f" {rules}" if rules else ""
        why = Say(f"改了会引出新问题{more}，没有改", f"correcting it brings another finding{more}")
    zh, en = finding.message.zh, finding.message.in_lang("en")
    return Say(
        f"  未改 {finding.rule} {zh}（{why.zh}）",
        f"  left {finding.rule} {en} ({why.in_lang('en')})",
    )


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


def _tell_beside_diff(say: Say, fixing: FixOptions, lang: Lang) -> None:
    """Beside a diff, which is the output, it goes where errors go."""
    (tell_say if fixing.diff else print_say)(say, lang)
