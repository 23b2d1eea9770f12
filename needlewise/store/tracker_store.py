"""Conversations in an SQL database: SQLite by default, what DATABASE_URL names otherwise."""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUtteranceReverted, UserUttered
from rasa.shared.core.events import Event as RasaEvent
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from needlewise import metrics
from needlewise.dialogue.memory import ERASE
from needlewise.paths import ROOT
from needlewise.store.engine import DATABASE_URL, START_SECONDS, connect, forget_log, usable
from needlewise.store.history import Page, page_of, turn_of
from needlewise.store.migrations import upgrade
from needlewise.store.stamps import advance
from needlewise.store.tables import Conversation, Event, Feedback, Turn
from needlewise.store.threads import in_thread
from needlewise.store.turns import cut, cut_slots, note, note_taken_back
from needlewise.store.vault import Vault

MOST_TURNS = "NEEDLEWISE_CONVERSATION_TURNS"
_MOST_TURNS = 1000
# What a turn looks back on: the last topic and the last buttons. All else that it needs is in the slots.
_WINDOW_TURNS = 8
_SECONDS_A_DAY = 86_400
# A turn reads and writes once each; a visitor waits no longer than twice this for a database that is gone.
_PATIENCE_SECONDS = 5.0
# On a tracker: how many of its events are stored, and the conversation's stamp when they were. Rasa counts the events
# in the database instead, and loses some where another process has added some meanwhile.
_STORED = "needlewise_events_stored"
_STAMP = "needlewise_stamp"

