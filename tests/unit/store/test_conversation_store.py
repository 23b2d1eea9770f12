"""The store: a database that cannot be had, erasure, retention."""

import asyncio
import json
import os
import socket
import sqlite3
import stat
import time
import uuid
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.store.engine import DatabaseUnavailableError
from needlewise.store.stamps import MovedOnError
from needlewise.store.tracker_store import ConversationStore
from needlewise.store.turns import AnsweredAlreadyError

DAY = 86_400


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the store's database."""
    file = tmp_path / "conversations.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    return file


def begun(store: ConversationStore, conversation: str) -> DialogueStateTracker:
    """The conversation as a turn finds it."""
    return asyncio.run(store.retrieve(conversation)) or DialogueStateTracker(conversation, [])


def say(
    store: ConversationStore, conversation: str, text: str, at: float | None = None, id: str = "", reply: str = "Yes."
) -> None:
    tracker = begun(store, conversation)
    tracker.update(UserUttered(text, timestamp=at, message_id=id or uuid.uuid4().hex))
    if reply:
        tracker.update(BotUttered(reply, timestamp=at))
    asyncio.run(store.save(tracker))


def texts(store: ConversationStore, conversation: str) -> list[str]:
    tracker = asyncio.run(store.retrieve(conversation))
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


def rows(store: ConversationStore, table: str) -> int:
    with store.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"select count(*) from {table}").scalar())


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
        say(store, "web-1", f"zanzibar {number}", id=f"m{number}")
    say(store, "web-2", "hello")
    assert store.rate("web-1", "m7.0", None, False, "zanzibar")
    assert store.erase("web-1") == 100 and store.erase("web-1") == 0
    assert b"zanzibar" not in b"".join(file.read_bytes() for file in database.parent.iterdir())
    assert texts(store, "web-2") == ["hello"]


def test_conversations_past_their_time_are_deleted_with_their_feedback(database: Path) -> None:
    store = ConversationStore(Domain.empty())
    now = time.time()
    say(store, "old", "hello", now - 31 * DAY, "m")
    say(store, "still used", "hello", now - 31 * DAY, "m")
    say(store, "still used", "hello again", now - DAY)
    for conversation in ("old", "still used"):
        assert store.rate(conversation, "m.0", "pain", True, "")
    assert store.purge(30, now) == 2
    assert texts(store, "old") == [] and len(texts(store, "still used")) == 2
    with store.engine.connect() as connection:
        assert [*connection.exec_driver_sql("select sender_id from feedback").scalars()] == ["still used"]


def with_slot(name: str = "facts") -> Domain:
    domain = Domain.empty()
    domain.slots.append(AnySlot(name, mappings=[{}]))
    return domain


def test_a_turn_loads_the_newest_turns_and_all_slots(database: Path) -> None:
    store = ConversationStore(with_slot())
    tracker = begun(store, "web-1")
    tracker.update(UserUttered("i have eczema", message_id="m0"))
    tracker.slots["facts"] = AnySlot("facts", mappings=[{}])
    tracker.update(SlotSet("facts", ["eczema"]))
    asyncio.run(store.save(tracker))
    for number in range(1, 100):
        say(store, "web-1", f"question {number}")
    loaded = begun(store, "web-1")
    assert texts(store, "web-1") == [f"question {number}" for number in range(92, 100)]
    assert loaded.get_slot("facts") == ["eczema"]
    assert rows(store, "events") == 2 + 2 * 99
    whole = asyncio.run(store.retrieve_full_tracker("web-1"))
    assert whole and whole.get_slot("facts") == ["eczema"] and len(whole.events) == 200
    say(store, "web-1", "one more")
    assert rows(store, "events") == 202 and begun(store, "web-1").get_slot("facts") == ["eczema"]


def test_history_comes_in_pages(database: Path) -> None:
    store = ConversationStore(Domain.empty())
    for number in range(12):
        say(store, "web-1", f"question {number}", id=f"m{number}")

    def page(before: str | None) -> tuple[list[str], bool]:
        found = asyncio.run(store.page("web-1", before, 5))
        assert found
        return [event.text for event in found.events if isinstance(event, UserUttered)], found.earlier

    assert page(None) == ([f"question {number}" for number in range(7, 12)], True)
    assert page("m7") == ([f"question {number}" for number in range(2, 7)], True)
    assert page("m2") == (["question 0", "question 1"], False)
    assert page("m0") == ([], False)
    assert asyncio.run(store.page("web-1", "nonsense", 5)) is None


