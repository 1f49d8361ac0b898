"""Layouts of tables that the format does not have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Review = Literal[
    "", "turned", "groups down", "groups as rows", "two tables", "three tables", "stacked"
]
"""Table 3. `turned`: the format's table with rows and columns changed; `groups down`: results
across, every group a row; `groups as rows`: results down, groups across."""
Applications = Literal["", "turned"]
Proactive = Literal["", "headed", "beside", "turned", "one header"]
"""Table 1. `headed`: a table for each block below a line with its label; `beside`: the label
left of its rows; `turned`: rows and columns of each block changed; `one header` over all."""


@dataclass(frozen=True)
class Relaid:
    """How the tables are laid out.

    `unmerged` writes a merged label into each of its cells; `counts` numbers the columns below
    their labels, `numbered` the rows at the left, `remarks` adds an empty column at the right;
    `naming` is how lines above the parts name them.
    """

    proactive: Proactive = ""
    applications: Applications = ""
    review: Review = ""
    unmerged: bool = False
    counts: Literal["", "1", "（1）"] = ""
    numbered: bool = False
    row_label: str = ""
    """What stands at the left of the figures of table 3."""
    caption: str = ""
    """A row over the whole of each table."""
    naming: str = "{}"
