"""The running server, and how a page talks to it."""

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START = (sys.executable, "-W", "ignore", "-m", "needlewise.cli.main", "serve")
SECRET = "a secret for tests alone"
_SECONDS_TO_START = 90


@dataclass(frozen=True)
class Answer:
    """What came back: `json` is None where the body is none."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True)
class Served:
    """The server.

    Attributes:
        page: the address that it printed, which ends in a slash.
        pid: its process.
        database: its SQLite file.
        log: the lines it has written to standard error so far.
    """

    page: str
    pid: int
    database: Path
    log: list[str] = field(repr=False)

    @property
    def memory(self) -> int:
        """Its resident memory, in kB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))

    @property
    def processor_seconds(self) -> float:
        """What it has had of the processors: the same however busy the machine is with other work."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def call(
        self, method: str, path: str, token: str = "", body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request; `body` is sent as JSON unless it is bytes."""
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json"} if content is not None else {}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        address = path if path.startswith("http") else self.page + path
        request = urllib.request.Request(address, content, {**sent, **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())

    def token(self) -> str:
        """The token of a new session."""
        return str(self.call("POST", "session").json["token"])

    def say(self, token: str, text: str) -> list[dict[str, Any]]:
        """The replies to a typed message."""
        answer = self.call("POST", "messages", token, {"text": text})
        assert answer.status == 200, answer
        replies: list[dict[str, Any]] = answer.json["replies"]
        return replies


@contextmanager
def serving(
    model: Path, folder: Path, environ: Mapping[str, str] | None = None, before: Sequence[str] = ()
) -> Iterator[Served]:
    """A running server, with its database in a folder; at the end it has to stop by itself when it is told to.

    Args:
        model: it is served as it is.
        folder: gets the database.
        environ: settings beside those that all tests need.
        before: a command that becomes the server's, such as one that takes rights away.
    """
    database = folder / "conversations.db"
    log: list[str] = []
    settings = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "NEEDLEWISE_SECRET": SECRET,
        "NEEDLEWISE_MESSAGES_PER_MINUTE": "100000",
        "NEEDLEWISE_REQUESTS_PER_MINUTE": "100000",
        "NEEDLEWISE_ALLOWED_ORIGINS": "https://clinic.example",
        **(environ or {}),
    }
    with subprocess.Popen(
        [*before, *START, "--port", "0", "--model", str(model)],
        env=settings,
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
        try:
            yield Served(line.split()[-1], process.pid, database, log)
        finally:  # a test that fails is not to wait for a server that nobody stops
            process.terminate()
            rest, _ = process.stdout.read(), process.wait(timeout=30)
            reader.join(timeout=10)
        assert rest == "", "standard output holds one line"
        assert process.returncode == 0, "".join(log)
