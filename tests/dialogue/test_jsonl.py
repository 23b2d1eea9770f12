"""Dialogues of several authors, held with the whole assistant: tests/dialogue/*.jsonl, one a line.

{"id": ..., "about": ..., "turns": [{"say": ..., "expect": {...}}]}. Keys of expect, all optional: kind (a reply has one
of these kinds), not_kind, topic (an answer has one of these), home (the outcome is one of these), urgency,
says (each pattern is found in the replies), never (none is), max_replies. Their authors saw the assistant's scope
and not its words, so some expectations are missed: what is bounded is the share.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from needlewise.runtime.assistant import Turn

FOLDER = Path(__file__).parent
LEAST_TURNS, LEAST_DIALOGUES = 0.86, 0.55
MOST_PUT_OFF = 0.04


def dialogues() -> list[dict[str, Any]]:
    lines = [line for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines if line.strip()]


def misses(expected: dict[str, Any], turn: Turn) -> list[str]:
    """What of the expectations a turn does not meet."""
    given = turn.as_json()
    replies = given["replies"]
    kinds = {reply["kind"] for reply in replies}
    text = "\n".join(reply["text"] for reply in replies)
    topics = {reply["topic"] for reply in replies if reply["kind"] == "answer"}
    home = (given["assessment"] or {}).get("home")
    found = []
    if "kind" in expected and not kinds & set(expected["kind"]):
        found.append(f"kinds {kinds}, not {expected['kind']}")
    if kinds & set(expected.get("not_kind", ())):
        found.append(f"kinds {kinds}")
    if "topic" in expected and not topics & set(expected["topic"]):
        found.append(f"topics {topics}, not {expected['topic']}")
    if "home" in expected and home not in expected["home"]:
        found.append(f"home {home}, not {expected['home']}")
    if "urgency" in expected and given["urgency"] not in expected["urgency"]:
        found.append(f"urgency {given['urgency']}, not {expected['urgency']}")
    found += [f"does not say {p}" for p in expected.get("says", ()) if not re.search(p, text, re.IGNORECASE)]
    found += [f"says {p}" for p in expected.get("never", ()) if re.search(p, text, re.IGNORECASE)]
    if len(replies) > expected.get("max_replies", 99):
        found.append(f"{len(replies)} replies")
    return found


@pytest.fixture(scope="module")
def held(new_conversation: Any) -> list[tuple[str, list[tuple[dict[str, Any], Turn, list[str]]]]]:
    """Each dialogue's id, and of each turn what was expected, what came, and what it misses."""
    found = []
    for dialogue in dialogues():
        talk = new_conversation()
        turns = [(wanted.get("expect") or {}, talk.say(wanted["say"])) for wanted in dialogue["turns"]]
        found.append((dialogue["id"], [(expected, turn, misses(expected, turn)) for expected, turn in turns]))
    return found


def test_there_are_a_hundred() -> None:
    assert len(dialogues()) >= 100


def test_turns_go_as_expected(held: Any) -> None:
    turns = [(id_, turn, missed) for id_, some in held for _, turn, missed in some]
    wrong = "\n".join(f"{id_}: {turn.user} -> {missed}" for id_, turn, missed in turns if missed)
    assert 1 - sum(bool(missed) for *_, missed in turns) / len(turns) >= LEAST_TURNS, wrong


def test_whole_dialogues_go_as_expected(held: Any) -> None:
    whole = [not any(missed for *_, missed in some) for _, some in held]
    assert sum(whole) / len(whole) >= LEAST_DIALOGUES


def test_no_emergency_is_put_off(held: Any) -> None:
    due = [(id_, turn) for id_, some in held for e, turn, _ in some if e.get("urgency") == ["emergency_now"]]
    off = [
        (id_, turn.user) for id_, turn in due if turn.as_json()["urgency"] not in ("emergency_now", "same_day_doctor")
    ]
    assert len(off) <= MOST_PUT_OFF * len(due), off


def test_no_turn_fails_and_no_reply_is_said_twice(held: Any) -> None:
    for id_, some in held:
        texts = [reply.text for _, turn, _ in some for reply in turn.replies]
        assert not any(turn.failed for _, turn, _ in some), id_
        assert len(texts) == len(set(texts)), f"{id_}: {[text for text in texts if texts.count(text) > 1][:1]}"
