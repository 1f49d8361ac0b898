"""gblint: the linter for annual government-information disclosure reports.

    import gblint

    result = gblint.check("report.docx")
    for finding in result:
        print(finding.rule, finding.severity, finding.message.zh, finding.location.where.zh)

What is listed in `__all__` is stable. It is imported when it is first used, so that
`import gblint` costs nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"
"""Also of the wheel, of SARIF, and what caches are made by."""

TYPE_CHECKING = False  # without typing, which would be most of the time that this takes
if TYPE_CHECKING:
    from typing import Any

    from gblint.api import check as check
    from gblint.api import extract as extract
    from gblint.api import rollup as rollup
    from gblint.findings import Finding as Finding
    from gblint.findings import Location as Location
    from gblint.findings import Severity as Severity
    from gblint.packs import PackError as PackError
    from gblint.readers.refusals import ReadError as ReadError
    from gblint.results import FileResult as FileResult
    from gblint.run.plan import SettingsError as SettingsError


__all__ = [
    "FileResult",
    "Finding",
    "Location",
    "PackError",
    "ReadError",
    "SettingsError",
    "Severity",
    "__version__",
    "check",
    "extract",
    "rollup",
]

_HOMES = {
    "FileResult": "gblint.results",
    "Finding": "gblint.findings",
    "Location": "gblint.findings",
    "PackError": "gblint.packs",
    "ReadError": "gblint.readers.refusals",
    "SettingsError": "gblint.run.plan",
    "Severity": "gblint.findings",
    "check": "gblint.api",
    "extract": "gblint.api",
    "rollup": "gblint.api",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
