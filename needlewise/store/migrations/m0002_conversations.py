"""A row for each conversation, with the stamp that keeps two turns at once from cutting each other off."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_conversations = sa.Table(
    "conversations",
    sa.MetaData(),
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("stamp", sa.BigInteger, nullable=False),
)


def upgrade(connection: Connection) -> None:
    """Creates the table, with a row for each conversation that has events."""
    _conversations.create(connection)
    connection.execute(sa.text("INSERT INTO conversations SELECT DISTINCT sender_id, 0 FROM events"))
