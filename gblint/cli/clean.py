"""`gblint clean`: remove what is cached."""

from __future__ import annotations

import os

from gblint.cli.messages import tell_error, tell_say
from gblint.cli.streams import for_people, language, stdout
from gblint.cli.values import Values
from gblint.findings import Say
from gblint.inputs import describe_os_error
from gblint.text.display import clean_path


def clean(*, lang: str | None) -> int:
    """Remove results and packs from the cache, and nothing else; the exit code.

    Raises SettingsError.
    """
    from gblint.packs.cache_folder import FOLDER, NotOurs, cache_folder
    from gblint.run.results_cache import Cleaned, clean_cache

    Values(lang).require()
    spoken = language(lang)
    home = cache_folder()
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
    out = stdout()
    out.text(clean_path(done.in_lang(for_people(spoken, out))) + "\n")
    return 0