T = TypeVar("T")


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL store, with erasure. Named in endpoints.yml under `tracker_store`.

    The database is used in threads: while it is slow or gone, the server goes on answering. A turn loads the last few
    turns and the slots as they are, so that the four hundredth costs what the fifth did; of a conversation without end
    only the newest turns are kept.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        patience: float = START_SECONDS,
        **_: Any,
    ) -> None:
        """Called by Rasa. The address comes from DATABASE_URL; without it, var/conversations.db.

        Raises:
            DatabaseUnavailableError: where there is no database at the address within `patience` seconds, or it
                cannot be worked with.
            StoreKeyError: where what is stored cannot be read with the key that is set.
        """
        self._vault = Vault.from_environment(os.environ)
        self._most_turns = int(os.environ.get(MOST_TURNS) or _MOST_TURNS)
        self.engine = connect(database_url(), patience)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
        with usable(self.engine):
            upgrade(self.engine)
            self._try_key()
        # Past Rasa's own constructor, which would open the database once more.
        super(SQLTrackerStore, self).__init__(domain, event_broker)

    def _try_key(self) -> None:
        with self.session_scope() as session:
            newest = session.query(Event).order_by(Event.id.desc()).first()
            if newest is not None:
                self._vault.opened(newest.data, newest.sender_id)

    @contextmanager
    def session_scope(self) -> Iterator[Session]:
        """A session, whose transaction is undone where it is not committed.

        Rasa's own ends the whole process at any ValueError within, such as a row that cannot be read.
        """
        with self.sessionmaker() as session:
            yield session

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores what is new in a conversation; erases it whole where the visitor asked for that.

        Raises:
            AnsweredAlreadyError: where the message of the turn has an answer already.
            MovedOnError: where another turn was stored since the conversation was read.
            SQLAlchemyError, TimeoutError: where the database does not take it.
        """
        if tracker.get_slot(ERASE):
            await in_thread(self.erase, tracker.sender_id, patience=_PATIENCE_SECONDS)
            return
        await self.stream_events(tracker)
        await in_thread(self._add_new, tracker, patience=_PATIENCE_SECONDS)
        setattr(tracker, _STORED, len(tracker.events))

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        loaded = await in_thread(self._loaded, sender_id, fetch_events_from_all_sessions, patience=_PATIENCE_SECONDS)
        if not (self.domain and loaded):
            return None
        stamp, events, slots = loaded
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        setattr(tracker, _STORED, len(tracker.events))
        setattr(tracker, _STAMP, stamp)
        if slots is not None:
            for name, slot in tracker.slots.items():
                slot.value = slots.get(name, slot.initial_value)
        return tracker

    def _loaded(self, conversation: str, whole: bool) -> tuple[int, list[dict[str, Any]], dict[str, Any] | None] | None:
        """The stamp, the newest events or all, and the slots where they do not follow from these."""
        with metrics.STORE_SECONDS.time("read"), self.session_scope() as session:
            row = session.get(Conversation, conversation)
            if row is None:
                return None
            events = session.query(Event).filter(Event.sender_id == conversation)
            slots = None if row.slots is None else json.loads(self._vault.opened(row.slots, conversation))
            if not whole and slots is not None:
                turns = session.query(Turn.event).filter(Turn.conversation == conversation).order_by(Turn.event.desc())
                oldest = turns.offset(_WINDOW_TURNS - 1).limit(1).scalar()
                events = events.filter(Event.id >= oldest) if oldest else events
            found = [json.loads(self._vault.opened(one.data, conversation)) for one in events.order_by(Event.id)]
            if not found:
                return None
            return (row.stamp, cut_slots(found, slots or {}) + found, None) if whole else (row.stamp, found, slots)

    def _add_new(self, tracker: DialogueStateTracker) -> None:
        new = list(islice(tracker.events, getattr(tracker, _STORED, 0), None))
        if not new:
            return
        with metrics.STORE_SECONDS.time("write"), self.session_scope() as session:
            stamp = advance(session, tracker.sender_id, getattr(tracker, _STAMP, None))
            self._add(session, tracker, new)
            session.commit()
        setattr(tracker, _STAMP, stamp)

    def _add(self, session: Session, tracker: DialogueStateTracker, new: Sequence[RasaEvent]) -> None:
        row = session.get(Conversation, tracker.sender_id)
        for place, event in enumerate(new):
            stored = self._stored(tracker.sender_id, event)
            session.add(stored)
            if isinstance(event, UserUttered) and event.message_id:
                session.flush()  # gives the event its id
                answered = any(isinstance(after, BotUttered) for after in new[place:])
                row.turns += note(session, tracker.sender_id, event.message_id, stored.id, answered)
            elif isinstance(event, UserUtteranceReverted) and place == 0:  # within a turn, Rasa gave up on words
                row.turns -= note_taken_back(session, tracker.sender_id)
        row.changed = max([row.changed, *(event.timestamp for event in new if event.timestamp)])
        slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
        row.slots = self._vault.sealed(json.dumps(slots), tracker.sender_id)
        if row.turns > self._most_turns:
            row.turns -= cut(session, tracker.sender_id, self._most_turns)

    def _stored(self, conversation: str, event: RasaEvent) -> Event:
        data = event.as_dict()
        # What a message was about stands in the clear only where all does.
        plain = {} if self._vault.seals else {
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"), "action_name": data.get("name")
        }  # fmt: skip
        return Event(
            sender_id=conversation,
            type_name=event.type_name,
            timestamp=data.get("timestamp"),
            data=self._vault.sealed(json.dumps(data), conversation),
            **plain,
        )

    async def answer_to(self, conversation: str, message: str) -> list[RasaEvent]:
        """The events of a turn, from the visitor's message on; none where the message is not known or has no reply.

        Raises:
            SQLAlchemyError, TimeoutError: where the database fails.
        """
        return await in_thread(self._read, turn_of, conversation, message, patience=_PATIENCE_SECONDS)

    async def page(self, conversation: str, before: str | None, most: int) -> Page | None:
        """A page of a conversation.

        Args:
            conversation: its id.
            before: the id of a visitor's message; the page ends before it. None for the newest page.
            most: how many of the visitor's messages it holds, with what was said to them.

        Returns:
            None where there is no such message.

        Raises:
            SQLAlchemyError, TimeoutError: where the database fails.
        """
        return await in_thread(self._read, page_of, conversation, before, most, patience=_PATIENCE_SECONDS)

    def _read(self, query: Callable[..., T], conversation: str, *more: Any) -> T:
        with self.session_scope() as session:
            return query(session, self._vault, conversation, *more)

    def rate(self, conversation: str, message: str, topic: str | None, helpful: bool, reason: str) -> bool:
        """Notes whether a reply helped, in place of what was said of it before.

        Returns:
            Whether it was noted; not, where the conversation has no such turn (any more).
        """
        sealed = self._vault.sealed
        rating = Feedback(
            sender_id=conversation,
            message_id=message,
            turn=message.split(".")[0],
            topic=sealed(topic, conversation) if topic else None,
            helpful=helpful,
            reason=sealed(reason, conversation) if reason else "",
            timestamp=time.time(),
        )
        try:
            with self.session_scope() as session:
                session.merge(rating)
                session.commit()
        except IntegrityError:
            return False
        return True

    def erase(self, conversation: str) -> int:
        """Deletes a conversation, with all that belongs to it.

        Returns:
            How many stored events were deleted.
        """
        return self._delete(Conversation.id == conversation)

    def purge(self, retention_days: int, now: float | None = None) -> int:
        """Deletes the conversations whose last message is older than `retention_days`, with all that belongs to them.

        Returns:
            How many stored events were deleted.
        """
        oldest = (time.time() if now is None else now) - retention_days * _SECONDS_A_DAY
        return self._delete(Conversation.changed < oldest)

    def _delete(self, which: Any) -> int:
        with self.session_scope() as session:
            # Held first: a turn that is being stored is waited for, or starts anew afterwards.
            held = session.query(Conversation).filter(which)
            held.update({"turns": Conversation.turns}, synchronize_session=False)
            of_these = Event.sender_id.in_(sa.select(Conversation.id).where(which))
            deleted: int = session.query(Event).filter(of_these).delete(synchronize_session=False)
            session.query(Conversation).filter(which).delete(synchronize_session=False)
            session.commit()
        # Also where nothing was there any more: a first attempt may have failed after it had deleted.
        forget_log(self.engine)
        return deleted


def database_url() -> str:
    """The address of the database, as SQLAlchemy reads it."""
    url = os.environ.get(DATABASE_URL)
    if url:
        return url
    (ROOT / "var").mkdir(mode=0o700, exist_ok=True)
    return f"sqlite:///{ROOT / 'var' / 'conversations.db'}"
