"""Settings that ignore rules for a file in vain."""

from __future__ import annotations

import msgspec

from gblint.findings import Say
from gblint.results import FileResult
from gblint.run.globs import is_plain, names_file
from gblint.run.plan import Plan


def reviewed(file: FileResult, path: str, plan: Plan) -> FileResult:
    """The result with remarks on settings that ignore rules for just this file, in vain.

    Of a pattern nothing is said: other files may need it.
    """
    config = plan.config
    if config is None or file.failure is not None:
        return file
    unknown = {rule for finding in file.findings for rule in finding.unchecked}
    met = {*file.ignored, *(one.rule for one in file.findings if one.incomplete)}
    in_force = plan.selection_of(file).rules - unknown
    idle = [
        word
        for one in config.per_file_ignores
        if names_file([name for name in one.files if is_plain(name)], path, config.folder)
        for word in one.rules
        if not any(rule.startswith(word) for rule in met)
        and any(rule.startswith(word) for rule in in_force)
    ]
    if not idle:
        return file
    told = Say(
        f"设置 {config.file} 对这个文件忽略的 {'、'.join(idle)} 已没有问题，可以删去",
        f"{config.file} ignores {', '.join(idle)} for this file, where nothing is found",
    )
    return msgspec.structs.replace(file, notes=(*file.notes, told))
