"""The store: a database that cannot be had, erasure, retention."""

import asyncio
import socket
import time
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.store.engine import DatabaseUnavailableError
from needlewise.store.tracker_store import ConversationStore

DAY = 86_400


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the store's database."""
    file = tmp_path / "conversations.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    return file


def say(store: ConversationStore, conversation: str, text: str, at: float | None = None) -> None:
    tracker = asyncio.run(store.retrieve(conversation)) or DialogueStateTracker(conversation, [])
    tracker.update(UserUttered(text, timestamp=at))
    asyncio.run(store.save(tracker))


def texts(store: ConversationStore, conversation: str) -> list[str]:
    tracker = asyncio.run(store.retrieve(conversation))
    return [event.text for event in tracker.events] if tracker else []


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "oracle9://host/name",
        "mssql+nothing://host/name",
        "sqlite:////nowhere/at/all/conversations.db",
        "postgresql://somebody:hidden@127.0.0.1:{closed}/name",
        "postgresql://somebody:hidden@127.0.0.1:notaport/name",
    ],
)
def test_database_that_cannot_be_had_is_told_in_a_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = taken.getsockname()[1]
    monkeypatch.setenv("DATABASE_URL", address.format(closed=closed))
    start = time.monotonic()
    with pytest.raises(DatabaseUnavailableError, match="DATABASE_URL") as raised:
        ConversationStore(Domain.empty(), patience=1)
    assert time.monotonic() - start < 10
    assert "hidden" not in str(raised.value) and "\n" not in str(raised.value)


def test_conversation_comes_back(database: Path) -> None:
    store = ConversationStore(Domain.empty())
    for text in ("does it hurt", "how long"):
        say(store, "web-1", text)
    assert texts(ConversationStore(Domain.empty()), "web-1") == ["does it hurt", "how long"]


def test_erasing_leaves_no_trace_in_the_files(database: Path) -> None:
    store = ConversationStore(Domain.empty())
    for number in range(50):
        say(store, "web-1", f"zanzibar {number}")
    say(store, "web-2", "hello")
    store.rate("web-1", "m.0", None, False, "zanzibar")
    assert store.erase("web-1") == 50 and store.erase("web-1") == 0
    assert b"zanzibar" not in b"".join(file.read_bytes() for file in database.parent.iterdir())
    assert texts(store, "web-2") == ["hello"]


def test_conversations_past_their_time_are_deleted_with_their_feedback(database: Path) -> None:
    store = ConversationStore(Domain.empty())
    now = time.time()
    say(store, "old", "hello", now - 31 * DAY)
    say(store, "still used", "hello", now - 31 * DAY)
    say(store, "still used", "hello again", now - DAY)
    for conversation in ("old", "still used"):
        store.rate(conversation, "m.0", "pain", True, "")
    assert store.purge(30, now) == 1
    assert texts(store, "old") == [] and len(texts(store, "still used")) == 2
    with store.engine.connect() as connection:
        assert [*connection.exec_driver_sql("select sender_id from feedback").scalars()] == ["still used"]
