"""Which state a stored conversation is in, so that a turn is stored only onto what it has read.

Rasa counts the events that are stored and appends what a tracker has beyond that number: two turns at once, on two
replicas, would then each cut off what the other stored. Here the second is told, and done again.
"""

import secrets
from typing import Any

import sqlalchemy as sa
from rasa.core.lock_store import LockError
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy.exc import IntegrityError

_STAMP_BITS = 62


class MovedOnError(LockError):
    """The conversation is not as it was read: another turn, or its erasure, was stored meanwhile."""


class Conversation(SQLTrackerStore.Base):
    """A conversation that has events.

    Attributes:
        sender_id: its id.
        stamp: a random number that every stored turn replaces; not a count, which could come back after an erasure.
    """

    __tablename__ = "conversations"

    sender_id = sa.Column(sa.String(255), primary_key=True)
    stamp = sa.Column(sa.BigInteger, nullable=False)


def stamp_of(session: Any, conversation: str) -> int | None:
    """The stamp of a conversation; None where nothing is stored of it. To be read before its events."""
    stamp: int | None = session.execute(
        sa.select(Conversation.stamp).where(Conversation.sender_id == conversation)
    ).scalar_one_or_none()
    return stamp


def advance(session: Any, conversation: str, known: int | None) -> int:
    """Replaces the stamp, and keeps others from doing so until the transaction ends.

    Args:
        session: of a transaction that then stores the turn.
        conversation: its id.
        known: the stamp with which the conversation was read.

    Returns:
        The new stamp.

    Raises:
        MovedOnError: where it has another one by now.
    """
    stamp = secrets.randbits(_STAMP_BITS)
    if known is None:
        try:
            session.execute(sa.insert(Conversation).values(sender_id=conversation, stamp=stamp))
        except IntegrityError:
            raise MovedOnError("Another turn began the conversation.") from None
        return stamp
    changed = session.execute(
        sa.update(Conversation)
        .where(Conversation.sender_id == conversation, Conversation.stamp == known)
        .values(stamp=stamp)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:
        raise MovedOnError("Another turn was stored in the conversation.")
    return stamp
