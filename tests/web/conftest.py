"""The local page, served once for the tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.serving import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("scratch"), tmp_path_factory.mktemp("home")) as served:
        yield served
