"""Connections: how many one address may hold, how long a request may take to arrive, and what is let through."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from sanic.exceptions import RequestTimeout
from sanic.http import Http, Stage
from sanic.server.protocols.http_protocol import HttpProtocol

from needlewise.channels.gate import MOST_HEAD_BYTES, HeadTooBigError, check_head
from needlewise.channels.web.problems import raw_refusal
from needlewise.channels.web.rates import client_of, is_one_of
from needlewise.channels.web.settings import Network

HEAD_SECONDS = 10.0
BODY_SECONDS = 20.0
"""From a request's first byte to the end of its head, and from there to the end of its body, however fast it flows."""
_END = b"\r\n\r\n"


class Connections:
    """The open connections by address.

    Where an address holds as many as it may, the one that has been idle longest makes room; where none is idle, the new
    one is refused.
    """

    def __init__(self, most: int, trusted: Sequence[Network] = ()) -> None:
        """Starts with none.

        Args:
            most: of one address; of IPv6 of one /64 network.
            trusted: proxies, through which many visitors come: they may hold any number.
        """
        self._most = most
        self._trusted = tuple(trusted)
        self._open: dict[str, dict[GuardedProtocol, None]] = {}

    def admit(self, connection: "GuardedProtocol", peer: str) -> bool:
        """Counts a new connection; False where it has to be refused."""
        address = client_of(peer, (), ())
        if is_one_of(peer, self._trusted):
            return True
        held = self._open.setdefault(address, {})
        if len(held) >= self._most:
            idle = next((one for one in held if one.is_idle), None)
            if idle is None:
                return False
            self.release(idle)
            idle.close()
        held[connection] = None
        connection.address = address
        return True

    def used(self, connection: "GuardedProtocol") -> None:
        """Notes that a connection was not idle until now."""
        held = self._open.get(connection.address, {})
        if connection in held:
            held[connection] = held.pop(connection)

    def release(self, connection: "GuardedProtocol") -> None:
        """Forgets a connection that is closed."""
        held = self._open.get(connection.address)
        if held is not None:
            held.pop(connection, None)
            if not held:
                del self._open[connection.address]


class GuardedHttp(Http):
    """Sanic's reader of a connection, behind the gate and with a deadline for every request."""

    __slots__ = ("_deadline", "_protocol")

    def __init__(self, protocol: "GuardedProtocol") -> None:
        super().__init__(protocol)  # type: ignore[no-untyped-call]
        self._protocol = protocol
        self._deadline: float | None = None
        self._receive_more = self._receive_in_time

    async def http1_request_header(self) -> None:
        """Waits for a whole head, looks at it, and lets Sanic read it."""
        self._protocol.open_connections.used(self._protocol)
        self._deadline = self._now() + self._protocol.head_seconds
        buffer, searched = self.recv_buffer, 0
        while (end := buffer.find(_END, searched)) < 0 and len(buffer) <= MOST_HEAD_BYTES:
            searched = max(0, len(buffer) - len(_END) + 1)
            await self._receive_more()
        if end < 0 or end > MOST_HEAD_BYTES:
            raise HeadTooBigError("the head is too big")
        check_head(bytes(buffer[:end]))
        self._deadline = self._now() + self._protocol.body_seconds
        await super().http1_request_header()  # type: ignore[no-untyped-call]
        self.upgrade_websocket = False  # there are none here, and Sanic would lift its time limits for one
        if not self.request_body:
            self._deadline = None

    async def read(self) -> bytes | None:
        """The next piece of the body, or None after the last."""
        piece: bytes | None = await super().read()
        if not self.request_body:
            self._deadline = None
        return piece

    async def _receive_in_time(self) -> None:
        if self.stage is Stage.IDLE and not self.request_body:  # between requests Sanic's own limit holds
            self._deadline = None
        try:
            async with asyncio.timeout_at(self._deadline):
                await self._protocol.receive_more()  # type: ignore[no-untyped-call]
        except TimeoutError:
            self.keep_alive = False
            self.request_body = None  # what is missing of it is not waited for a second time
            raise RequestTimeout("the request took too long to arrive") from None

    def _now(self) -> float:
        return float(self._protocol.loop.time())


class GuardedProtocol(HttpProtocol):
    """One connection. Made by `guarded`."""

    open_connections: ClassVar[Connections]
    head_seconds: ClassVar[float] = HEAD_SECONDS
    body_seconds: ClassVar[float] = BODY_SECONDS
    address = ""

    @property
    def is_idle(self) -> bool:
        """Whether it is between requests."""
        return self._http is not None and self._http.stage is Stage.IDLE and not self.recv_buffer

    def _setup_connection(self) -> None:
        super()._setup_connection()  # type: ignore[no-untyped-call]
        self._http = GuardedHttp(self)

    def connection_made(self, transport: Any) -> None:
        """Takes the connection, or says that its address has too many."""
        peer = (transport.get_extra_info("peername") or ("",))[0]
        if self.open_connections.admit(self, peer):
            super().connection_made(transport)  # type: ignore[no-untyped-call]
            return
        self.transport = transport
        transport.write(raw_refusal())
        transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Frees the connection's place."""
        self.open_connections.release(self)
        super().connection_lost(exc)  # type: ignore[no-untyped-call]


def guarded(
    connections: Connections, head_seconds: float = HEAD_SECONDS, body_seconds: float = BODY_SECONDS
) -> type[GuardedProtocol]:
    """The class of connections for a Sanic application's `protocol`.

    Args:
        connections: that are open.
        head_seconds: in which a head has to arrive.
        body_seconds: in which a body has to arrive.
    """
    of_these = {"open_connections": connections, "head_seconds": head_seconds, "body_seconds": body_seconds}
    return type("Connection", (GuardedProtocol,), of_these)
