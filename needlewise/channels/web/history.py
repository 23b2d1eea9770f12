"""Messages as the web channel gives them: replies with their ids and sources, and the conversation so far."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, Restarted, UserUtteranceReverted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.dialogue.replies import Button, Reply
from needlewise.knowledge.content import Source, shared_knowledge

_PAYLOAD = re.compile(r"(/[\w/]+)(\{.*\})", re.DOTALL)
_TOPIC = re.compile(r'/faq(?:/\w{1,80}|\{"topic": ?"\w{1,80}"\})')


def source_json(source: Source) -> dict[str, Any]:
    """What visitors are told of a source."""
    return {"title": source.title, "address": source.address if source.linked else None}


def reply_json(reply: Reply, id: str | None = None) -> dict[str, Any]:
    """A reply of the assistant.

    Args:
        reply: the reply.
        id: names it in feedback; None for the greeting, which is part of no conversation.
    """
    of_points = (id for point in reply.details.get("points", ()) if isinstance(point, dict) for id in point["sources"])
    sources = shared_knowledge().sources
    cited = [id for id in dict.fromkeys((*reply.sources, *of_points)) if id in sources]
    return {
        **reply.as_json(),
        **({"id": id} if id else {}),
        "references": [{"id": id, **source_json(sources[id])} for id in cited],
    }


def reply_id(turn: str, place: int) -> str:
    """The id of a reply: that of the visitor's message, and the reply's place among those to it."""
    return f"{turn}.{place}"


def turn_of(reply: str) -> str:
    """The id of the visitor's message that a reply's id names."""
    return reply.partition(".")[0]


def messages_of(events: Iterable[Event], since_restart: bool = True) -> list[dict[str, Any]]:
    """What was said in a conversation, in order.

    Args:
        events: of its tracker.
        since_restart: leave out what was said before the visitor started over.
    """
    messages: list[dict[str, Any]] = []
    offered: list[Button] = []
    turn, place = "", 0
    for event in events:
        if isinstance(event, Restarted) and since_restart:
            messages, offered = [], []
        elif isinstance(event, UserUtteranceReverted):
            del messages[_last_of_visitor(messages) :]
        elif isinstance(event, UserUttered) and event.message_id:
            turn, place = event.message_id, 0
            if messages and messages[-1]["id"] == turn:  # sent again, as nothing came of it the first time
                messages.pop()
            understood = (event.parse_data or {}).get("text") or ""
            text = shown_text(event.text or "", offered, understood)
            named = {"payload": event.text} if names_topic(event.text or "", offered) else {}
            messages.append({"from": "visitor", "id": turn, "text": text, **named, "at": _moment(event)})
        elif isinstance(event, BotUttered):
            reply = reply_of(event)
            offered.extend(reply.buttons)
            messages.append({"from": "assistant", **reply_json(reply, reply_id(turn, place)), "at": _moment(event)})
            place += 1
    return messages


def take_back(tracker: DialogueStateTracker) -> bool:
    """Undoes the visitor's last message with all that came of it; False where there is none.

    What it told is no longer known to the conversation. It stays in the store until that is erased.
    """
    if not messages_of(tracker.events):
        return False
    tracker.update(UserUtteranceReverted())
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
    return True


def _last_of_visitor(messages: Sequence[Mapping[str, Any]]) -> int:
    return max((place for place, message in enumerate(messages) if message["from"] == "visitor"), default=0)


def _moment(event: Event) -> str:
    return datetime.fromtimestamp(event.timestamp, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def reply_of(event: BotUttered) -> Reply:
    """The reply that an event of the tracker holds."""
    metadata: Mapping[str, Any] = event.metadata or {}
    return Reply.from_message(
        {"text": event.text, "buttons": (event.data or {}).get("buttons"), "reply": metadata.get("reply")}
    )


def shown_text(text: str, offered: Sequence[Button], understood: str = "") -> str:
    """What a visitor's message reads like: for a payload the titles of the buttons that it stands for.

    Args:
        text: typed, or a payload.
        offered: the buttons shown before, in order; those of an earlier page are not among them.
        understood: what the understanding made of the text: of a payload, a title that it knows by itself.
    """
    if not text.startswith("/"):
        return text
    for button in reversed(offered):
        if button.payload == text:
            return button.title
    wanted = _answers(text)
    titles = {
        answer: button.title
        for button in offered
        for answer in _answers(button.payload)[:1]
        if len(_answers(button.payload)) == 1
    }
    if wanted and all(answer in titles for answer in wanted):
        return ", ".join(titles[answer] for answer in wanted)
    return text if understood.startswith("/") else understood or text


def names_topic(text: str, offered: Sequence[Button]) -> bool:
    """Whether a payload asks for a topic that no button shown before has: the greeting does, or the site's own page."""
    return bool(_TOPIC.fullmatch(text)) and all(button.payload != text for button in offered)


def _answers(payload: str) -> list[tuple[str, str]]:
    """The answers that a payload gives, each with the payload's intent."""
    found = _PAYLOAD.fullmatch(payload)
    try:
        answers = json.loads(found[2]).get("answers") if found else None
    except (ValueError, RecursionError):
        answers = None
    return [(found[1], str(answer)) for answer in answers] if found and isinstance(answers, list) else []
