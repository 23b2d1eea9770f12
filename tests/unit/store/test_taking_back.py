"""Taking messages back: as if they had not been said, however much of the conversation a turn or a page reads."""

import asyncio
import uuid
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUtteranceReverted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.store.tables import Feedback, Turn
from needlewise.store.tracker_store import ConversationStore

DOMAIN = Domain.from_dict({"slots": {name: {"type": "any", "mappings": []} for name in ("told", "age")}})


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    """A store of conversations that learn what was told, and an age."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'conversations.db'}")
    return ConversationStore(DOMAIN)


def say(store: ConversationStore, text: str, id: str = "", **slots: str) -> None:
    tracker = asyncio.run(store.retrieve("anna")) or DialogueStateTracker("anna", DOMAIN.slots)
    tracker.update(UserUttered(text, message_id=id or uuid.uuid4().hex))
    for name, value in slots.items():
        tracker.update(SlotSet(name, value))
    tracker.update(BotUttered("Yes."))
    tracker.update(ActionExecuted("action_listen"))
    asyncio.run(store.save(tracker))


def take_back(store: ConversationStore) -> None:
    tracker = asyncio.run(store.retrieve_full_tracker("anna"))
    tracker.update(UserUtteranceReverted())
    tracker.update(ActionExecuted("action_listen"))
    asyncio.run(store.save(tracker))


def known(store: ConversationStore) -> dict[str, str]:
    tracker = asyncio.run(store.retrieve("anna"))
    return {name: value for name in ("told", "age") if (value := tracker.get_slot(name))}


def count(store: ConversationStore, table: type) -> int:
    with store.session_scope() as session:
        return int(session.query(table).count())


def paged(store: ConversationStore, most: int) -> list[str]:
    """What pages of the visitor's messages show, from the newest page on."""
    shown: list[str] = []
    before = None
    while True:
        page = asyncio.run(store.page("anna", before, most))
        assert page is not None
        said: list[UserUttered] = []
        for event in page.events:
            if isinstance(event, UserUtteranceReverted):
                said.pop()
            elif isinstance(event, UserUttered):
                said.append(event)
        shown = [event.text or "" for event in said] + shown
        if not page.earlier:
            return shown
        before = said[0].message_id


def test_taken_back_message_is_no_longer_known_however_long_ago_the_rest_was_told(store: ConversationStore) -> None:
    say(store, "eczema", told="eczema", age="40")
    for number in range(20):
        say(store, str(number))
    say(store, "acne too", told="eczema and acne")
    take_back(store)
    assert known(store) == {"told": "eczema", "age": "40"}
    say(store, "and then")
    assert known(store) == {"told": "eczema", "age": "40"}


def test_messages_taken_back_one_after_the_other_are_on_no_page(store: ConversationStore) -> None:
    for number in range(5):
        say(store, str(number))
    for _ in range(3):
        take_back(store)
    for most in (1, 2, 3):
        assert paged(store, most) == ["0", "1"]
    assert count(store, Turn) == 2


def test_taking_back_keeps_what_the_deleted_beginning_told(store: ConversationStore) -> None:
    store._most_turns = 3
    say(store, "eczema", told="eczema")
    for number in range(6):
        say(store, str(number), age=str(number))
    take_back(store)
    assert known(store) == {"told": "eczema", "age": "4"}
    assert paged(store, 50) == ["3", "4"]


def test_message_taken_back_takes_its_feedback_along_and_can_be_sent_anew(store: ConversationStore) -> None:
    say(store, "first", id="a" * 32)
    say(store, "second", id="b" * 32)
    assert store.rate("anna", "b" * 32 + ".0", None, True, "")
    take_back(store)
    assert count(store, Feedback) == 0 and not asyncio.run(store.answer_to("anna", "b" * 32))
    say(store, "second", id="b" * 32)
    assert paged(store, 1) == ["first", "second"]
