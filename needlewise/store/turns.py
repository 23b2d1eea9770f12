"""Rows of turns, and what goes when turns go."""

from collections.abc import Sequence
from typing import Any

from rasa.shared.core.events import SlotSet
from sqlalchemy.orm import Session

from needlewise.store.tables import Event, Turn


class AnsweredAlreadyError(Exception):
    """The message was answered meanwhile, here or on another replica; nothing of this turn is stored."""


def note(session: Session, conversation: str, message: str, event: int, answered: bool) -> int:
    """Notes a turn; how many rows that adds.

    Raises:
        AnsweredAlreadyError: where the message has an answer.
    """
    known = session.get(Turn, (conversation, message))
    if known is None:
        session.add(Turn(conversation=conversation, message=message, event=event, answered=answered))
        return 1
    if known.answered:
        raise AnsweredAlreadyError
    known.event, known.answered = event, answered  # it came to nothing the first time
    return 0


def note_taken_back(session: Session, conversation: str) -> int:
    """Deletes the row of the newest turn, with the feedback on it; how many rows.

    Its events stay, and belong to the turn before: so a page or a window that has them has what takes them back, too.
    """
    newest = session.query(Turn).filter(Turn.conversation == conversation).order_by(Turn.event.desc()).first()
    if newest is None:
        return 0
    session.delete(newest)
    return 1


def cut_slots(found: Sequence[dict[str, Any]], slots: dict[str, Any]) -> list[dict[str, Any]]:
    """The slots that none of the events set, as events: what did is gone with the conversation's oldest turns."""
    told = {event["name"] for event in found if event["event"] == SlotSet.type_name}
    return [SlotSet(name, value).as_dict() for name, value in slots.items() if name not in told]


def cut(session: Session, conversation: str, most: int) -> int:
    """Deletes the oldest turns beyond `most`, with their events and feedback; how many turns."""
    turns = session.query(Turn).filter(Turn.conversation == conversation)
    session.flush()
    oldest = turns.order_by(Turn.event.desc()).offset(most - 1).limit(1).one().event
    session.query(Event).filter(Event.sender_id == conversation, Event.id < oldest).delete(synchronize_session=False)
    deleted: int = turns.filter(Turn.event < oldest).delete(synchronize_session=False)
    return deleted
