"""One server for all tests of this folder: `needlewise serve`, as a process of its own, with the real model."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import SECRET, START, Served

from needlewise.model import MODEL, ensure_model

_SECONDS_TO_START = 90


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the model that is there, which nobody retrains meanwhile; trained where there is none."""
    copy = tmp_path_factory.mktemp("model") / MODEL.name
    return Path(shutil.copy(MODEL if MODEL.is_file() else ensure_model(), copy))


@pytest.fixture(scope="session")
def served(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The running server; at the end it has to stop by itself when it is told to."""
    database = tmp_path_factory.mktemp("server") / "conversations.db"
    log: list[str] = []
    environ = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "NEEDLEWISE_SECRET": SECRET,
        "NEEDLEWISE_MESSAGES_PER_MINUTE": "100000",
        "NEEDLEWISE_REQUESTS_PER_MINUTE": "100000",
        "NEEDLEWISE_ALLOWED_ORIGINS": "https://clinic.example",
    }
    with subprocess.Popen(
        [*START, "--port", "0", "--model", str(model)],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout and process.stderr
        errors = process.stderr
        reader = threading.Thread(target=lambda: log.extend(errors), daemon=True)
        reader.start()
        watchdog = threading.Timer(_SECONDS_TO_START, process.kill)
        watchdog.start()
        line = process.stdout.readline()
        watchdog.cancel()
        assert line.startswith("Needlewise is ready: "), "".join(log)
        yield Served(line.split()[-1], process.pid, database, log)
        process.terminate()
        rest, _ = process.stdout.read(), process.wait(timeout=30)
        reader.join(timeout=10)
        assert rest == "", "standard output holds one line"
        assert process.returncode == 0, "".join(log)
