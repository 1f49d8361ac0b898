"""`gblint letters`: for each organ one Word file with what is to be mended, to send it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

import msgspec

from gblint.cli.check import CheckRequest, read_request
from gblint.cli.messages import ProgressBar, explain_unwritten, tell_error, tell_say
from gblint.cli.streams import language, print_say, write_file
from gblint.cli.values import find_output_faults
from gblint.findings import SEVERITIES, Finding, Lang, Say
from gblint.inputs import describe_os_error, display_path
from gblint.pack.model import OrganSpec
from gblint.report.expected_organs import NamedReport, group_by_organ
from gblint.results import FileResult, RunResult, describe_skipped
from gblint.run.check_files import check_inputs, plan_for
from gblint.run.plan import SettingsError
from gblint.text.display import clean
from gblint.word.letter_template import (
    Letter,
    Template,
    TemplateError,
    build_template,
    is_own_letter,
)
from gblint.writers.words import SEVERITY, explain_failure, to_one_line

_LARGEST = 20_000_000
"""Bytes of a template, or of a file that is in the way."""

_NO_NAME = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
_LONGEST_NAME = 60

_NO_OUTPUT = Say(
    "要写明放通知的文件夹，如 gblint letters 2026/ -o 退回/",
    "name the folder for the letters, for instance gblint letters 2026/ -o returned/",
)


class LetterOptions(msgspec.Struct, frozen=True):
    """Where letters go, and of which template; `write_template` is where gblint's own goes."""

    output: str | None = None
    template: str | None = None
    write_template: str | None = None
    force: bool = False


def letters(request: CheckRequest, writing: LetterOptions) -> int:
    """Write the letters; 0 where all are written, 2 where one would go over another's file.

    Raises SettingsError.
    """
    if writing.write_template is not None:
        return _write_template(request, writing, writing.write_template)
    if writing.output is None:
        raise SettingsError([_NO_OUTPUT])
    folder = Path(writing.output)
    job = read_request(request)
    template = _open_template(writing.template, job.lang)
    _make_folder(folder)
    with closing(ProgressBar(job.lang)) as bar:
        result = check_inputs(
            job.inputs,
            job.overrides,
            watch=None if request.quiet else bar,
            batch=job.batch,
            skipped=job.skipped,
        )
    code = written = 0
    spec = plan_for(Path.cwd(), job.overrides).pack.facts.organ
    groups = _group(result, spec)
    for name, numbers in groups:
        files = [result.files[number] for number in numbers]
        if not any(file.findings or file.failure is not None for file in files):
            continue
        data = template.fill(_build_letter(files, job.lang))
        refused = _put(folder / f"{name}.docx", data, force=writing.force)
        if refused is None:
            written += 1
        else:
            code = tell_error(refused, job.lang)
    if not request.quiet:
        _tell(result, len(groups), written, folder, job.lang)
    return code


def _write_template(request: CheckRequest, writing: LetterOptions, path: str) -> int:
    if request.files or writing.output is not None:
        say = Say(
            "只写出模板，不能同时写报告或 -o", "writes the template alone, without files or -o"
        )
        raise SettingsError([say.behind("--write-template")])
    lang = language(request.lang)
    if Path(path).exists() and not writing.force:
        say = Say(
            f"“{path}”已经存在，不会改动它；要重新生成，加 --force",
            f'"{path}" is there already and stays as it is; to make it anew, add --force',
        )
        return tell_error(say, lang)
    try:
        write_file(Path(path), [build_template(lang)])
    except OSError as error:
        return tell_error(explain_unwritten(path, error), lang)
    return 0


def _open_template(path: str | None, lang: Lang) -> Template:
    """Raises SettingsError."""
    if path is None:
        return Template(build_template(lang))
    try:
        with Path(path).open("rb") as file:
            return Template(file.read(_LARGEST))
    except OSError as error:
        why = describe_os_error(error)
    except TemplateError as error:
        why = error.say
    raise SettingsError([why.behind(path).behind("--template")])


