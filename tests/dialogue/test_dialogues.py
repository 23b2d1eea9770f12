"""Dialogues as data: where the talk stands, what the visitor says, which replies must come.

Each file of tests/dialogue/dialogues is a list of dialogues:

    - name: what it shows
      at: medicines            # optional: the guided check was started, and this question waits
      turns:
      - says: a message, or a button's payload
        kinds: [answer, question]     # kinds of the replies, in order
        asks: medicines               # the last reply puts this question of the check
        topic: pain                   # one of the replies answers this topic
        home: do_not                  # of the assessment; null where there must be none
        reasons: [pregnancy]          # all of these are among the assessment's reasons
        not_reasons: [pregnancy]      # none of these is
        unanswered: [age]             # all of these are named as open
        answered: [age]               # none of these is
        urgency: emergency_now
        says_also: [words]            # stand in the replies, whatever the case
        says_not: [words]             # do not
        buttons: [/check_stop]        # payloads that the last reply offers
        no_buttons: [/check_none]     # payloads that it does not
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from needlewise.knowledge.sentences import sentence
from needlewise.runtime.assistant import Turn
from needlewise.screening.tables import shared_tables

FOLDER = Path(__file__).parent / "dialogues"
QUESTIONS = {question.id: question for question in shared_tables().questions}
KEYS = {
    "says", "kinds", "asks", "topic", "home", "reasons", "not_reasons", "unanswered", "answered", "urgency",
    "says_also", "says_not", "buttons", "no_buttons",
}  # fmt: skip


def dialogues() -> list[Any]:
    return [
        pytest.param(dialogue, id=f"{path.stem}: {dialogue['name']}")
        for path in sorted(FOLDER.glob("*.yml"))
        for dialogue in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("dialogue", dialogues())
def test_dialogue(dialogue: dict[str, Any], new_conversation: Any) -> None:
    talk = new_conversation()
    if "at" in dialogue:
        go_to(dialogue["at"], talk)
    for expected in dialogue["turns"]:
        assert set(expected) <= KEYS, f"unknown keys {set(expected) - KEYS}"
        turn = talk.say(expected["says"])
        check(expected, turn)


def go_to(question: str, talk: Any) -> None:
    """Starts the check, and answers "none of these" (an adult's age first) until the question waits."""
    turn = talk.say("/start_check")
    for _ in QUESTIONS:
        if puts(turn, question):
            return
        turn = talk.say('/check_answer{"answers": ["from_22"]}' if puts(turn, "age") else "/check_none")
    raise AssertionError(f"The check never asks {question}.")


def puts(turn: Turn, question: str) -> bool:
    """Whether the last reply of a turn puts a question of the check, to whomever."""
    text = turn.replies[-1].text
    for_other = sentence(f"question_{question}_other", they="{they}").split("{they}")
    return QUESTIONS[question].text in text or all(part in text for part in for_other)


def check(expected: dict[str, Any], turn: Turn) -> None:
    json = turn.as_json()
    assessment = json["assessment"] or {}
    said = "\n".join(reply.text for reply in turn.replies)
    shown = f"\n>>> {turn.user}\n{[reply.kind.value for reply in turn.replies]}\n{said}\n{assessment}"
    assert all(reply.text.strip() for reply in turn.replies), shown
    if "kinds" in expected:
        assert [reply.kind.value for reply in turn.replies] == expected["kinds"], shown
    if "asks" in expected:
        assert puts(turn, expected["asks"]), shown
    if "topic" in expected:
        assert expected["topic"] in {reply.topic for reply in turn.replies}, shown
    if "home" in expected:
        assert assessment.get("home") == expected["home"], shown
    if "urgency" in expected:
        assert json["urgency"] == expected["urgency"], shown
    assert set(expected.get("reasons", ())) <= set(assessment.get("reasons", ())), shown
    assert not set(expected.get("not_reasons", ())) & set(assessment.get("reasons", ())), shown
    assert set(expected.get("unanswered", ())) <= set(assessment.get("unanswered", ())), shown
    assert not set(expected.get("answered", ())) & set(assessment.get("unanswered", ())), shown
    for words in expected.get("says_also", ()):
        assert words.lower() in said.lower(), f"{words!r} is missing.{shown}"
    for words in expected.get("says_not", ()):
        assert words.lower() not in said.lower(), f"{words!r} is said.{shown}"
    payloads = {button.payload for button in turn.replies[-1].buttons}
    assert set(expected.get("buttons", ())) <= payloads, shown
    assert not set(expected.get("no_buttons", ())) & payloads, shown
