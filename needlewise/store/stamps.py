"""A stamp on each stored conversation, so that a turn is stored only onto what it has read.

Rasa counts the events that are stored and appends what a tracker has beyond that number: two turns at once, on two
replicas, would then each cut off what the other stored. Here the second is told, and done again.
"""

import secrets
from typing import Any

import sqlalchemy as sa
from rasa.core.lock_store import LockError
from sqlalchemy.exc import IntegrityError

from needlewise.store.tables import Conversation

_STAMP_BITS = 62


class MovedOnError(LockError):
    """The conversation is not as it was read: another turn, or its erasure, was stored meanwhile."""


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
            session.execute(sa.insert(Conversation).values(id=conversation, turns=0, changed=0.0, stamp=stamp))
        except IntegrityError:
            raise MovedOnError("Another turn began the conversation.") from None
        return stamp
    changed = session.execute(
        sa.update(Conversation)
        .where(Conversation.id == conversation, Conversation.stamp == known)
        .values(stamp=stamp)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:
        raise MovedOnError("Another turn was stored in the conversation.")
    return stamp
