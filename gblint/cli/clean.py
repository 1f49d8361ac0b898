"""`gblint clean`: remove what is cached."""

from __future__ import annotations

from gblint.cli.check import check_lang
from gblint.cli.lang import language
from gblint.cli.problems import tell_error, tell_errors
from gblint.cli.streams import stdout
from gblint.cli.values import Values
from gblint.findings import Say
from gblint.run.files import os_failure
from gblint.run.plan import SettingsError


def clean(*, lang: str | None) -> int:
    """Remove results and packs from the cache, and nothing else; the exit code."""
    from gblint.packs.cache import folder
    from gblint.run.clean import remove

    values = Values()
    check_lang(lang, values)
    told = language([] if lang is None else ["--lang", lang])
    if values.errors:
        return tell_errors(SettingsError(values.errors), told)
    home = folder()
    try:
        count = 0 if home is None else remove(home)
    except OSError as error:
        why = os_failure(error)
        say = Say(f"不能清除缓存“{home}”：{why.zh}", f'cannot clear the cache "{home}": {why.en}')
        return tell_error(say, told)
    done = Say(f"已清除缓存：{count} 个文件（{home}）。", f"Removed {count} cached files ({home}).")
    stdout().text(done.in_lang(told) + "\n")
    return 0
