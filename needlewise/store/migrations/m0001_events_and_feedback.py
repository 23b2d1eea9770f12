"""Rasa's table of events and ours of feedback, which databases from before the steps have already."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_metadata = sa.MetaData()
sa.Table(
    "events",
    _metadata,
    sa.Column("id", sa.Integer, sa.Sequence("events_seq", optional=True), primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("action_name", sa.String(255)),
    sa.Column("data", sa.Text),
)
sa.Table(
    "feedback",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("message_id", sa.String(64), primary_key=True),
    sa.Column("topic", sa.String(255)),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("timestamp", sa.Float, nullable=False),
)


def upgrade(connection: Connection) -> None:
    """Creates what is missing."""
    _metadata.create_all(connection, checkfirst=True)
