"""Conversations in an SQL database: SQLite by default, what DATABASE_URL names otherwise."""

import os
import time
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.conversation import ERASE
from needlewise.paths import ROOT

DATABASE_URL = "DATABASE_URL"
_SECONDS_A_DAY = 86_400


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL store, with erasure. Named in endpoints.yml under `tracker_store`."""

    def __init__(
        self, domain: Domain | None = None, host: str | None = None, event_broker: EventBroker | None = None, **_: Any
    ) -> None:
        """Called by Rasa. The address comes from DATABASE_URL; without it, var/conversations.db."""
        super().__init__(domain=domain, dialect=database_url(), event_broker=event_broker)

    @staticmethod
    def get_db_url(dialect: str = "sqlite", *_: Any, **__: Any) -> str:
        """The address as it is: Rasa would put one together from parts."""
        return dialect

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores what is new in a conversation; erases it whole where the visitor asked for that."""
        if tracker.get_slot(ERASE):
            self.erase(tracker.sender_id)
        else:
            await super().save(tracker)

    def erase(self, conversation: str) -> int:
        """Deletes a conversation.

        Returns:
            How many stored events were deleted.
        """
        return self._delete(self.SQLEvent.sender_id == conversation)

    def purge(self, retention_days: int, now: float | None = None) -> int:
        """Deletes the conversations whose last message is older than `retention_days`.

        Returns:
            How many stored events were deleted.
        """
        oldest = (time.time() if now is None else now) - retention_days * _SECONDS_A_DAY
        stale = (
            sa.select(self.SQLEvent.sender_id)
            .group_by(self.SQLEvent.sender_id)
            .having(sa.func.max(self.SQLEvent.timestamp) < oldest)
        )
        return self._delete(self.SQLEvent.sender_id.in_(stale))

    def _delete(self, condition: Any) -> int:
        with self.session_scope() as session:
            deleted: int = session.query(self.SQLEvent).filter(condition).delete(synchronize_session=False)
            session.commit()
            return deleted


def database_url() -> str:
    """The address of the database, as SQLAlchemy reads it."""
    url = os.environ.get(DATABASE_URL)
    if url:
        return url
    (ROOT / "var").mkdir(exist_ok=True)
    return f"sqlite:///{ROOT / 'var' / 'conversations.db'}"
