"""Erasing, purging, storing and rating at the same time, over two stores of one database: nothing is left behind."""

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.store.stamps import MovedOnError
from needlewise.store.tracker_store import ConversationStore

CONVERSATIONS = ("web-1", "web-2", "web-3")
TABLES = ("events", "conversations", "turns", "feedback")
DAY = 86_400


def say(store: ConversationStore, conversation: str, id: str, at: float) -> None:
    """A turn, done again for as long as the conversation is stored or erased meanwhile."""
    while True:
        tracker = asyncio.run(store.retrieve(conversation)) or DialogueStateTracker(conversation, [])
        tracker.update(UserUttered("zanzibar", message_id=id, timestamp=at))
        tracker.update(BotUttered("Yes.", timestamp=at))
        with suppress(MovedOnError):
            asyncio.run(store.save(tracker))
            return


def test_nothing_is_left_of_what_was_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'conversations.db'}")
    stores = [ConversationStore(Domain.empty()) for _ in range(2)]
    seed = random.randrange(2**32)
    print(f"seed {seed}")

    def work(number: int) -> None:
        chance, store = random.Random(seed + number), stores[number % 2]
        for step in range(40):
            conversation, id = chance.choice(CONVERSATIONS), f"{number}-{step}"
            match chance.choice(("say", "say", "rate", "erase", "purge")):
                case "say":
                    say(store, conversation, id, time.time() - chance.choice((0, 40)) * DAY)
                case "rate":
                    say(store, conversation, id, time.time())
                    store.rate(conversation, f"{id}.0", "pain", True, "zanzibar")
                case "erase":
                    store.erase(conversation)
                case "purge":
                    store.purge(30)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    store = stores[0]
    with store.engine.connect() as connection:
        strangers = "select count(*) from events where sender_id not in (select id from conversations)"
        assert connection.exec_driver_sql(strangers).scalar() == 0
    for conversation in CONVERSATIONS:
        store.erase(conversation)
    with store.engine.connect() as connection:
        left = {table: connection.exec_driver_sql(f"select count(*) from {table}").scalar() for table in TABLES}
    assert left == dict.fromkeys(TABLES, 0)
    for one in stores:
        one.engine.dispose()
    assert b"zanzibar" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
