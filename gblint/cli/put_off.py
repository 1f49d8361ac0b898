"""Modules that libraries import at once for what they seldom do: imported when it is done.

Together they would take a twentieth of a check. This is for a process of gblint's own; in one
that imports gblint, what there is to import is for others to say.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_SELDOM_USED = (
    "bz2",
    "importlib.util",
    "ipaddress",
    "lzma",
    "ntpath",
    "shutil",
    "textwrap",
    "msgspec.inspect",
    "msgspec.json",
    "msgspec.toml",
    "msgspec.yaml",
)
"""What urllib.parse, pathlib, zipfile and msgspec import."""


def put_off_imports() -> None:
    """Have these modules imported when something of them is asked for; what is there stays."""
    for name in _SELDOM_USED:
        _put_off(name)
    _put_off("inspect", getfullargspec=_getfullargspec)  # lxml has it for parsers in Python
    if hasattr(os, "uname"):
        _put_off("platform", system=lambda: os.uname().sysname)  # uuid asks for it at once


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


def _getfullargspec(function: object) -> object:
    return _import_whole(sys.modules["inspect"]).getfullargspec(function)
