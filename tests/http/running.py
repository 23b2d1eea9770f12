"""The running server, and how a page talks to it."""

import json
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START = (sys.executable, "-W", "ignore", "-m", "needlewise.cli.main", "serve")
SECRET = "a secret for tests alone"


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
