"""Profiles of the property tests, and where documents are that this repository may not hold.

The `ci` profile is the default: the same examples in every run. A long hunt for faults, with
new examples each time: `python -m pytest tests/whole/test_properties.py --hypothesis-profile=long`.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import none

from gblint.checks import load
from gblint.files import FOLDER
from gblint.pack.model import Pack
from tests.tools import programs
from tests.tools.amount import ALL, VARIABLE, leave_out, names_what_to_try
from tests.tools.forked import locate_built_in
from tests.tools.lint import PACK

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40 if ALL else 8 if os.environ.get(VARIABLE) else 5,
    phases=_PHASES,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "long", deadline=None, max_examples=3000, phases=_PHASES, suppress_health_check=_SLOW
)
settings.load_profile("ci")

gc.disable()  # while tests are collected nothing goes

_MACHINES_OWN = ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "GITHUB_ACTIONS")
"""Variables that decide what gblint shows. Tests set them where they mean them."""

_TESTS_OWN = (
    *("GBLINT_SOFFICE", "GBLINT_SARIF_MULTITOOL", "GBLINT_AXE"),
    *(VARIABLE, "GBLINT_DOCUMENTS"),
)
"""Variables that say where the machine has its programs, and how much is tested."""

_WORKER = "PYTEST_XDIST_WORKER" in os.environ
"""Whether this is one of several processes that run tests, and not that which started them."""

for _name in list(os.environ):
    _ours = _name.startswith("GBLINT_") and _name not in _TESTS_OWN
    if _WORKER and _name == FOLDER:
        continue  # of the run, see pytest_configure
    if _ours or _name in _MACHINES_OWN or _name.startswith("GIT_"):
        del os.environ[_name]

_DOCUMENTS = os.environ.get("GBLINT_DOCUMENTS") or None
"""The folder of documents of others. What needs one that is not there is not collected."""
_NAMES = {"seeds": "seeds", "corpus": "corpus", "catalog": "catalog.md"}
"""Fixture → what it is in that folder."""


def _found(name: str) -> bool:
    path = Path(_DOCUMENTS, _NAMES[name]) if _DOCUMENTS else None
    return path is not None and (path.is_file() or (path.is_dir() and any(path.iterdir())))


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """With pytest-xdist, which need not be there: tests are shared out anew as they end."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


def pytest_configure(config: pytest.Config) -> None:
    """All processes of a run have one cache: what tests keep is not kept in the user's.

    The built-in packs are in it from the run before, for to read them from YAML takes seconds.
    """
    # a shell has what it runs in the background ignore Ctrl+C, which tests of it would inherit
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not _WORKER:
        if names_what_to_try(config):  # said so that the processes of the run know it
            os.environ.setdefault(VARIABLE, "gate")
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="gblint-tests-")
        _copy_packs(_packs_of_runs(config), Path(os.environ[FOLDER]))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _WORKER:
        _copy_packs(Path(os.environ[FOLDER]), _packs_of_runs(config))
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


def _packs_of_runs(config: pytest.Config) -> Path | None:
    """Where pytest keeps what is of use to the next run; None where it keeps nothing."""
    if config.pluginmanager.has_plugin("cacheprovider"):
        with suppress(OSError):  # a checkout that is only read
            return config.cache.mkdir("gblint-packs")
    return None


def _copy_packs(source: Path | None, target: Path | None) -> None:
    if source is not None and target is not None:
        for name in (path.name for path in locate_built_in()):
            with suppress(OSError):
                shutil.copy2(source / name, target / name)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One process more than there are cores: some tests wait for others, and leave one idle."""
    cores = yield
    return cores if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else cores + 1


def pytest_report_header() -> list[str]:
    """Says how much is tried, and what the folder of documents has not: no silent success."""
    amount = os.environ.get(VARIABLE) or f"some of many alike ({VARIABLE}=gate tries more)"
    if _DOCUMENTS is None:
        found = "none (GBLINT_DOCUMENTS says where they are)"
    else:
        lacking = [_NAMES[name] for name in _NAMES if not _found(name)]
        found = _DOCUMENTS + (f", NOT {', '.join(lacking)}" if lacking else "")
    return [f"tests: {amount}", f"documents of others: {found}"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """With its first example, Hypothesis (6.120) looks for what refers to its generator of numbers,
    and warns where there is nothing: what is frozen is not seen (`pytest_collection_finish`). It
    looks through all that there is, which is least before tests are collected.
    """

    @settings(database=None, max_examples=1)
    @given(none())
    def example(_nothing: None) -> None:
        pass

    example()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs documents that are not here is left out, as is what only the gate tries. What
    takes long comes first, so that no process is left with it in the end. So does what shares a
    browser: of what comes last each process takes a part, and would start one of its own.
    """
    absent = {name for name in _NAMES if not _found(name)}
    items[:] = [item for item in items if not absent.intersection(_fixtures(item))]
    items[:], left = leave_out(items)
    config.hook.pytest_deselected(items=left)
    items.sort(
        key=lambda item: not (item.get_closest_marker("slow") or "browser" in _fixtures(item))
    )


def pytest_collection_finish() -> None:
    """From here on what has gone is collected, less often than is usual. The tests themselves stay:
    looking through thousands of them again and again for garbage is in vain.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _fixtures(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []


@pytest.fixture(scope="session", autouse=True)
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What programs of the machine make is made once for all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    programs.Shared.folder = (base.parent if _WORKER else base) / "shared"
    with ExitStack() as programs.Shared.ending:
        yield


def _path(name: str) -> Path:
    assert _DOCUMENTS is not None
    return Path(_DOCUMENTS, _NAMES[name])


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack of the present national format."""
    return load(PACK)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real reports, as text."""
    return _path("seeds")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of Word files from outside."""
    return _path("corpus")


@pytest.fixture(scope="session")
def catalog() -> Path:
    """The catalogue of rules, a table in Markdown."""
    return _path("catalog")
