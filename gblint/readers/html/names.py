"""The elements of HTML, by what they do to the text in them."""

from __future__ import annotations

LEFT_OUT = frozenset(
    (
        *("script", "style", "template", "noscript", "title", "iframe", "object", "embed"),
        *("applet", "svg", "math", "audio", "video", "canvas", "map", "select", "option"),
        *("datalist", "textarea", "button", "input", "rp", "rt", "del", "noframes", "xml"),
    )
)
"""What shows nothing, no text of the page, or text that is deleted."""

BLOCKS = frozenset(
    (
        *("html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
        *("dl", "dt", "dd", "dir", "menu", "section", "article", "main", "header", "footer"),
        *("nav", "aside", "address", "blockquote", "center", "form", "fieldset", "legend"),
        *("figure", "figcaption", "details", "summary", "pre", "listing", "xmp", "hr", "hgroup"),
        *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "frameset"),
    )
)

HEADINGS = {f"h{level}": level for level in range(1, 7)}
GROUPS = ("thead", "tbody", "tfoot")
CELLS = ("td", "th")
COLUMNS = ("col", "colgroup")
