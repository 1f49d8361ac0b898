"""Profiles of the property tests, and where the documents shared beside the checkout are.

The `ci` profile is the default: the same examples in every run. A long hunt for faults, with
new examples each time: `python -m pytest tests/test_properties.py --hypothesis-profile=long`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests import tools

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    phases=_PHASES,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "long", deadline=None, max_examples=3000, phases=_PHASES, suppress_health_check=_SLOW
)
settings.load_profile("ci")

_MACHINES_OWN = ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "GITHUB_ACTIONS")
"""Variables that decide what gblint shows. Tests set them where they mean them."""

_TESTS_OWN = ("GBLINT_SOFFICE", "GBLINT_SARIF_MULTITOOL", "GBLINT_HOSTILE", "GBLINT_FORMS")
"""Variables that say where the machine has its programs, and how much is tested."""

for _name in list(os.environ):
    _ours = _name.startswith("GBLINT_") and _name not in _TESTS_OWN
    if _ours or _name in _MACHINES_OWN or _name.startswith("GIT_"):
        del os.environ[_name]

_SHARED = Path(__file__).parents[2] / "shared"


def _folder(name: str) -> Path:
    folder = _SHARED / name
    if not folder.is_dir() or not any(folder.iterdir()):
        pytest.skip(f"NOT TESTED: no {name}/ beside the checkout")
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """With pytest-xdist, which need not be there: tests are shared out anew as they end."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process is left with it in the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def _shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What programs of the machine make is made once for all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    tools.Shared.folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real reports, as text; skips where it is absent."""
    return _folder("seeds")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of Word files from outside; skips where it is absent."""
    return _folder("corpus")
