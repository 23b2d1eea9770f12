"""Reads parts of a conversation: one turn, or a page of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import Event as RasaEvent
from rasa.shared.core.events import deserialise_events
from sqlalchemy.orm import Session

from needlewise.store.tables import Event, Turn
from needlewise.store.vault import Vault


@dataclass(frozen=True)
class Page:
    """A part of a conversation.

    Attributes:
        events: in order, from a visitor's message on.
        earlier: whether there are more before it.
    """

    events: Sequence[RasaEvent] = ()
    earlier: bool = False


def turn_of(session: Session, vault: Vault, conversation: str, message: str) -> list[RasaEvent]:
    """The events of an answered turn; none where the message is not known."""
    turn = session.get(Turn, (conversation, message))
    if turn is None or not turn.answered:
        return []
    later = session.query(Turn.event).filter(Turn.conversation == conversation, Turn.event > turn.event)
    return _events(session, vault, conversation, turn.event, later.order_by(Turn.event).limit(1).scalar())


def page_of(session: Session, vault: Vault, conversation: str, before: str | None, most: int) -> Page | None:
    """The `most` newest turns, or the newest before a message's; None where there is no such message."""
    turns = session.query(Turn.event).filter(Turn.conversation == conversation)
    end = None
    if before is not None:
        turn = session.get(Turn, (conversation, before))
        if turn is None:
            return None
        end = turn.event
        turns = turns.filter(Turn.event < end)
    found = [event for (event,) in turns.order_by(Turn.event.desc()).limit(most + 1)]
    if not found:
        return Page()
    return Page(_events(session, vault, conversation, found[:most][-1], end), len(found) > most)


def _events(session: Session, vault: Vault, conversation: str, start: int, end: int | None) -> list[RasaEvent]:
    rows = session.query(Event).filter(Event.sender_id == conversation, Event.id >= start)
    if end is not None:
        rows = rows.filter(Event.id < end)
    stored: list[dict[str, Any]] = [json.loads(vault.opened(row.data, conversation)) for row in rows.order_by(Event.id)]
    return deserialise_events(stored)
