"""A row for each conversation and for each turn; feedback depends on its turn, and goes with it.

Conversations that an older version stored get their rows, and are read whole until their slots are known.
"""

import json
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_metadata = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _metadata,
    sa.Column("id", sa.String(255), primary_key=True),
    sa.Column("turns", sa.Integer, nullable=False),
    sa.Column("changed", sa.Float, nullable=False, index=True),
    sa.Column("stamp", sa.BigInteger, nullable=False),
    sa.Column("slots", sa.Text),
)
_turns = sa.Table(
    "turns",
    _metadata,
    sa.Column("conversation", sa.String(255), sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("message", sa.String(64), primary_key=True),
    sa.Column("event", sa.Integer, nullable=False),
    sa.Column("answered", sa.Boolean, nullable=False),
    sa.Index("turns_in_order", "conversation", "event"),
)
_feedback = sa.Table(
    "feedback",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("message_id", sa.String(64), primary_key=True),
    sa.Column("turn", sa.String(64), nullable=False),
    sa.Column("topic", sa.String(255)),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("timestamp", sa.Float, nullable=False),
    sa.ForeignKeyConstraint(
        ["sender_id", "turn"], ["turns.conversation", "turns.message"], ondelete="CASCADE", name="feedback_of_turn"
    ),
    sa.Index("feedback_by_turn", "sender_id", "turn"),
)
_events = sa.Table(
    "events",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255)),
    sa.Column("type_name", sa.String(255)),
    sa.Column("timestamp", sa.Float),
    sa.Column("data", sa.Text),
)


def upgrade(connection: Connection) -> None:
    """Creates the tables, and adopts what is there."""
    ratings = [dict(row) for row in connection.execute(sa.text("SELECT * FROM feedback")).mappings()]
    connection.execute(sa.text("DROP TABLE feedback"))
    _metadata.create_all(connection)
    known: set[tuple[str, str]] = set()
    for conversation in connection.execute(sa.select(_events.c.sender_id).distinct()).scalars().all():
        known |= {(conversation, message) for message in _adopt(connection, conversation)}
    for rating in ratings:
        turn = rating["message_id"].split(".")[0]
        if (rating["sender_id"], turn) in known:
            connection.execute(sa.insert(_feedback).values(turn=turn, **{**rating, "helpful": bool(rating["helpful"])}))


def _adopt(connection: Connection, conversation: str) -> list[str]:
    """Adds the rows of a conversation; gives the ids of its messages."""
    query = sa.select(_events).where(_events.c.sender_id == conversation).order_by(_events.c.id)
    first: dict[str, int] = {}
    changed = 0.0
    for row in connection.execute(query):
        changed = max(changed, row.timestamp or 0.0)
        data: Any = json.loads(row.data) if row.type_name == "user" else {}
        if message := data.get("message_id"):
            first.setdefault(message, row.id)
    values = {"id": conversation, "turns": len(first), "changed": changed or time.time(), "stamp": 0}
    connection.execute(sa.insert(_conversations).values(**values))
    for message, event in first.items():
        row = {"conversation": conversation, "message": message, "event": event, "answered": True}
        connection.execute(sa.insert(_turns).values(**row))
    return list(first)
