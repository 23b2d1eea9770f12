"""Conversations in an SQL database: SQLite by default, what DATABASE_URL names otherwise."""

import asyncio
import json
import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise import metrics
from needlewise.dialogue.memory import ERASE
from needlewise.paths import ROOT
from needlewise.store.conversations import Conversation, advance, stamp_of
from needlewise.store.engine import DATABASE_URL, START_SECONDS, connect, forget_log
from needlewise.store.feedback import Feedback
from needlewise.store.migrations import upgrade

_SECONDS_A_DAY = 86_400
# A turn reads and writes once each; a visitor waits no longer than twice this for a database that is gone.
_PATIENCE_SECONDS = 5.0
# The attribute of a tracker that says with which stamp it was read.
_STAMP = "stamp"

T = TypeVar("T")


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL store, with erasure. Named in endpoints.yml under `tracker_store`.

    The database is used in threads: while it is slow or gone, the server goes on answering.
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
            DatabaseUnavailableError: where there is no database at the address within `patience` seconds.
        """
        self.engine = connect(database_url(), patience)
        upgrade(self.engine)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
        # Past Rasa's own constructor, which would open the database once more.
        super(SQLTrackerStore, self).__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores what is new in a conversation; erases it whole where the visitor asked for that.

        Raises:
            MovedOnError: where another turn was stored since the conversation was read.
            SQLAlchemyError, TimeoutError: where the database does not take it.
        """
        if tracker.get_slot(ERASE):
            await _in_thread(self.erase, tracker.sender_id)
            return
        await self.stream_events(tracker)
        await _in_thread(self._add_new, tracker)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        stamp, events = await _in_thread(self._stored, sender_id, fetch_events_from_all_sessions)
        if not (self.domain and events):
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        setattr(tracker, _STAMP, stamp)
        return tracker

    def _stored(self, conversation: str, all_sessions: bool) -> tuple[int | None, list[dict[str, Any]]]:
        with metrics.STORE_SECONDS.time("read"), self.session_scope() as session:
            stamp = stamp_of(session, conversation)
            query = self._event_query(session, conversation, fetch_events_from_all_sessions=all_sessions)
            return stamp, [json.loads(event.data) for event in query.all()]

    def _add_new(self, tracker: DialogueStateTracker) -> None:
        with metrics.STORE_SECONDS.time("write"), self.session_scope() as session:
            if not tracker.events:
                return
            stamp = advance(session, tracker.sender_id, getattr(tracker, _STAMP, None))
            for event in self._additional_events(session, tracker):
                data = event.as_dict()
                session.add(
                    self.SQLEvent(
                        sender_id=tracker.sender_id,
                        type_name=event.type_name,
                        timestamp=data.get("timestamp"),
                        intent_name=data.get("parse_data", {}).get("intent", {}).get("name"),
                        action_name=data.get("name"),
                        data=json.dumps(data),
                    )
                )
            session.commit()
        setattr(tracker, _STAMP, stamp)

    def rate(self, conversation: str, message: str, topic: str | None, helpful: bool, reason: str) -> None:
        """Notes whether a reply helped, in place of what was said of it before."""
        with self.session_scope() as session:
            session.merge(
                Feedback(
                    sender_id=conversation,
                    message_id=message,
                    topic=topic,
                    helpful=helpful,
                    reason=reason,
                    timestamp=time.time(),
                )
            )
            session.commit()

    def erase(self, conversation: str) -> int:
        """Deletes a conversation, with the feedback on it.

        Returns:
            How many stored events were deleted.
        """
        return self._delete(lambda sender: sender == conversation)

    def purge(self, retention_days: int, now: float | None = None) -> int:
        """Deletes the conversations whose last message is older than `retention_days`, with the feedback on them.

        Returns:
            How many stored events were deleted.
        """
        oldest = (time.time() if now is None else now) - retention_days * _SECONDS_A_DAY
        stale = (
            sa.select(self.SQLEvent.sender_id)
            .group_by(self.SQLEvent.sender_id)
            .having(sa.func.max(self.SQLEvent.timestamp) < oldest)
        )
        return self._delete(lambda sender: sender.in_(stale))

    def _delete(self, which: Callable[[Any], Any]) -> int:
        with self.session_scope() as session:
            # Feedback first: what is stale is seen by the events.
            session.query(Feedback).filter(which(Feedback.sender_id)).delete(synchronize_session=False)
            session.query(Conversation).filter(which(Conversation.sender_id)).delete(synchronize_session=False)
            query = session.query(self.SQLEvent).filter(which(self.SQLEvent.sender_id))
            deleted: int = query.delete(synchronize_session=False)
            session.commit()
        if deleted:
            forget_log(self.engine)
        return deleted


async def _in_thread(work: Callable[..., T], *args: Any) -> T:
    return await asyncio.wait_for(asyncio.to_thread(work, *args), _PATIENCE_SECONDS)


def database_url() -> str:
    """The address of the database, as SQLAlchemy reads it."""
    url = os.environ.get(DATABASE_URL)
    if url:
        return url
    (ROOT / "var").mkdir(mode=0o700, exist_ok=True)
    return f"sqlite:///{ROOT / 'var' / 'conversations.db'}"
