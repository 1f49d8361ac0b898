"""The version of gblint: also of its wheel, of SARIF, and what caches are made by."""

__version__ = "0.1.0"
