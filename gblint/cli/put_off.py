"""Modules that libraries import at once for what they seldom do: imported when it is done.

Together they would take a twentieth of a check. This is for a process of gblint's own; in one
that imports gblint, what there is to import is for others to say.
"""

from __future__ import annotations

import os
import sys
import urllib  # noqa: F401 - which costs nothing: it is there for a part of it that is put off
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

_SELDOM_USED = (
    "bz2",
    "fnmatch",
    "importlib.util",
    "ipaddress",
    "lxml._elementpath",
    "lzma",
    "ntpath",
    "shutil",
    "textwrap",
    "msgspec.inspect",
    "msgspec.json",
    "msgspec.toml",
    "msgspec.yaml",
)
"""What pathlib, urllib.parse, zipfile, msgspec and lxml import."""


def put_off_imports() -> None:
    """Have these modules imported when something of them is asked for; what is there stays."""
    for name in _SELDOM_USED:
        _put_off(name)
    # what is taken of these at once: for parsers in Python, packed XML, addresses, UUIDs
    _put_off("inspect", getfullargspec=_ask("inspect", "getfullargspec"))
    _put_off("gzip", GzipFile=_ask("gzip", "GzipFile"))
    _put_off("urllib.parse", quote_from_bytes=_ask("urllib.parse", "quote_from_bytes"))
    if hasattr(os, "uname"):
        _put_off("platform", system=lambda: os.uname().sysname)


class _PutOff(ModuleType):
    """Stands for a module that is not imported yet, and is as that module from then on."""

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":  # every import asks for it
            raise AttributeError(name)
        return getattr(_import_whole(self), name)


def _put_off(name: str, **known: object) -> None:
    """`known` is what of it may be asked for without more."""
    if name in sys.modules:
        return
    sys.modules[name] = module = _PutOff(name)
    vars(module).update(known)
    package, _, last = name.rpartition(".")
    if package in sys.modules:  # as it is there once a part of it has been imported
        setattr(sys.modules[package], last, module)


def _import_whole(module: ModuleType) -> ModuleType:
    name = module.__name__
    if sys.modules.get(name) is module:
        del sys.modules[name]
    try:
        whole = import_module(name)
    except BaseException:
        sys.modules.setdefault(name, module)
        raise
    vars(module).update(vars(whole))
    return whole


def _ask(name: str, function: str) -> Callable[..., Any]:
    """A function of a module that is imported when it is called."""

    def ask(*given: Any, **named: Any) -> Any:
        return getattr(_import_whole(sys.modules[name]), function)(*given, **named)

    return ask