def test_oldest_turns_go_when_a_conversation_is_full(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEWISE_CONVERSATION_TURNS", "20")
    store = ConversationStore(Domain.empty())
    for number in range(60):
        say(store, "web-1", f"question {number}", id=f"m{number}")
        assert store.rate("web-1", f"m{number}.0", None, True, "")
    assert (rows(store, "events"), rows(store, "turns"), rows(store, "feedback")) == (40, 20, 20)
    assert texts(store, "web-1")[-1] == "question 59"


def test_message_is_answered_once(database: Path) -> None:
    one, other = ConversationStore(Domain.empty()), ConversationStore(Domain.empty())
    first, second = begun(one, "web-1"), begun(other, "web-1")
    for tracker in (first, second):
        tracker.update(UserUttered("hello", message_id="m"))
        tracker.update(BotUttered("Hello."))
    asyncio.run(one.save(first))
    with pytest.raises(MovedOnError):
        asyncio.run(other.save(second))
    with pytest.raises(AnsweredAlreadyError):  # when the turn is done again
        say(other, "web-1", "hello", id="m")
    assert rows(one, "events") == 2
    events = asyncio.run(other.answer_to("web-1", "m"))
    assert [event.text for event in events] == ["hello", "Hello."]


def test_turn_without_a_reply_can_be_had_again(database: Path) -> None:
    store = ConversationStore(Domain.empty())
    say(store, "web-1", "hello", id="m", reply="")
    assert asyncio.run(store.answer_to("web-1", "m")) == []
    say(store, "web-1", "hello", id="m")
    assert [event.text for event in asyncio.run(store.answer_to("web-1", "m"))] == ["hello", "Yes."]


def test_two_processes_lose_nothing_of_each_other(database: Path) -> None:
    stores = [ConversationStore(Domain.empty()) for _ in range(2)]
    trackers = [begun(store, "web-1") for store in stores]
    for number, tracker in enumerate(trackers):
        tracker.update(UserUttered(f"from {number}", message_id=f"m{number}"))
    asyncio.run(stores[0].save(trackers[0]))
    with pytest.raises(MovedOnError):  # it has not seen what the other stored, and is done again
        asyncio.run(stores[1].save(trackers[1]))
    assert texts(stores[1], "web-1") == ["from 0"]
    say(stores[1], "web-1", "from 1", id="m1")
    trackers[0].update(BotUttered("Yes."))
    with pytest.raises(MovedOnError):
        asyncio.run(stores[0].save(trackers[0]))
    assert texts(stores[0], "web-1") == ["from 0", "from 1"] and rows(stores[0], "conversations") == 1


def test_turn_on_an_erased_conversation_is_done_again(database: Path) -> None:
    store = ConversationStore(Domain.empty())
    say(store, "web-1", "hello")
    tracker = begun(store, "web-1")
    tracker.update(UserUttered("i have eczema", message_id="m"))
    store.erase("web-1")
    with pytest.raises(MovedOnError):
        asyncio.run(store.save(tracker))
    assert rows(store, "events") == rows(store, "conversations") == 0


def test_feedback_goes_with_its_conversation_whoever_deletes_that(database: Path) -> None:
    store = ConversationStore(Domain.empty())
    assert not store.rate("web-1", "m.0", None, True, "before anything was said")
    say(store, "web-1", "hello", id="m")
    assert store.rate("web-1", "m.0", None, True, "") and store.rate("web-1", "m.0", None, False, "no")
    assert not store.rate("web-1", "other.0", None, True, "") and not store.rate("web-2", "m.0", None, True, "")
    assert rows(store, "feedback") == 1
    with store.engine.begin() as connection:
        connection.exec_driver_sql("delete from conversations")
    assert (rows(store, "turns"), rows(store, "feedback")) == (0, 0)
    assert not store.rate("web-1", "m.0", None, True, "after it was erased")


@pytest.mark.parametrize("exists", [False, True])
def test_only_the_owner_can_read_the_database(exists: bool, database: Path) -> None:
    before = os.umask(0o022)
    try:
        if exists:
            sqlite3.connect(database).execute("create table other (x)").connection.close()
            assert stat.S_IMODE(database.stat().st_mode) == 0o644
        say(ConversationStore(Domain.empty()), "web-1", "hello")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in database.parent.iterdir()}
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}, modes


def test_conversations_of_an_older_version_are_adopted(database: Path) -> None:
    old = sqlite3.connect(database)
    old.execute(
        "create table events (id integer primary key, sender_id varchar(255) not null, type_name varchar(255), "
        "timestamp float, intent_name varchar(255), action_name varchar(255), data text)"
    )
    old.execute(
        "create table feedback (sender_id varchar(255), message_id varchar(64), topic varchar(255), helpful boolean "
        "not null, reason text not null, timestamp float not null, primary key (sender_id, message_id))"
    )
    for number in range(10):
        for event in (
            UserUttered(f"question {number}", message_id=f"m{number}", timestamp=5.0 + number),
            BotUttered("Yes."),
        ):
            insert = "insert into events (sender_id, type_name, timestamp, data) values ('web-1', ?, ?, ?)"
            old.execute(insert, (event.type_name, event.timestamp, json.dumps(event.as_dict())))
    old.execute("insert into feedback values ('web-1', 'm3.0', 'pain', 1, '', 1), ('gone', 'm.0', null, 1, '', 1)")
    old.commit()
    old.close()
    store = ConversationStore(Domain.empty())
    assert len(texts(store, "web-1")) == 10  # read whole until its slots are known
    say(store, "web-1", "one more")
    assert len(texts(store, "web-1")) == 8 and rows(store, "turns") == 11
    assert rows(store, "feedback") == 1
    assert store.erase("web-1") == 22 and rows(store, "feedback") == 0
