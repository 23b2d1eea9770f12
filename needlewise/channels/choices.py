"""What choosing options means: numbers for options, several options for one answer."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from needlewise.dialogue.replies import Button

_PAYLOAD = re.compile(r"(/[\w/]+)(\{.*\})", re.DOTALL)


class _Answers(NamedTuple):
    intent: str
    ids: list[str]


def can_be_combined(button: Button) -> bool:
    """Whether an option may be chosen together with others, as in `/check_answer{"answers": ["eczema"]}`.

    What cannot stand beside others, such as "none of these", has an intent of its own.
    """
    return _answers(button) is not None


def answer_of(chosen: Sequence[Button]) -> str:
    """What choosing options says to the assistant.

    The answers of several options make one payload; where they have none, or do not go together, they are said in
    words, which the assistant understands like typed ones.
    """
    if len(chosen) == 1:
        return chosen[0].payload
    answers = [answers for button in chosen if (answers := _answers(button))]
    if len(answers) < len(chosen) or len({one.intent for one in answers}) > 1:
        return ", ".join(button.title for button in chosen)
    ids = list(dict.fromkeys(id for one in answers for id in one.ids))
    return f"{answers[0].intent}{json.dumps({'answers': ids})}"


def chosen_numbers(text: str, numbered: Sequence[Button], many: bool) -> list[Button] | None:
    """The options that a visitor's numbers stand for, or None where the text is no answer to the list."""
    words = re.sub(r"\b(number|option|numbers|options|and)\b", " ", text.casefold())
    if re.search(r"\d\.\d", words) or re.sub(r"[\d\s,;.&+/()#]", "", words):
        return None
    numbers = [int(digits) for digits in re.findall(r"\d+", words)]
    if not numbers or (len(numbers) > 1 and not many) or not all(1 <= number <= len(numbered) for number in numbers):
        return None
    return [numbered[number - 1] for number in dict.fromkeys(numbers)]


def _answers(button: Button) -> _Answers | None:
    found = _PAYLOAD.fullmatch(button.payload)
    try:
        ids = json.loads(found[2]).get("answers") if found else None
    except (ValueError, RecursionError):
        return None
    return _Answers(found[1], [str(id) for id in ids]) if found and isinstance(ids, list) else None
