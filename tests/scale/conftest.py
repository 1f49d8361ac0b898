"""Without what they need (the group `scale` of pyproject.toml) these tests are not collected."""

from __future__ import annotations

from importlib.util import find_spec

_NEEDS = {"test_dask.py": ("distributed",), "test_remote.py": ("s3fs", "moto")}
collect_ignore = [
    name for name, needs in _NEEDS.items() if any(find_spec(one) is None for one in needs)
]
