"""Creates the tables, and adopts what a version before them stored."""

import json
import time
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from needlewise.store.tables import Conversation, Event, Feedback, Turn
from needlewise.store.vault import Vault


def prepare(engine: Engine, vault: Vault) -> None:
    """Makes the database ready for the store; does nothing the second time.

    Raises:
        SQLAlchemyError: where the database cannot be changed.
    """
    ratings = _old_feedback(engine)
    try:
        SQLTrackerStore.Base.metadata.create_all(engine)
    except SQLAlchemyError:  # another process was creating them; then they are there now
        SQLTrackerStore.Base.metadata.create_all(engine)
    with Session(engine) as session:
        known = sa.select(Conversation.id)
        strangers = session.scalars(sa.select(Event.sender_id).distinct().where(Event.sender_id.not_in(known))).all()
        for conversation in strangers:
            _adopt(session, vault, conversation)
        turns = {(turn.conversation, turn.message) for turn in session.query(Turn)} if ratings else set()
        for row in ratings:
            turn = row["message_id"].split(".")[0]
            if (row["sender_id"], turn) in turns:
                session.add(Feedback(turn=turn, **row))
        session.commit()


def _adopt(session: Session, vault: Vault, conversation: str) -> None:
    rows = session.query(Event).filter(Event.sender_id == conversation).order_by(Event.id).all()
    first: dict[str, Any] = {}
    for row in rows:
        if row.type_name == "user" and (message := json.loads(vault.opened(row.data, conversation)).get("message_id")):
            first.setdefault(message, row.id)
    changed = max((row.timestamp or 0.0 for row in rows), default=0.0) or time.time()
    session.add(Conversation(id=conversation, turns=len(first), changed=changed))
    session.flush()
    for message, event in first.items():
        session.add(Turn(conversation=conversation, message=message, event=event, answered=True))


def _old_feedback(engine: Engine) -> list[dict[str, Any]]:
    """The rows of a feedback table that does not yet depend on turns; the table is dropped."""
    inspector = sa.inspect(engine)
    name = Feedback.__tablename__
    if not inspector.has_table(name) or any(column["name"] == "turn" for column in inspector.get_columns(name)):
        return []
    columns = [column for column in Feedback.__table__.columns if column.name != "turn"]
    with engine.begin() as connection:
        rows = [dict(row) for row in connection.execute(sa.select(columns)).mappings()]
        connection.execute(sa.text(f"DROP TABLE {name}"))
    return rows
