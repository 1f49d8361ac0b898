"""Where findings are, as SARIF says it: regions of a file, and places in the report."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.findings import Lang, Location
from gblint.writers.json import Json
from gblint.writers.words import told


class LogicalPlaces:
    """The sections, tables, rows and columns that findings name, each once, within its parent.

    A place is told by keys (`section:3/table:applications/row:granted/column:natural`), since a
    row and a column of a table may have the same key.
    """

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._listed: list[Json] = []

    def told(self) -> Iterator[Json]:
        """All that were named until now."""
        yield from self._listed

    def of(self, place: Location) -> Json:
        """The innermost place of a location, None for the file as a whole."""
        steps = (
            ("section", place.section),
            ("table", place.table),
            ("row", place.row),
            ("column", place.column),
        )
        name = ""
        innermost: dict[str, Json] | None = None
        for kind, key in steps:
            if key is None:
                continue
            parent = self._index.get(name)
            name = f"{name}/{kind}:{key}" if name else f"{kind}:{key}"
            told_place: dict[str, Json] = {
                "name": str(key),
                "fullyQualifiedName": name,
                "kind": kind,
            }
            if parent is not None:
                told_place["parentIndex"] = parent
            if name not in self._index:
                self._index[name] = len(self._listed)
                self._listed.append(told_place)
            innermost = {**told_place, "index": self._index[name]}
        return innermost


def location(
    place: Location, artifact: dict[str, str], logical: LogicalPlaces, lang: Lang
) -> dict[str, Json]:
    """The location of a finding, with its words."""
    region: dict[str, Json] = {"startLine": place.line, "startColumn": place.column_offset}
    if place.text.strip():
        region["snippet"] = {"text": place.text}
    made: dict[str, Json] = {
        "physicalLocation": {"artifactLocation": {**artifact}, "region": region}
    }
    inner = logical.of(place)
    if inner is not None:
        made["logicalLocations"] = [inner]
    if where := told(place.where, lang):
        made["message"] = {"text": where}
    return made
