"""What is kept from one run to the next: `gblint baseline create` writes the findings of today as
those that are known, and `gblint clean` removes what is cached.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from gblint.cli.check import CheckRequest, read_request
from gblint.cli.streams import (
    choose_language,
    explain_unwritten,
    get_stdout,
    suit_language,
    tell_error,
    tell_say,
    write_file,
)
from gblint.cli.values import Values, read_working_settings
from gblint.config import ConfigError
from gblint.files import describe_os_error, display_path
from gblint.findings import Lang, Say
from gblint.results import RunResult, describe_skipped
from gblint.run import check_inputs
from gblint.run.baseline import encode_baseline
from gblint.text import clean_path

_ACTION = "create"
_OTHERS = Say(
    "用 gblint --format json 检查同样的文件可以看到",
    "gblint --format json on the same files lists them",
)


_NAME = "gblint-baseline.json"


class BaselineOptions(msgspec.Struct, frozen=True):
    """What is to be done and with which files, as typed; and where the baseline goes."""

    words: tuple[str, ...]
    output: str | None = None
    force: bool = False


def create_baseline(request: CheckRequest, writing: BaselineOptions) -> int:
    """Check what is named and write its findings as a baseline; the exit code.

    What could not be checked is told, and counts: nothing is known of it. A file that is there
    is written over only by `force`. Raises SettingsError and Interrupted.
    """
    lang = choose_language(request.lang)
    if writing.words[:1] != (_ACTION,):
        say = Say(
            "应写成 gblint baseline create 文件…", "it is written gblint baseline create FILE…"
        )
        return tell_error(say, lang)
    output = writing.output or _find_default_output(request)
    path = Path(output)
    if path.exists() and not writing.force:
        say = Say(
            f"“{output}”已经存在；要重新生成，加 --force",
            f'"{output}" is there already; to make it anew, add --force',
        )
        return tell_error(say, lang)
    # the baseline is no report, wherever it lies, and does not set its own findings apart
    request = msgspec.structs.replace(request, files=writing.words[1:], baseline_made=output)
    job = read_request(request)
    for note in job.notes:
        tell_say(note, lang)
    result = check_inputs(job.inputs, job.overrides, batch=job.batch, skipped=job.skipped)
    # an empty baseline would take the place of one that knew something
    if all(file.failure is not None for file in result.files):
        return _tell_nothing_written(result, output, lang, kept=path.exists())
    try:
        write_file(path, [encode_baseline(result, path.absolute().parent)])
    except OSError as error:
        return tell_error(explain_unwritten(output, error), lang)
    return _tell_written(result, output, lang)


def _find_default_output(request: CheckRequest) -> str:
    """The baseline of the settings, else the usual name. What is wrong with them is told later."""
    try:
        config = read_working_settings(request.config, isolated=request.isolated)
    except (ConfigError, OSError):
        return _NAME
    if config is None or config.baseline is None:
        return _NAME
    return display_path(os.path.relpath(config.folder / config.baseline))


def _tell_nothing_written(result: RunResult, output: str, lang: Lang, *, kept: bool) -> int:
    """Say that nothing was written, as no file could be checked; the exit code."""
    _tell_failures(result, lang)
    zh, en = (f"“{output}”保持原样", "stays as it was")
    if not kept:
        zh, en = (f"没有写“{output}”", "was not written")
    say = Say(f"没有一个文件能检查，{zh}", f'no file could be checked, "{output}" {en}')
    return tell_error(say, lang)


def _tell_written(result: RunResult, output: str, lang: Lang) -> int:
    """Say what was written, and what could not be checked; the exit code."""
    code = _tell_failures(result, lang)
    read = [file for file in result.files if file.failure is None]
    count = sum(not finding.incomplete for file in read for finding in file.findings)
    done = Say(
        f"已把 {count} 处问题写入“{output}”，以后用 --baseline {output} 只看新问题。",
        f'{count} findings are in "{output}" now; --baseline {output} shows only new ones.',
    )
    tell_say(done, lang)
    if failed := len(result.files) - len(read):
        lacks = Say(
            f"有 {failed} 个文件无法读取，“{output}”中没有它们的问题；能读取后用 --force 重新生成",
            f'{failed} of the files could not be read, and "{output}" has nothing of them: make '
            "it anew with --force when they can be",
        )
        tell_say(lacks, lang)
    return code


def _tell_failures(result: RunResult, lang: Lang) -> int:
    """Say what could not be checked; the exit code."""
    code = 0
    for file in result.files:
        if (why := file.failure) is not None:
            code = tell_error(why.behind(file.path), lang)
        for finding in file.findings:
            if finding.incomplete and why is None:
                why = finding.message
                code = tell_error(why.behind(file.path), lang)
    if result.skipped:
        say = describe_skipped(result.skipped, others=_OTHERS)
        if any(passed.counts for passed in result.skipped):
            code = tell_error(say, lang)
        else:
            tell_say(say, lang)
    return code


def clean_up(*, lang: str | None) -> int:
    """Remove results and packs from the cache, and nothing else; the exit code.

    Raises SettingsError.
    """
    from gblint.files import FOLDER, NotOurs, find_cache_folder
    from gblint.run.results_cache import Cleaned, clean_cache

    Values(lang).require()
    spoken = choose_language(lang)
    home = find_cache_folder()
    try:
        cleaned = (
            Cleaned() if home is None else clean_cache(home, unsigned=not os.environ.get(FOLDER))
        )
    except NotOurs as error:
        place = str(error)
        say = Say(
            f"没有清除缓存“{home}”：“{place}”属于别的用户，或别的用户可以写入；缓存不会用到它，"
            "请改正它的权限，或用 GBLINT_CACHE_DIR 另指定文件夹",
            f'the cache "{home}" was not cleared: "{place}" belongs to another user, or others '
            "may write in it; it is not used as a cache either: mend its rights, or name another "
            "folder by GBLINT_CACHE_DIR",
        )
        return tell_error(say, spoken)
    except OSError as error:
        why = describe_os_error(error)
        say = Say(f"不能清除缓存“{home}”：{why.zh}", f'cannot clear the cache "{home}": {why.en}')
        return tell_error(say, spoken)
    for left in cleaned.left:
        say = Say(
            f"没有清除“{left}”：它是链接，或不只有您能写入；缓存不会用到它",
            f'"{left}" was left alone: it is a link, or others may write in it; it is not used',
        )
        tell_say(say, spoken)
    count = cleaned.files
    done = Say(f"已清除缓存：{count} 个文件（{home}）。", f"Removed {count} cached files ({home}).")
    out = get_stdout()
    out.write_text(clean_path(done.in_lang(suit_language(spoken, out))) + "\n")
    return 0
