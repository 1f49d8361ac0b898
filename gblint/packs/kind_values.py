"""The measured values that messages of each check kind may name, and its variants."""

from __future__ import annotations

_SHAPE = ("label", "text", "table_name", "labels", "keys", "group")
_EQUATION = ("label", "left", "right", "left_sum", "right_sum", "difference", "table_name")
_CELL = ("text", "table_name", "row_label", "column_label", "cells", "count")

KIND_VALUES: dict[str, tuple[str, ...]] = {
    "section-presence": ("number", "ordinal", "heading", "hint", "tables"),
    "section-order": ("heading", "after", "order", "expected", "number", "ordinal"),
    "section-repeat": ("heading", "first", "count"),
    "heading-wording": ("read", "expected", "number"),
    "heading-ordinal": ("read", "ordinal", "expected", "heading"),
    "part-headings": ("read", "last", "count", "heading", "expected"),
    "heading-origin": ("read", "name", "now", "now_ordinal"),
    "section-content": ("heading", "text"),
    "title-parts": ("read", "missing", "expected"),
    "title-wording": ("read", "name", "right", "year", "expected"),
    "table-presence": ("number", "name", "heading"),
    "table-unread": ("number", "name", "heading"),
    "table-shape": _SHAPE,
    "table-shape obsolete": (*_SHAPE, "count"),
    "cell-kind": _CELL,
    "cell-kind blank": ("cells", "count", "table_name", "text"),
    "equation": _EQUATION,
    "inequality": _EQUATION,
    "year-to-year": (*_EQUATION, "previous"),
    "similarity": ("share", "most", "passages", "count", "heading", "previous"),
    "succession": ("organ", "previous_organ", "year", "previous_year", "expected", "previous"),
    "roll-up": ("cell", "table_name", "summary", "sum", "difference", "count"),
    "roll-up-set": ("organs", "files", "count", "year", "cells"),
    "fact-presence": (),
    "period": ("read", "start", "end", "year", "period_year", "file_year"),
    "contact": ("phone",),
    "citation": ("text", "right"),
    "dates": ("read", "year", "after"),
    "pattern": ("text", "quoted", "topics", "count", "zone"),
    "enumeration": ("text", "before", "expected", "read"),
    "pairs": ("text", "mark", "marks", "count"),
    "words": ("text", "wrong", "right"),
    "doubled-words": ("text", "quoted", "count"),
    "repeated-text": ("text", "count", "length", "first"),
    "personal-data": ("text",),
    "prose-number": ("text", "read", "label", "found"),
    "percentage": ("text", "read", "part", "whole", "computed"),
    "leftover-year": ("text", "read", "expected", "year"),
    "organ-differs": ("text", "organ"),
    "length": ("length", "most", "over", "heading"),
    "deadline": ("published", "deadline", "level", "days"),
    "input": ("reason",),
    "unevaluated": ("rule", "what", "reason", "error"),
    "suppression": ("text", "word", "rules"),
}
"""The values that every hit of a kind has for the braces of messages.

Where an option of the kind changes them, its value follows the kind's name.
"""

KIND_VARIANTS: dict[str, dict[str, tuple[str, ...]]] = {
    "section-presence": {
        **dict.fromkeys(("hint", "plain", "hint_table", "plain_table"), ()),
        "parts": ("part", "count"),
    },
    "heading-wording": {"signs": (), "words": (), "alike": ("texts", "count")},
    "heading-ordinal": {
        "absent": (),
        "wrong": (),
        "style": (),
        "shifted": ("count", "last", "last_expected"),
        "shifted_bare": ("count", "last", "last_expected", "bare"),
    },
    "heading-origin obsolete": {"moved": (), "dropped": ()},
    "section-content": {"empty": (), "nothing": (), "placeholder": ()},
    "title-parts": {"absent": (), "incomplete": ()},
    "title-wording name": {"name": (), "year": ()},
    "title-wording order": dict.fromkeys(("year_first", "year_after", "organ_after", "head"), ()),
    "table-shape missing": dict.fromkeys(
        ("row", "column", "block", "block_label", "header", "collapsed"), ()
    ),
    "table-shape surplus": dict.fromkeys(("row", "column", "block", "table", "repeated"), ()),
    "table-shape relabelled": dict.fromkeys(("row", "column", "group", "block", "misplaced"), ()),
    "table-shape layout": {"turned": (), "split": ()},
    "cell-kind blank": {"some": (), "all": ()},
    "cell-kind not_count": {"negative": (), "decimal": ()},
    "equation": {"plain": (), "culprit": ("culprit", "culprit_value", "culprit_read")},
    "roll-up": {"plain": (), "over": (), "counted_twice": ("part",), "left_out": ("part",)},
    "roll-up-set": dict.fromkeys(
        ("missing", "unexpected", "twice", "differing", "year", "unreadable", "cells"), ()
    ),
    "succession": {"organ": (), "year": (), "both": ()},
    "period": dict.fromkeys(("dates", "year_only", "title_year", "file_year"), ()),
    "contact": dict.fromkeys(("no_phone", "no_address", "no_post", "no_mail", "bad_phone"), ()),
    "dates": {"impossible": (), "premature": ()},
    "pattern": {"absent": (), "topics": (), "topics_skipped": ("before", "after"), "found": ()},
    "enumeration": dict.fromkeys(("skips", "repeats", "starts", "doubled"), ()),
    "pairs": {"open": (), "close": ()},
    "words": {"word": (), "inside": ()},
    "personal-data": {"identity": (), "mobile": ()},
    "suppression": dict.fromkeys(("word", "rule", "reason", "unused", "lasting"), ()),
    "prose-number": {"table": (), "sum": ()},
    "input unrecognised": {"empty": (), "other": (), "year": ()},
    "percentage": {"share": (), **dict.fromkeys(("growth", "base", "together"), ("label",))},
}
"""The variants that a kind tells apart, each with the values that its hits have besides."""
