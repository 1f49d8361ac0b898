"""A hit made into a finding: words, place in words, fingerprint."""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import msgspec

from gblint.checks.hits import Hit, Place
from gblint.checks.masking import mask_of
from gblint.checks.places import locate
from gblint.checks.render import as_say, plain, render
from gblint.checks.unevaluated import UnevaluatedCheck
from gblint.findings import Finding
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text.folding import fold

_LONGEST = 2000
"""Characters of a text that a finding quotes; a text without an end may be one paragraph."""

_DIGITS = dict.fromkeys(map(ord, "0123456789"))


def finding(report: Report, rule: Rule, pack: Pack, hit: Hit, *, seen: Counter[str]) -> Finding:
    """The finding of a hit. `seen` counts the findings before it that are alike.

    It tells no personal data; its fingerprint is that of the text as it is.
    """
    hit = _short(hit)
    like = _identity(rule, hit)
    seen[like] += 1
    mask = mask_of(report, pack)
    hit = mask.hit(hit)
    place = locate(report, pack, hit.place)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=render(rule.variants.get(hit.variant, rule.message), hit.values),
        location=msgspec.structs.replace(place, where=mask.say(place.where)),
        basis=as_say(rule.basis),
        fix=hit.fix or render(rule.fix, hit.values),
        values={name: plain(value) for name, value in hit.values.items()},
        fingerprint=_digest(f"{like}\n{seen[like]}"),
        footing=hit.footing,
        replacement=hit.replacement,
        unchecked=hit.unchecked,
        story=hit.story,
        incomplete=isinstance(rule.check, UnevaluatedCheck),
    )


def _short(hit: Hit) -> Hit:
    """The hit with texts that are no longer than what a reader looks at."""
    place = hit.place
    if len(place.text) > _LONGEST:
        place = msgspec.structs.replace(place, text=_cut(place.text))
    values = hit.values
    if any(isinstance(value, str) and len(value) > _LONGEST for value in values.values()):
        values = {k: _cut(v) if isinstance(v, str) else v for k, v in values.items()}
    if place is hit.place and values is hit.values:
        return hit
    return msgspec.structs.replace(hit, place=place, values=values)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"


def _identity(rule: Rule, hit: Hit) -> str:
    """What makes a finding the same one after an edit elsewhere: no line, and no figure."""
    place = hit.place
    keys = (place.section, place.table, place.row, place.column)
    return "\n".join([rule.id, hit.variant, *(str(key or "") for key in keys), _around(place)])


def _around(place: Place) -> str:
    """The text around, without digits; a cell's text is a figure, and its keys say enough."""
    if place.row and place.column:
        return ""
    return fold(place.text).translate(_DIGITS)


def _digest(text: str) -> str:
    """64 bits that tell texts apart: the check sums of the text both ways.

    No one gains by forging a fingerprint, and hashlib takes longer to load than a check.
    """
    data = text.encode()
    return f"{crc32(data):08x}{crc32(data[::-1]):08x}"
