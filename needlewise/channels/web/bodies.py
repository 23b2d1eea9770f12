"""Reads what a request asks for, and refuses what cannot be meant."""

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from sanic.request import Request

from needlewise.channels.payloads import button_payload, typed
from needlewise.channels.web.problems import Problem
from needlewise.channels.webhooks import TooBigError, body_of

LONGEST_REASON = 1000
TURNS_A_PAGE = 50
MOST_TURNS_A_PAGE = 100
_VISITOR_ID = re.compile(r"[0-9a-f]{32}")
_LIMIT = re.compile(r"[1-9][0-9]?|100")
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_MESSAGE_ID = re.compile(r"[0-9a-f]{32}\.[0-9]{1,2}")


@dataclass(frozen=True)
class Feedback:
    """Whether a message helped.

    Attributes:
        message: the message's id.
        helpful: whether it did.
        reason: in the visitor's words; may be empty.
    """

    message: str
    helpful: bool
    reason: str


async def json_of(request: Request, most_bytes: int) -> dict[str, Any]:
    """The JSON object in a request's body.

    Raises:
        Problem: 400, 413 or 415.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON, with Content-Type: application/json.")
    try:
        content = json.loads(await body_of(request, most_bytes))
    except TooBigError:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is longer than {most_bytes} bytes.") from None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise _bad("The body is not a JSON object.")
    return content


def words_of(body: dict[str, Any], most_characters: int) -> str:
    """What a message says to the assistant.

    Args:
        body: {"text": …} or {"payload": …}.
        most_characters: the longest text or payload.

    Raises:
        Problem: 400 or 413.
    """
    given = [key for key in ("text", "payload") if key in body]
    if len(given) != 1 or not isinstance(body[given[0]], str):
        raise _bad('A message is {"text": "…"} or {"payload": "…"}.')
    words: str = body[given[0]]
    if len(words) > most_characters:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The message is longer than {most_characters} characters.")
    if not words.strip():
        raise _bad("The message is empty.")
    if given == ["text"]:
        return typed(words)
    if (payload := button_payload(words)) is None:
        raise _bad("The payload is none that a button of this assistant sends.")
    return payload


def id_of(body: dict[str, Any]) -> str | None:
    """The id that a page gave a message, by which it can send it again; None where it gave none.

    Raises:
        Problem: 400.
    """
    if "id" not in body:
        return None
    id = body["id"]
    if not (isinstance(id, str) and _GIVEN_ID.fullmatch(id)):
        raise _bad("The id of a message is 8 to 64 of A-Z, a-z, 0-9 and -.")
    return id


def page_asked_for(request: Request) -> tuple[str | None, int]:
    """Before which message a page of the history ends, if it is not the newest, and how many messages it holds.

    Raises:
        Problem: 400.
    """
    query = request.get_args(keep_blank_values=True)
    before, limit = query.get("before"), str(query.get("limit", TURNS_A_PAGE))
    if before is not None and not _VISITOR_ID.fullmatch(before):
        raise _bad("before is the id of a visitor's message in this conversation.")
    if not _LIMIT.fullmatch(limit):
        raise _bad(f"limit is a number from 1 to {MOST_TURNS_A_PAGE}.")
    return before, int(limit)


def feedback_of(body: dict[str, Any]) -> Feedback:
    """The feedback in a body.

    Raises:
        Problem: 400 or 413.
    """
    message, helpful, reason = body.get("message_id"), body.get("helpful"), body.get("reason", "")
    is_id = isinstance(message, str) and _MESSAGE_ID.fullmatch(message)
    if not (is_id and isinstance(helpful, bool) and isinstance(reason, str)):
        raise _bad('Feedback is {"message_id": "<the id of a reply>", "helpful": true or false, "reason": "…"}.')
    if len(reason) > LONGEST_REASON:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The reason is longer than {LONGEST_REASON} characters.")
    return Feedback(str(message), helpful, reason.encode("utf-8", "replace").decode().replace("\0", "").strip())


def _bad(detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, detail)
