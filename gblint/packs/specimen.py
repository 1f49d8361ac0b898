"""The text of a rule's example: one of its own, or the pack's specimen with changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gblint.findings import Say
from gblint.pack.model import Pack, Written
from gblint.packs.problems import DataPath, joined, suggestion

_KEY = "[a-z][a-z0-9_]*"
_CELL = re.compile(rf"\{{({_KEY}\.{_KEY}\.{_KEY})=([^{{}}|\n]*)\}}")


class ExampleError(ValueError):
    """An example that cannot be made. `path` leads to what is wrong inside it."""

    def __init__(self, path: DataPath, say: Say) -> None:
        super().__init__(say.zh)
        self.path = path
        self.say = say


def example_text(pack: Pack, example: Written) -> str:
    """The text of an example, or of a report given with one. Raises ExampleError."""
    if example.text is not None:
        if example.edits or example.cells:
            say = Say(
                "有 text 时不能再有 edits 或 cells", "beside text, edits and cells have no use"
            )
            raise ExampleError(("text",), say)
        return example.text
    if not pack.specimen:
        say = Say(
            "没有 text，规则包也没有 specimen.md", "no text here, and no specimen.md in the pack"
        )
        raise ExampleError((), say)
    text = render(pack.specimen, example.cells)
    for i, edit in enumerate(example.edits):
        if not edit.find or edit.find not in text:
            say = Say(f"样本报告中没有“{edit.find}”", f'"{edit.find}" is not in the specimen')
            raise ExampleError(("edits", i, "find"), say)
        text = text.replace(edit.find, edit.replace, 1)
    return text


def render(specimen: str, cells: Mapping[str, str]) -> str:
    """The specimen with its figures, those of `cells` (by `table.row.column`) instead of its own.

    Raises ExampleError for a cell that the specimen does not have.
    """
    known = {key for key, _ in placeholders(specimen)}
    for key in cells:
        if key not in known:
            unknown = Say(f"样本报告中没有数据格“{key}”", f'no cell "{key}" in the specimen')
            raise ExampleError(("cells", key), joined(unknown, suggestion(key, known)))
    return _CELL.sub(lambda match: cells.get(match[1], match[2]), specimen)


def placeholders(specimen: str) -> Iterator[tuple[str, int]]:
    """The cells of a specimen by `table.row.column`, each with its offset in the text."""
    return ((match[1], match.start()) for match in _CELL.finditer(specimen))
