"""A server on loopback, from its start to its end, and what it holds in memory."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SECONDS_TO_START = 300.0
_SECONDS_TO_STOP = 30.0
_PAUSE_SECONDS = 0.02


class ServerError(RuntimeError):
    """A server did not start; the message ends with what it printed."""


@dataclass(frozen=True)
class Memory:
    """What a process holds, in MB of 1,000,000 bytes.

    Attributes:
        resident: now.
        peak: the most so far.
    """

    resident: float
    peak: float


class Server:
    """One process, which writes what it prints to a file."""

    def __init__(
        self, command: Sequence[str], port: int, folder: Path, log: Path, environ: Mapping[str, str] | None = None
    ) -> None:
        """Starts nothing yet.

        Args:
            command: serves on the port of loopback, in the foreground.
            port: where it will answer.
            folder: where it runs.
            log: gets what it prints.
            environ: settings beside those of this process.
        """
        self.port = port
        self._command, self._folder, self._log = list(command), folder, log
        self._environ = {**os.environ, **(environ or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, first_answer: Callable[[str], bool]) -> float:
        """Starts it; gives the seconds until it has answered a first message.

        Args:
            first_answer: sends a message to the address; false where there is no answer yet.

        Raises:
            ServerError: where it ends, or has no answer in five minutes.
        """
        began = time.monotonic()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env=self._environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        while not (_listens(self.port) and first_answer(self.address)):
            if self._process.poll() is not None or time.monotonic() - began > _SECONDS_TO_START:
                self.stop()
                raise ServerError(f"The server does not answer:\n{self._log.read_text(errors='replace')[-2000:]}")
            time.sleep(_PAUSE_SECONDS)
        return time.monotonic() - began

    def memory(self) -> Memory:
        """Of the process and of those that it started."""
        assert self._process is not None, "it has not been started"
        return memory_of([self._process.pid, *_children(self._process.pid)])

    def stop(self) -> None:
        """Ends it gently, then not."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def memory_of(processes: Sequence[int]) -> Memory:
    """What some processes hold together; Linux alone tells. None of a process that is gone."""
    sums = {"VmRSS": 0, "VmHWM": 0}
    for process in processes:
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        except OSError:
            continue
        for name in sums:
            sums[name] += int(found[1]) if (found := re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)) else 0
    return Memory(sums["VmRSS"] * 1024 / 1e6, sums["VmHWM"] * 1024 / 1e6)


def free_port() -> int:
    """A port of loopback that nobody has at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def posted(address: str, body: bytes, headers: Mapping[str, str] | None = None) -> bytes | None:
    """The body that a POST of JSON gets, or None where it gets none: the server may still be loading."""
    request = urllib.request.Request(address, body, {"Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _children(process: int) -> list[int]:
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in listed.split()]
