"""Connections: deadlines, and how many one address may hold."""

import ipaddress
import socket
import time
import urllib.parse
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from website import Website

from needlewise.channels.gate import check_head
from needlewise.channels.protocol import Connections
from needlewise.channels.web import WebSettings

HOST = b"GET / HTTP/1.1\r\nHost: clinic.example"


def connect(website: Website) -> socket.socket:
    parts = urllib.parse.urlsplit(website.root)
    return socket.create_connection((parts.hostname, parts.port), timeout=10)


@pytest.mark.parametrize(
    "head",
    [
        HOST,
        b"POST /webhooks/web/messages?a=b HTTP/1.1\r\nHost: x:5005\r\nContent-Length: 0",
        b"OPTIONS * HTTP/1.1\r\nhost:\tx",
        b"GET http://x/y HTTP/1.1\r\nHost: x",
        b"GET / HTTP/1.0",
        HOST + "\r\nX-Name: Zoë".encode() + b"\r\nEmpty:\r\nSpaces: \t a b \t ",
    ],
)
def test_what_clients_send_is_let_through(head: bytes) -> None:
    check_head(head)


def test_slow_requests_are_told_and_closed(website: Website) -> None:
    for start in (
        b"GET / HTTP/1.1\r\n",
        b"POST /webhooks/web/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n",
    ):
        with connect(website) as connection:
            connection.sendall(start)
            began = time.monotonic()
            received = b""
            while piece := connection.recv(4096):
                received += piece
            assert time.monotonic() - began < 3  # the website's limits are half a second
        assert received.startswith((b"HTTP/1.1 408", b"HTTP/1.1 201"))


def test_connection_stays_for_further_requests(website: Website) -> None:
    with connect(website) as connection:
        for _ in range(3):
            connection.sendall(b"POST /webhooks/web/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab")
            answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 201") and b"keep-alive" in answer
            time.sleep(0.3)  # two of these are longer than a request may take


def test_full_address_is_told_so_with_the_emergency_numbers(website_with: Callable[..., Website]) -> None:
    website = website_with(WebSettings(connections=3))
    busy = [connect(website) for _ in range(3)]
    for connection in busy:
        connection.sendall(b"GET /")
    deadline = time.monotonic() + 10
    answer = b""
    while not answer.startswith(b"HTTP/1.1 429"):
        assert time.monotonic() < deadline
        with connect(website) as more:
            more.settimeout(0.2)
            try:
                answer = more.recv(4096)
            except TimeoutError:  # the three were not read yet
                continue
    assert b"112" in answer and b"Retry-After" in answer
    for connection in busy:
        connection.close()
    assert website.call("GET", "/health/live").status == 200


class _Connection:
    def __init__(self, is_idle: bool) -> None:
        self.is_idle, self.closed, self.address = is_idle, False, ""

    def close(self) -> None:
        self.closed = True


def test_the_longest_idle_connection_makes_room() -> None:
    connections: Any = Connections(2)
    first, second, third = (_Connection(is_idle=True) for _ in range(3))
    assert connections.admit(first, "203.0.113.7") and connections.admit(second, "203.0.113.7")
    connections.used(first)
    assert connections.admit(third, "203.0.113.7")
    assert (first.closed, second.closed) == (False, True)
    first.is_idle = third.is_idle = False
    assert not connections.admit(_Connection(is_idle=True), "203.0.113.7")
    assert connections.admit(_Connection(is_idle=True), "203.0.113.8")


def test_places_are_freed_and_nothing_is_kept() -> None:
    connections: Any = Connections(1, (ipaddress.ip_network("10.0.0.0/8"),))
    for _ in range(3):
        one = _Connection(is_idle=False)
        assert connections.admit(one, "2001:db8::1")
        assert not connections.admit(SimpleNamespace(is_idle=False, address=""), "2001:db8::2")
        connections.release(one)
    assert all(connections.admit(_Connection(is_idle=False), "10.0.0.1") for _ in range(9))
    assert connections._open == {}
