"""Raw bytes to a server, and what comes back."""

import json
import socket
import time
from dataclasses import dataclass
from typing import Any

from running import Served

SECONDS = 30.0


@dataclass(frozen=True)
class Target:
    """A server: `own` where the tests started it and can see its log."""

    host: str
    port: int
    own: Served | None = None

    def connect(self) -> socket.socket:
        """An open connection."""
        return socket.create_connection((self.host, self.port), timeout=SECONDS)

    def send(self, content: bytes) -> tuple[int, bytes]:
        """The status and the rest of the answer to raw bytes; the status is 0 where the server only closed."""
        with self.connect() as connection:
            connection.sendall(content)
            return answer_of(connection)

    def request(self, method: str, path: str, token: str = "", body: Any = None, **headers: str) -> tuple[int, Any]:
        """The status and the JSON of a well-formed request, over a connection of its own."""
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        fields = {"Host": self.host, "Connection": "close", **headers}
        if body is not None:
            fields |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
        if token:
            fields["Authorization"] = f"Bearer {token}"
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        status, answer = self.send("\r\n".join(lines).encode() + content)
        return status, json.loads(answer) if answer[:1] in (b"{", b"[") else None

    def token(self) -> str:
        """The token of a new session."""
        status, session = self.request("POST", "/webhooks/web/session")
        assert status == 201
        return str(session["token"])

    def say(self, token: str, **message: Any) -> tuple[int, Any]:
        """The answer to a message."""
        return self.request("POST", "/webhooks/web/messages", token, message)

    def is_well(self) -> bool:
        """Whether it answers at once."""
        start = time.monotonic()
        return self.request("GET", "/health/live")[0] == 200 and time.monotonic() - start < 5


def answer_of(connection: socket.socket) -> tuple[int, bytes]:
    """The status and the body of what a connection says until it is closed, or until one answer is whole."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
            head, end, body = received.partition(b"\r\n\r\n")
            length = next(
                (line.split(b":")[1] for line in head.lower().split(b"\r\n") if b"content-length" in line), None
            )
            if end and (head.split()[1] == b"204" or (length is not None and len(body) >= int(length))):
                break
    except ConnectionResetError:
        pass
    head, _, body = received.partition(b"\r\n\r\n")
    return (int(head.split()[1]) if head else 0), body
