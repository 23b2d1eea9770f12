"""What may reach Rasa as a button's payload, on every channel; all else is words.

Rasa reads a text that begins with a slash as a command, past the understanding: `/restart` forgets, and
`/i cannot breathe` means nothing to it. So a typed text never begins with one, and of what platforms and pages send
as pressed only what a button of ours can say gets through, written anew.
"""

import functools
import json
import re
import unicodedata
from typing import Any

from needlewise.nlu.payload import read_payload
from needlewise.paths import DATA

LONGEST_PAYLOAD = 2000
_MOST_ANSWERS = 50
_PAYLOAD = re.compile(r"/([a-z_]{1,40})(?:/([a-z0-9_]{1,80})|\s{0,9}(\{.*\}))?", re.DOTALL | re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")
# Of these intents only the understanding of typed words can say what is meant; the last holds no intent.
_OF_WORDS = {"follow_up", "out_of_scope", "understanding"}
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def typed(text: str) -> str:
    """A typed text as words: it never begins with a slash, nor with something unseen before one.

    Half a character (a lone surrogate), which could not be stored, becomes a question mark.
    """
    words = text.encode("utf-8", "replace").decode()
    start = next((place for place, sign in enumerate(words) if not _is_passed_over(sign)), len(words))
    return words[start:]


def button_payload(text: str) -> str | None:
    """The payload of a button of ours that a text is, in the one way in which it is written; None where it is none."""
    found = _PAYLOAD.fullmatch(text.strip()) if len(text) <= LONGEST_PAYLOAD else None
    if found is None:
        return None
    name, topic, braces = found.groups()
    values = _object(braces) if braces else {}
    if values is None:
        return None
    if topic or isinstance(values.get("topic"), str):
        payload = f"/{name}/{topic}" if topic else f"/{name}{json.dumps({'topic': values['topic']})}"
        return payload if read_payload(payload) else None
    if not braces and name in _dialogue_intents():
        return f"/{name}"
    if read_payload(f"/{name}") is None:
        return None
    ids = _ids(values.get("answers"))
    return f"/{name}{json.dumps({'answers': ids})}" if ids else f"/{name}"


@functools.cache
def _dialogue_intents() -> frozenset[str]:
    """The intents that a payload may name by itself, as "/help" does: those of data/dialogue."""
    return frozenset({path.stem for path in (DATA / "dialogue").glob("*.yml")} - _OF_WORDS)


def _object(text: str) -> dict[str, Any] | None:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _ids(value: Any) -> list[str]:
    given = value if isinstance(value, list) else []
    return [one for one in dict.fromkeys(map(str, given[:_MOST_ANSWERS])) if _ID.fullmatch(one)]


def _is_passed_over(sign: str) -> bool:
    return unicodedata.category(sign) in _INVISIBLE or unicodedata.normalize("NFKC", sign) == "/"
