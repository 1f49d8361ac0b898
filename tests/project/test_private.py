"""gblint uses no private name of a dependency or of the standard library."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache

import pytest

from tests.project.house import HOUSE, sources
from tests.project.private import members, private_uses

pytestmark = pytest.mark.gate


@cache
def _own() -> set[str]:
    """The private names of the house."""
    return set().union(*map(members, sources().values()))


def test_no_private_name_of_others_is_used() -> None:
    found = [
        f"{module}:{use.line}: {use.what}"
        for module, source in sources().items()
        for use in private_uses(source, _own())
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "import _thread",
        "import regex._regex_core",
        "import regex._regex as r",
        "from regex import _regex",
        "from regex._regex_core import Info",
        "from lxml.etree import _Element",
        "def f():\n    from typer.core import _split_opt as split",
        "from typer import _click",
        "import regex\nregex._regex.compile",
        "import regex\nregex.compile('a')._pickled_data",
        "import regex\nform = regex.compile('a')\nform._pickled_data",
        "def f(form):\n    return form._unheard_of",
        "class A:\n    def f(self):\n        return self._inherited_from_a_library",
        "from lxml import etree\ndef f(x: etree._Element) -> None: ...",
        "from lxml import etree\ndef f(x: 'etree._Element | None') -> None: ...",
        "from lxml import etree\nfrom typing import cast\ncast('list[etree._Element]', 1)",
        "import sys\nsys._getframe(1)",
        "import os\nos._Environ",
        "import os\nos.path._joinrealpath",
        "import subprocess as s\ns.Popen._internal_poll",
        "def f(x):\n    return getattr(x, '_pickled_data')",
        "def f(x):\n    return getattr(x, '_pickled' + '_data', None)",
        "def f(x, name):\n    return getattr(x, f'_{name}')",
        "def f(x):\n    setattr(x, '_seen_by', 1)",
        "from operator import attrgetter\nattrgetter('child._unheard_of')",
        "from importlib import import_module\nimport_module('regex._regex')",
        "__import__('_thread')",
        "def f(x):\n    return vars(x)['_unheard_of']",
        "def f(x):\n    return x.__dict__['_unheard_of']",
        "import copyreg",
        "from copyreg import dispatch_table",
        "def f(c, x):\n    return c.dispatch_table[type(x)](x)",
        "def f(x):\n    return x.__reduce__()",
        "def f(x):\n    return x.__code__.co_consts",
        "import subprocess\nsubprocess.Popen([], _unheard_of=True)",
        "import marshal",
        "def f(x):\n    match x:\n        case dict(_unheard_of=1): ...",
    ],
)
def test_one_that_is_added_is_found(source: str) -> None:
    assert private_uses(source, _own())


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations",
        "from gblint.packs import _x",
        "class A:\n    def __init__(self):\n        self._a = 1\ndef f(x):\n    return x._a",
        "def f(point):\n    return point._replace(x=1)",
        "import os\nos._exit(0)",
        "import regex\nregex.__version__",
        "for _ in (1, 2):\n    print(_)",
        "print('see etree._Element, or not')",
        "def f(x):\n    return getattr(x, 'name')",
    ],
)
def test_what_is_not_private_is_not_found(source: str) -> None:
    assert private_uses(source, members(source)) == []


def _classes() -> Iterator[type]:
    for module in pkgutil.walk_packages([str(HOUSE)], "gblint."):
        if not module.name.endswith("__main__"):
            for _, found in inspect.getmembers(
                importlib.import_module(module.name), inspect.isclass
            ):
                if found.__module__ == module.name:
                    yield found


def _covered(cls: type) -> list[str]:
    """The private names of a class of others that a class of the house has again."""
    bases = [base for base in cls.__mro__ if not base.__module__.startswith("gblint")]
    bases = [base for base in bases if base.__module__ not in _MAKE_CLASSES]
    own = {name for name in vars(cls) if name.startswith("_") and not name.startswith("__")}
    own.discard("_abc_impl")  # that every class has whose kind is abc.ABCMeta
    return [f"{base.__qualname__}.{name}" for base in bases for name in own & set(vars(base))]


_MAKE_CLASSES = {"builtins", "abc", "enum", "typing", "collections.abc", "msgspec"}
"""What these put into a class is their own doing."""


def test_no_class_covers_a_private_name_of_its_library() -> None:
    found = {cls.__qualname__: covered for cls in _classes() if (covered := _covered(cls))}
    assert found == {}


def test_a_class_that_does_is_found() -> None:
    from typer.core import TyperGroup

    private = next(
        name
        for base in TyperGroup.__mro__
        for name, value in vars(base).items()
        if name.startswith("_") and not name.startswith("__") and inspect.isfunction(value)
    )
    assert _covered(type("Ours", (TyperGroup,), {private: None, "__module__": "gblint.cli"}))
