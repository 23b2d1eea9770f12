"""Our own side: a first start in a copy of the checkout, and its servers."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import Server, free_port
from needlewise.paths import ROOT

_READY = "Needlewise is ready: "
_TRAINED = re.compile(r"Trained in (\d+) s\.")
_MINUTES_TO_START = 20
_SECONDS_TO_STOP = 30.0
_SETTINGS = {
    "NEEDLEWISE_SECRET": "of this measurement alone, which ends with its processes",
    # One address sends all messages here.
    "NEEDLEWISE_MESSAGES_PER_MINUTE": "1000000",
    "NEEDLEWISE_REQUESTS_PER_MINUTE": "10000000",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "2"),
}


class FirstStartError(RuntimeError):
    """The first start did not succeed; the message ends with what it printed."""


@dataclass(frozen=True)
class FirstStart:
    """A first start: from a fresh copy of the checkout to a page that answers.

    Attributes:
        seconds: all of it.
        training: of it, the training with nothing remembered.
    """

    seconds: float
    training: float


class Ours:
    """The project, served from a folder."""

    def __init__(self, folder: Path, home: Path = ROOT, interpreter: Path | None = None) -> None:
        """Starts nothing.

        Args:
            folder: for databases and logs.
            home: a checkout that is set up and trained.
            interpreter: of its environment; that of this process by default.
        """
        self._folder = folder
        self.home = home
        self.interpreter = interpreter or Path(sys.executable)

    @property
    def model(self) -> Path:
        """The trained model."""
        return self.home / "models" / "needlewise.tar.gz"

    def server(self, name: str, timed: Path | None = None) -> Server:
        """A server that is not started, with an empty database.

        Args:
            name: of its files.
            timed: gets the parts of each turn, where they are to be measured.
        """
        port = free_port()
        serve = ["serve", "--port", str(port), "--model", str(self.model)]
        module = ["benchmarks.timed", str(timed)] if timed else ["needlewise.cli.main"]
        command = [str(self.interpreter), "-W", "ignore", "-m", *module, *serve]
        return Server(command, port, self.home, self._folder / f"{name}.log", self._settings(name))

    def inside(self, messages: int) -> bytes:
        """What `benchmarks/inside.py` measured, as JSON."""
        result = self._folder / "inside.json"
        command = [str(self.interpreter), "-W", "ignore", "-m", "benchmarks.inside", str(self.model), str(result)]
        settings = {**os.environ, **self._settings("inside"), "BENCH_INSIDE_MESSAGES": str(messages)}
        subprocess.run(command, cwd=self.home, env=settings, check=True)
        return result.read_bytes()

    def _settings(self, name: str) -> Mapping[str, str]:
        database = self._folder / f"{name}.db"
        for file in self._folder.glob(f"{database.name}*"):
            file.unlink()
        home = str(self.home)
        return {**_SETTINGS, "DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": home, "NEEDLEWISE_HOME": home}


def copy_of_checkout(to: Path) -> None:
    """The files that git knows, as they are now."""
    shutil.rmtree(to, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def first_start(home: Path) -> FirstStart:
    """Runs `make run` in a fresh copy until it answers, then stops it.

    Raises:
        FirstStartError: where it does not get there in 20 minutes.
    """
    copy_of_checkout(home)
    left_out = ("PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "VIRTUAL_ENV", "NEEDLEWISE_HOME")
    settings = {name: value for name, value in os.environ.items() if name not in left_out}
    began = time.monotonic()
    printed: list[str] = []
    # A group of its own: what make started is stopped with it.
    with subprocess.Popen(
        ["make", "run", f"PORT={free_port()}"],
        cwd=home,
        env={**settings, **_SETTINGS},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        watchdog = threading.Timer(60 * _MINUTES_TO_START, os.killpg, (process.pid, signal.SIGKILL))
        watchdog.start()
        try:
            assert process.stdout is not None
            for line in process.stdout:
                printed.append(line)
                if line.startswith(_READY):
                    return FirstStart(time.monotonic() - began, _training(printed))
        finally:
            watchdog.cancel()
            _end(process)
    minutes = (time.monotonic() - began) / 60
    raise FirstStartError(
        f"The first start came to no page in {minutes:.1f} minutes. What it printed ends:\n{''.join(printed)[-2000:]}"
    )


def _end(process: subprocess.Popen[str]) -> None:
    """Ends make and what it started, gently, then not."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_SECONDS_TO_STOP)


def _training(printed: list[str]) -> float:
    found = _TRAINED.search("".join(printed))
    return float(found[1]) if found else float("nan")
