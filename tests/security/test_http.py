"""Requests that are malformed, ambiguous, slow or many: refused, and everyone else is answered meanwhile."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from probing import SECONDS, Target, answer_of

HEAD = b"POST /x HTTP/1.1\r\nHost: x\r\n"
MALFORMED = {
    "negative length": HEAD + b"Content-Length: -1\r\n\r\nab",
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
    "same length twice": HEAD + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
    "listed lengths": HEAD + b"Content-Length: 2, 2\r\n\r\nab",
    "length and pieces": HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "pieces and length": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    "other digits": HEAD + "Content-Length: ٢\r\n\r\nab".encode(),
    "superscript": HEAD + "Content-Length: ²\r\n\r\nab".encode(),
    "plus": HEAD + b"Content-Length: +2\r\n\r\nab",
    "underscore": HEAD + b"Content-Length: 0_2\r\n\r\nab",
    "hexadecimal": HEAD + b"Content-Length: 0x2\r\n\r\nab",
    "no number": HEAD + b"Content-Length: abc\r\n\r\n",
    "empty length": HEAD + b"Content-Length:\r\n\r\n",
    "endless number": HEAD + b"Content-Length: " + b"9" * 4000 + b"\r\n\r\n",
    "space before colon": HEAD + b"Content-Length : 2\r\n\r\nab",
    "tab before colon": HEAD + b"Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n",
    "continued line": HEAD + b"X: a\r\n b\r\n\r\n",
    "bare line feed": HEAD + b"X: a\nContent-Length: 2\r\n\r\nab",
    "bare return": HEAD + b"X: a\rContent-Length: 2\r\n\r\nab",
    "zero byte": HEAD + b"X: a\0b\r\n\r\n",
    "no colon": HEAD + b"nonsense\r\n\r\n",
    "no name": HEAD + b": nothing\r\n\r\n",
    "two hosts": HEAD + b"Host: y\r\n\r\n",
    "no host": b"GET /health/live HTTP/1.1\r\n\r\n",
    "method over lines": b"GET\n2026 /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    "method with escape": b"GET\x1b[2J /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    "small letters": b"get /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    "no method": b" /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    "no path": b"GET HTTP/1.1\r\nHost: x\r\n\r\n",
    "two spaces": b"GET  /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    "raw path": b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    "old version": b"GET / HTTP/0.9\r\nHost: x\r\n\r\n",
    "new version": b"GET / HTTP/9\r\nHost: x\r\n\r\n",
    "other protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n",
    "nonsense": b"nonsense\r\n\r\n",
}
UNUSUAL = {
    "pieces": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
    "other pieces": (HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 411),
    "long field": (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", 431),
    "many fields": (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 500 + b"\r\n", 431),
    "endless head": (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 200_000, 431),
    "great body": (HEAD + b"Content-Length: 9999999999\r\n\r\nab", 404),
    "unknown method": (b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    "websocket": (b"GET /health/live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n", 200),
    "old client": (b"GET /health/live HTTP/1.0\r\n\r\n", 200),
    "in one go": (b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n" * 3, 200),
}


@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED)
def test_malformed_request_is_refused_and_closed(target: Target, content: bytes) -> None:
    with target.connect() as connection:
        connection.sendall(content)
        assert answer_of(connection)[0] == 400
        assert connection.recv(100) == b""
    assert target.is_well()


@pytest.mark.parametrize(("content", "status"), UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_request_gets_its_status(target: Target, content: bytes, status: int) -> None:
    # What is too big is closed while it is still being sent, and the answer may go down with it.
    assert target.send(content)[0] in ((status, 0) if status == 431 else (status,))
    assert target.is_well()


def test_log_lines_cannot_be_forged(target: Target) -> None:
    if target.own is None:
        pytest.skip("the log of a server that was started elsewhere cannot be seen")
    for space in (b"\n", b"\r", b"\x0b", b"\x1b[2K", b"\xc2\x85", b"\xe2\x80\xa8"):
        forged = space + b"2026-11-21 10:00:00,000 ERROR needlewise [-] forged"
        target.send(b"GET" + forged.replace(b" ", b"_") + b" / HTTP/1.1\r\nHost: x\r\n\r\n")
        target.send(
            b"GET /" + forged.replace(b" ", b"%20") + b" HTTP/1.1\r\nHost: x\r\nX-Request-Id:" + forged + b"\r\n\r\n"
        )
    target.send(b"FORGED / HTTP/1.1\r\nHost: x\r\n\r\n")
    _wait_for(lambda: any("OTHER /" in line for line in target.own.log if target.own))
    assert not [line for line in target.own.log if "forged" in line.casefold()]


def _wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_request_a_byte_a_second_is_given_up(target: Target) -> None:
    """All at once, and together no longer than one of them."""
    starts = {
        "head": b"POST /x HTTP/1.1\r\n",
        "body": HEAD + b"Content-Length: 200\r\n\r\n",
        "message": b"POST /webhooks/web/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer " + target.token().encode() + b"\r\nContent-Length: 200\r\n\r\n",
    }

    def seconds_open(start: bytes) -> float:
        began = time.monotonic()
        with target.connect() as connection:
            connection.sendall(start)
            connection.settimeout(0.5)
            while time.monotonic() - began < SECONDS:
                try:
                    connection.sendall(b"x")
                    if not connection.recv(4096):
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
        return time.monotonic() - began

    with ThreadPoolExecutor(len(starts)) as pool:
        took = dict(zip(starts, pool.map(seconds_open, starts.values()), strict=True))
        assert target.is_well()
    assert took["head"] < 15 and took["body"] < 25 and took["message"] < 25


def test_one_address_cannot_take_all_connections(target: Target) -> None:
    """Connections in the midst of a request are not closed for new ones, idle ones are."""
    held = []
    try:
        for _ in range(300):
            connection = target.connect()
            held.append(connection)
            connection.sendall(b"GET /health/live HTTP/1.1\r\n")
        refused = 0
        for connection in held:
            connection.setblocking(False)
        time.sleep(0.5)  # as long as the answers need that were sent at once
        for connection in held:
            try:
                refused += connection.recv(100).startswith(b"HTTP/1.1 429") or 1
            except BlockingIOError:
                pass
            except OSError:
                refused += 1
        assert refused >= 190
    finally:
        for connection in held:
            connection.close()
    _wait_for(target.is_well)
