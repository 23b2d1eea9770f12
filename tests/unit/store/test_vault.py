"""Conversations sealed with a key."""

import asyncio
import base64
import os
import sqlite3
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.store.tracker_store import ConversationStore
from needlewise.store.vault import STORE_KEY, StoreKeyError, Vault

WORDS = "zanzibar marigold"


def key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def test_what_is_sealed_opens_for_its_conversation_alone() -> None:
    vault = Vault.from_environment({STORE_KEY: key()})
    stored = vault.sealed(WORDS, "web-1")
    assert WORDS not in stored and stored != vault.sealed(WORDS, "web-1")
    assert vault.opened(stored, "web-1") == WORDS
    with pytest.raises(StoreKeyError):
        vault.opened(stored, "web-2")
    with pytest.raises(StoreKeyError):
        vault.opened(stored[:-8] + "AAAAAAA=", "web-1")


def test_keys_can_be_changed() -> None:
    old, new = key(), key()
    stored = Vault.from_environment({STORE_KEY: old}).sealed(WORDS, "web-1")
    both = Vault.from_environment({STORE_KEY: f"{new}, {old}"})
    assert both.opened(stored, "web-1") == WORDS
    assert both.opened("in the clear", "web-1") == "in the clear"
    resealed = both.sealed(WORDS, "web-1")
    assert Vault.from_environment({STORE_KEY: new}).opened(resealed, "web-1") == WORDS
    with pytest.raises(StoreKeyError, match=STORE_KEY):
        Vault.from_environment({STORE_KEY: old}).opened(resealed, "web-1")


@pytest.mark.parametrize("value", ["short", "a" * 44, base64.b64encode(bytes(16)).decode(), "ü" * 32, f"{key()},x"])
def test_key_that_is_none_is_told(value: str) -> None:
    with pytest.raises(StoreKeyError, match=STORE_KEY) as raised:
        Vault.from_environment({STORE_KEY: value})
    assert value not in str(raised.value)


def test_nothing_of_a_visitor_stands_in_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "conversations.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv(STORE_KEY, key())
    store = ConversationStore(Domain.empty())
    tracker = DialogueStateTracker("web-1", [])
    tracker.update(UserUttered(WORDS, message_id="m", parse_data={"intent": {"name": "zanzibar"}, "text": WORDS}))
    tracker.update(BotUttered(f"{WORDS}?"))
    asyncio.run(store.save(tracker))
    assert store.rate("web-1", "m.0", "zanzibar", False, WORDS)
    assert b"zanzibar" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [event.text for event in asyncio.run(store.answer_to("web-1", "m"))] == [WORDS, f"{WORDS}?"]
    loaded = asyncio.run(ConversationStore(Domain.empty()).retrieve("web-1"))
    assert loaded and loaded.latest_message and loaded.latest_message.text == WORDS
    monkeypatch.setenv(STORE_KEY, key())
    with pytest.raises(StoreKeyError, match=STORE_KEY):
        ConversationStore(Domain.empty())
    with sqlite3.connect(database) as connection:
        kinds = {kind for (kind,) in connection.execute("select type_name from events")}
    assert kinds == {"user", "bot"}
