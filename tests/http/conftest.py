"""One server for most tests of this folder: `needlewise serve`, as a process of its own, with the real model."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Served, serving

from needlewise.model import MODEL, ensure_model


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the model that is there, which nobody retrains meanwhile; trained where there is none."""
    copy = tmp_path_factory.mktemp("model") / MODEL.name
    return Path(shutil.copy(MODEL if MODEL.is_file() else ensure_model(), copy))


@pytest.fixture(scope="session")
def served(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The running server; at the end it has to stop by itself when it is told to."""
    with serving(model, tmp_path_factory.mktemp("server")) as running:
        yield running
