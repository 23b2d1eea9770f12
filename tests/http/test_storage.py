"""A server whose SQLite database cannot be written: it says so, keeps what it acknowledged, and mends itself."""

import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from running import Answer, Served, serving
from storage import (
    bound_by_rights,
    closed_folder,
    full,
    missing,
    no_bigger_files,
    read_only_file,
    read_only_folder,
    small_disk,
)

MARK = "zanzibar marigold"
# A turn waits this long for a lock of the database, twice at the most: reading and writing.
_MOST_SECONDS = 8.0
# What needs no database is answered at once; the rest is for a machine that is busy with other work.
_AT_ONCE_SECONDS = 3.0


@contextmanager
def held_by_another(served: Served) -> Iterator[None]:
    """Another process has the database for itself, so that not even reading goes."""
    with closing(sqlite3.connect(served.database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE held (number INTEGER)")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


FAULTS: dict[str, Callable[[Served], AbstractContextManager[None]]] = {
    "disk full": full,
    "quota used up": no_bigger_files,
    "read-only file": read_only_file,
    "read-only folder": read_only_folder,
    "closed folder": closed_folder,
    "held by another": held_by_another,
}


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, bool]]:
    """Where the database is, and whether its disk is a small one of its own."""
    folder = tmp_path_factory.mktemp("disk")
    with small_disk(folder, 2048) as small:
        yield folder, small


@pytest.fixture(scope="module")
def stored(model: Path, disk: tuple[Path, bool]) -> Iterator[Served]:
    """A server for which the rights of files hold, whoever runs the tests."""
    with serving(model, disk[0], before=bound_by_rights()) as running:
        yield running


def say(served: Served, token: str, text: str, id: str) -> Answer:
    return served.call("POST", "messages", token, {"text": text, "id": id})


def said(served: Served, token: str) -> list[str]:
    """What stands of the visitor in the conversation."""
    messages = served.call("GET", "messages", token).json["messages"]
    return [message["text"] for message in messages if message["from"] == "visitor"]


def is_honest(answer: Answer) -> bool:
    """Whether a failure is told as one, with what to do in an emergency."""
    return (
        answer.status == 503
        and int(answer.headers["Retry-After"]) > 0
        and answer.headers["content-type"] == "application/problem+json"
        and "emergency" in answer.json["detail"]
        and bool(answer.json["emergency_numbers"])
    )


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_failure_is_told_and_over_when_the_database_is_back(
    fault: Callable[[Served], AbstractContextManager[None]], stored: Served, disk: tuple[Path, bool]
) -> None:
    if fault is full and not disk[1]:
        missing("this machine lets us make no small file system; the limit on a file's size stands in for it")
    tokens, others = [stored.token() for _ in range(8)], [stored.token() for _ in range(3)]
    for token in (*tokens, *others):
        assert say(stored, token, "i have eczema", secrets.token_hex(8)).status == 200
    texts = {token: f"does it hurt, {MARK} {number}" for number, token in enumerate(tokens)}
    ids = {token: secrets.token_hex(8) for token in tokens}
    root = stored.page.removesuffix("webhooks/web/")

    def try_it(token: str) -> Answer:
        return say(stored, token, texts[token], ids[token])

    with ThreadPoolExecutor(len(tokens) + len(others)) as pool:
        with fault(stored):
            began = time.monotonic()
            asked = [pool.submit(try_it, token) for token in tokens]
            for path, token in zip(("messages", "session", "session"), others, strict=True):
                asked.append(pool.submit(stored.call, "DELETE", path, token))
            for path in (f"{root}health/live", f"{root}health/ready", "config", ""):
                start = time.monotonic()
                assert stored.call("GET", path).status == 200
                assert time.monotonic() - start < _AT_ONCE_SECONDS
            assert stored.call("POST", "session").status == 201
            first = [one.result() for one in asked]
            assert time.monotonic() - began < _MOST_SECONDS
            assert all(is_honest(answer) for answer in first), first
        # Nobody lends a hand: the next message goes through, also the one that is sent again with its id.
        again = list(pool.map(try_it, tokens))
    assert [answer.status for answer in again] == [200] * len(tokens), again
    for token in tokens:
        assert said(stored, token) == ["i have eczema", texts[token]]
    assert "Traceback" not in "".join(stored.log) and MARK not in "".join(stored.log)
    (reply, *_) = stored.say(tokens[1], "what do you know about me?")
    assert "eczema" in str(reply), "what was told before the failure is still known"


def test_what_fills_the_disk_up_is_stored_or_refused(stored: Served, disk: tuple[Path, bool]) -> None:
    """Message by message until there is no room: whatever got an answer is there afterwards, once."""
    taken: list[str] = []
    refused: list[str] = []
    filler = disk[0] / "filler"
    if not disk[1]:
        missing("this machine lets us make no small file system")
    with filler.open("wb", buffering=0) as file:
        room = os.statvfs(disk[0])
        file.write(bytes(max(0, room.f_bavail * room.f_frsize - 120 * 1024)))
    token = stored.token()
    try:
        for number in range(60):
            text = f"does it hurt {number}"
            answer = say(stored, token, text, f"filling-{number:04}")
            assert answer.status == 200 or is_honest(answer), answer
            (taken if answer.status == 200 else refused).append(text)
            if len(refused) == 3:
                break
    finally:
        filler.unlink()
    assert taken and refused
    assert said(stored, token) == taken
    number = int(refused[0].split()[-1])
    assert say(stored, token, refused[0], f"filling-{number:04}").status == 200
    assert said(stored, token) == [*taken, refused[0]]


def test_what_was_erased_is_gone_though_the_disk_was_full(stored: Served) -> None:
    token = stored.token()
    assert say(stored, token, f"i have eczema {MARK} erased", secrets.token_hex(8)).status == 200
    with no_bigger_files(stored):
        assert is_honest(stored.call("DELETE", "session", token))
    assert stored.call("DELETE", "session", token).status == 204
    kept = b"".join(file.read_bytes() for file in stored.database.parent.glob(f"{stored.database.name}*"))
    assert b"marigold erased" not in kept
