"""One report against many others: what it has of their texts, and whose table it has."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.comparison.many_reports import Collection, Digest
from gblint.report.model import Among, CopiedFrom, SameFiguresAs


def find_among(digest: Digest, name: str, others: Collection) -> Among:
    """What a report has in common with the others; it may itself be among them.

    Texts of the organ's own reports do not count. Its own report is known by its organ, or by the
    name of its file (`name`) where it does not tell that.
    """
    own = _own_numbers(digest, name, others)
    copies = tuple(_find_copies(digest, own, others))
    return Among(copies, tuple(_find_tables(digest, own, others)))


def _own_numbers(digest: Digest, name: str, others: Collection) -> frozenset[int]:
    if digest.organ_key:
        return frozenset(others.numbers_of(digest.organ_key))
    unnamed = (at for at, office in enumerate(others.offices) if not office.organ)
    return frozenset(at for at in unnamed if others.offices[at].path.rpartition("/")[2] == name)


def _find_copies(digest: Digest, own: frozenset[int], others: Collection) -> Iterator[CopiedFrom]:
    """For each section the report that has most of it, and how many more have as much."""
    for section, text in digest.texts.items():
        finder = others.finders.get(section)
        found = [] if finder is None else finder.sources_of(text, own)
        if finder is None or not found:
            continue
        first = found[0]
        organs = {others.organ_of[first.first]}
        for copy in found:
            if 10 * copy.letters >= 9 * first.letters:
                leader = finder.group_of.get(copy.first, copy.first)
                group = (leader, *finder.groups.get(leader, ()))
                organs |= {others.organ_of[one] for one in group if one not in own}
        office = others.offices[first.first]
        yield CopiedFrom(
            section,
            office.path,
            office.organ,
            office.year,
            first.letters,
            first.share,
            first.passages,
            len(organs) - 1,
        )


def _find_tables(
    digest: Digest, own: frozenset[int], others: Collection
) -> Iterator[SameFiguresAs]:
    """The first report of another year or organ that has the same table, other organs first."""
    if not digest.figures or others.how.figures is None:
        return
    same = [
        number
        for number in others.tables.get(digest.figures, ())
        if number not in own or others.offices[number].year != digest.year
    ]
    for number in sorted(same, key=lambda one: (one in own, one))[:1]:
        office = others.offices[number]
        yield SameFiguresAs(
            others.how.figures.table,
            office.path,
            office.organ,
            office.year,
            number in own,
            digest.cells,
        )
