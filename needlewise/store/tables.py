"""What is stored beside Rasa's events: rows that go with their conversation, whoever deletes it.

The events stay in Rasa's own table, so that its tools can read them; they name their conversation without a foreign
key, and the store deletes both in one transaction.
"""

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore

Event = SQLTrackerStore.SQLEvent


class Conversation(SQLTrackerStore.Base):
    """One conversation: what the next turn needs without reading all of it.

    Attributes:
        id: as in the events' `sender_id`.
        turns: how many rows of `turns` it has.
        changed: seconds since 1970 of its newest event; retention counts from it.
        stamp: a random number that every stored turn replaces; not a count, which could come back after an erasure.
        slots: the slots' values as JSON after the newest event, sealed like events; null in one that an older version
            wrote, which is read whole.
    """

    __tablename__ = "conversations"

    id = sa.Column(sa.String(255), primary_key=True)
    turns = sa.Column(sa.Integer, nullable=False, default=0)
    changed = sa.Column(sa.Float, nullable=False, index=True)
    stamp = sa.Column(sa.BigInteger, nullable=False)
    slots = sa.Column(sa.Text)


class Turn(SQLTrackerStore.Base):
    """One message of a visitor and what came of it: a message id is answered once, on whichever replica.

    Attributes:
        message: the message's id.
        event: the id of its event; those up to the next turn's belong to it.
        answered: whether there was a reply.
    """

    __tablename__ = "turns"
    __table_args__ = (sa.Index("turns_in_order", "conversation", "event"),)

    conversation = sa.Column(sa.String(255), sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    message = sa.Column(sa.String(64), primary_key=True)
    event = sa.Column(sa.Integer, nullable=False)
    answered = sa.Column(sa.Boolean, nullable=False)


class Feedback(SQLTrackerStore.Base):
    """Whether one reply helped; a second word on the same reply takes the place of the first.

    Attributes:
        message_id: the reply's id.
        turn: the id of the message that it replies to.
        topic: the reply's, sealed like events.
        reason: in the visitor's words, sealed like events.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["sender_id", "turn"], ["turns.conversation", "turns.message"], ondelete="CASCADE", name="feedback_of_turn"
        ),
        sa.Index("feedback_by_turn", "sender_id", "turn"),
    )

    sender_id = sa.Column(sa.String(255), primary_key=True)
    message_id = sa.Column(sa.String(64), primary_key=True)
    turn = sa.Column(sa.String(64), nullable=False)
    topic = sa.Column(sa.String(255))
    helpful = sa.Column(sa.Boolean, nullable=False)
    reason = sa.Column(sa.Text, nullable=False, default="")
    timestamp = sa.Column(sa.Float, nullable=False)
