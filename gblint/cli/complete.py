"""What a shell offers for the values of options."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.cli.lang import LANGS
from gblint.cli.targets import FORMATS
from gblint.cli.terminal import COLORS
from gblint.config import FAIL_ON
from gblint.writers.layout import clean

Offer = Iterator[str | tuple[str, str]]


def packs_here() -> Offer:
    from gblint.checks.load import infos

    for pack in infos():
        yield clean(pack.id), clean(pack.title.zh)


def packs() -> Offer:
    yield from packs_here()
    yield "auto", "按报告年度选择"


def packs_or_all() -> Offer:
    yield from packs()
    yield "all", "全部规则包"


def rules(incomplete: str) -> Offer:
    """Rules by id; after a comma, the next one."""
    from gblint.checks.load import load
    from gblint.cli.listing import words
    from gblint.run.plan import DEFAULT_PACK

    before = incomplete[: incomplete.rfind(",") + 1]
    for rule in load(DEFAULT_PACK).rules:
        yield before + rule.id, clean(words(rule.title, "zh"))


def fail_on() -> Offer:
    yield from FAIL_ON


def formats() -> Offer:
    yield from FORMATS


def list_formats() -> Offer:
    yield from ("text", "json")


def langs() -> Offer:
    yield from LANGS


def colors() -> Offer:
    yield from COLORS
