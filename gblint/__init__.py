"""gblint: the linter for annual government-information disclosure reports."""

__version__ = "0.1.0"
