"""Groups of rows that a table has as one: （六）其他处理 with the figures of all its rows."""

from __future__ import annotations

from collections.abc import Mapping

from gblint.pack.model import AxisSpec, GroupSpec
from gblint.report.labelling import Places
from gblint.report.model import Missing
from gblint.report.tables.labels import Assignment, FoundLabel, Lexicon


class Collapsed:
    """The groups of a table of which there is but the label, with figures beside it.

    The figures stand for the first row of the group, the others are nothing: sums come out.
    `rows` has the group of every such row, `places` where the label of the first one stands.
    """

    def __init__(self, found: Assignment, places: Places, lexicon: Lexicon) -> None:
        self.rows: dict[str, str] = {}
        self.places: dict[str, tuple[AxisSpec, FoundLabel]] = {}
        self._groups: dict[str, GroupSpec] = {}
        self._lexicon = lexicon
        gone = {spec.key for spec in found.missing}
        for group in lexicon.spec.row_groups if gone else ():
            own = [
                row for block in lexicon.spec.blocks for row in block.rows if row.group == group.key
            ]
            if len(own) < 2 or not gone.issuperset(row.key for row in own):
                continue
            labels = [one for one in found.unknown if self._is_label(one, group, places)]
            if len(labels) == 1:
                self.rows |= {row.key: group.key for row in own}
                self.places[own[0].key] = own[0], labels[0]
                self._groups[group.key] = group

    def _is_label(self, label: FoundLabel, group: GroupSpec, places: Places) -> bool:
        entry = self._lexicon.find(label.words[0], "row_group")
        return entry is not None and entry.key == group.key and label.index in places

    def settled(self, found: Assignment) -> Assignment:
        """The rows without what is told as collapsed: neither absent nor foreign."""
        if not self.rows:
            return found
        told = {id(label) for _, label in self.places.values()}
        return Assignment(
            found.assigned,
            found.repeated,
            tuple(label for label in found.unknown if id(label) not in told),
            tuple(spec for spec in found.missing if spec.key not in self.rows),
        )

    def missing(self) -> list[Missing]:
        """One for each group."""
        return [
            Missing(
                "collapsed",
                key,
                group.label,
                tuple(row for row, home in self.rows.items() if home == key),
                next(iter(self._blocks(key))),
            )
            for key, group in self._groups.items()
        ]

    def _blocks(self, group: str) -> Mapping[str, None]:
        blocks = self._lexicon.spec.blocks
        return {b.key: None for b in blocks if any(row.group == group for row in b.rows)}
