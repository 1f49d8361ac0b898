"""Examples of rules, as packs write them."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import msgspec

from gblint.pack.base import Part, Words


class Edit(Part, frozen=True):
    """A change to the pack's specimen: the text to find, and what to put in its place."""

    find: str
    replace: str


class Written(Part, frozen=True):
    """A report: a text of its own, or the pack's specimen with edits.

    `cells` sets table cells of the specimen by `table.row.column`.
    """

    text: str | None = None
    edits: tuple[Edit, ...] = ()
    cells: dict[str, str] = msgspec.field(default_factory=dict)
    file_name: str = ""


class Example(Written, frozen=True):
    """An example of a rule: a report, and what is given with it.

    `previous` is last year's report; `parts` are the reports that it sums up, `expected` the
    organs that should be among them. `expect` names values or parts of the location (section,
    table, row, column) that the finding must carry; `count` is how many findings of the rule
    there are. `fails` is the id of a rule that cannot be evaluated in the example, as if gblint
    failed at it. `name` tells what the example shows.
    """

    name: Words = ""
    previous: Written | None = None
    parts: tuple[Written, ...] = ()
    expected: tuple[str, ...] = ()
    expect: dict[str, str | int] = msgspec.field(default_factory=dict)
    count: int | None = None
    fails: str = ""


class Examples(Part, frozen=True):
    """At least one example that passes and one that fails."""

    passing: tuple[Example, ...] = msgspec.field(name="pass", default=())
    failing: tuple[Example, ...] = msgspec.field(name="fail", default=())
