"""One server for most tests of this folder: `needlewise serve`, as a process of its own, with the real model."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Served, serving


@pytest.fixture(scope="session")
def served(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The running server; at the end it has to stop by itself when it is told to."""
    with serving(model, tmp_path_factory.mktemp("server")) as running:
        yield running