def _make_folder(folder: Path) -> None:
    """Make the folder; before reports are checked, for that may take long.

    Raises SettingsError where letters cannot go there.
    """
    try:
        if folder.exists() and not folder.is_dir():
            say = Say(f"-o：“{folder}”不是文件夹", f'-o: "{folder}" is no folder')
            raise SettingsError([say])
        if faults := list(find_output_faults(folder, count=1)):
            raise SettingsError(faults)
        folder.mkdir(exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SettingsError([explain_unwritten(folder, error).behind("-o")]) from error


def _group(result: RunResult, spec: OrganSpec | None) -> list[tuple[str, list[int]]]:
    """The files of each organ by their numbers, with the name for its letter.

    A file that tells no organ has a letter of its own.
    """
    reports: list[NamedReport] = []
    names: list[str] = []
    for file in result.files:
        organ = file.organ if file.failure is None else ""
        reports.append(NamedReport(organ, file.path))
        stem = file.path.rpartition("/")[2]
        names.append(organ or (stem.rpartition(".")[0] or stem))
    groups = list(group_by_organ(reports, spec))
    groups += ([at] for at, report in enumerate(reports) if not report.organ)
    groups.sort()
    taken: Counter[str] = Counter()
    named: list[tuple[str, list[int]]] = []
    for group in groups:
        name = _name_file(names[group[0]])
        taken[name.casefold()] += 1
        more = taken[name.casefold()]
        named.append((f"{name} ({more})" if more > 1 else name, group))
    return named


def _name_file(name: str) -> str:
    """A name for a file on any system."""
    return clean(name).translate(_NO_NAME).strip(" .")[:_LONGEST_NAME] or "_"


def _build_letter(files: Sequence[FileResult], lang: Lang) -> Letter:
    first = next((file for file in files if file.organ), files[0])
    findings = [(file, finding) for file in files for finding in file.findings]
    findings.sort(key=lambda pair: SEVERITIES.index(pair[1].severity))
    each = [
        _describe(finding, file, lang, several=len(files) > 1) for file, finding in findings
    ] + [
        {**_BLANK, "severity": to_one_line(SEVERITY["error"], lang), "problem": why}
        for file in files
        if (why := explain_failure(file, lang))
    ]
    counts = Counter(finding.severity for _, finding in findings)
    stem = first.path.rpartition("/")[2]
    today = datetime.now().astimezone()
    date = Say(f"{today.year}年{today.month}月{today.day}日", f"{today.day} {today:%B %Y}")
    year = Say("本" if first.year is None else str(first.year), str(first.year or "this year"))
    once = {
        "organ": first.organ or stem,
        "year": year.in_lang(lang),
        "files": "、".join(file.path.rpartition("/")[2] for file in files),
        "count": str(len(each)),
        "errors": str(counts["error"]),
        "warnings": str(counts["warning"]),
        "notes": str(counts["note"]),
        "date": date.in_lang(lang),
    }
    numbered = [{**one, "number": str(number)} for number, one in enumerate(each, 1)]
    return Letter(once, numbered)


_BLANK: Mapping[str, str] = dict.fromkeys(
    ("severity", "rule", "where", "problem", "fix", "basis"), ""
)


def _describe(finding: Finding, file: FileResult, lang: Lang, *, several: bool) -> dict[str, str]:
    where = to_one_line(finding.location.where, lang)
    name = file.path.rpartition("/")[2]
    return {
        "severity": to_one_line(SEVERITY[finding.severity], lang),
        "rule": finding.rule,
        "where": f"{name}：{where}" if several else where,
        "problem": to_one_line(finding.message, lang),
        "fix": to_one_line(finding.fix, lang),
        "basis": to_one_line(finding.basis, lang),
    }


def _put(path: Path, data: bytes, *, force: bool) -> Say | None:
    """Write a letter; why not, where something else is there."""
    try:
        if path.exists() and not force:
            with path.open("rb") as file:
                there = file.read(_LARGEST)
            if not is_own_letter(there):
                return Say(
                    f"“{path}”已经存在，不是 gblint 写的，或写出后有人改过：换一个文件夹，"
                    "确要覆盖时加 --force",
                    f'"{path}" is there, and gblint did not write it, or someone changed it since: '
                    "name another folder, or add --force to write over it",
                )
        write_file(path, [data])
    except OSError as error:
        return explain_unwritten(str(path), error)
    return None


def _tell(result: RunResult, organs: int, written: int, folder: Path, lang: Lang) -> None:
    shown = display_path(str(folder))
    say = Say(
        f"{len(result.files)} 个文件，{organs} 个机关：{written} 份通知写入 {shown}",
        f"{len(result.files)} files of {organs} organs; letters written to {shown}: {written}",
    )
    print_say(say, lang)
    if result.skipped:
        tell_say(describe_skipped(result.skipped), lang)
