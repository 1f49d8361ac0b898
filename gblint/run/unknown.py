"""Words of settings and options that name nothing, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.pack_choice import AUTO
from gblint.packs.find import built_in, locate
from gblint.packs.problems import joined, suggestion


def unknown_rule(word: str, packs: Iterable[Pack]) -> Say | None:
    """That no rule of the packs is called so, or begins so; None where one does."""
    packs = list(packs)
    rules = {rule.id for pack in packs for rule in pack.rules}
    if any(rule.startswith(word) for rule in rules):
        return None
    named = "、".join(dict.fromkeys(pack.id for pack in packs))
    return joined(
        Say(f"规则包 {named} 中没有规则“{word}”", f'there is no rule "{word}" in {named}'),
        suggestion(word.upper(), rules),
    )


def unknown_pack(ref: str, folder: Path) -> Say | None:
    """That there is no such pack, neither built in nor at that path; None where there is."""
    if locate(ref, folder) is not None:
        return None
    if "/" in ref or "\\" in ref or ref.endswith((".yaml", ".yml")):
        return Say(f"没有规则包文件“{ref}”", f'there is no pack at "{ref}"')
    from gblint.packs.installed import installed, why_not

    known = (*built_in(), *(one.id for one in installed()), AUTO)
    say = Say(f"没有规则包“{ref}”", f'there is no pack "{ref}"')
    return why_not(ref) or joined(say, suggestion(ref, known))
