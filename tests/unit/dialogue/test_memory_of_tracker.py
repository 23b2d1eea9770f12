"""What the conversation stands at, out of the events."""

from typing import Any

from needlewise.dialogue.memory import Memory
from needlewise.dialogue.replies import Kind, Reply

TRIAGE = Reply("See a doctor today.", Kind.TRIAGE, details={"urgency": "same_day_doctor", "about": "pus"})
REFUSAL = Reply("I cannot help with that.", Kind.FALLBACK)
ANSWER = Reply("It hurts a little.", Kind.ANSWER, topic="pain")


class Told:
    """A tracker after some replies, each to a message of the visitor."""

    def __init__(self, *replies: Reply) -> None:
        self.events: list[dict[str, Any]] = []
        for reply in replies:
            message = reply.as_message()
            self.events.append({"event": "user", "text": "..."})
            self.events.append({"event": "bot", "text": message["text"], "metadata": {"reply": message["reply"]}})

    def get_slot(self, name: str) -> None:
        return None


def test_a_refusal_leaves_the_talk_at_the_triage() -> None:
    assert Memory.of_tracker(Told(TRIAGE, REFUSAL)).situation.triaged == "pus"


def test_an_answer_does_not() -> None:
    memory = Memory.of_tracker(Told(TRIAGE, ANSWER))
    assert (memory.situation.triaged, memory.situation.topic) == ("", "pain")


def test_after_three_refusals_it_is_forgotten() -> None:
    assert Memory.of_tracker(Told(TRIAGE, REFUSAL, REFUSAL, REFUSAL)).situation.triaged == ""


def test_an_emergency_that_was_only_suspected_is_asked_about() -> None:
    details = {"urgency": "emergency_now", "about": "eye_emergency"}
    assert Memory.of_tracker(Told(Reply("Is that so?", Kind.TRIAGE, details=details))).suspected == "eye_emergency"
    assert Memory.of_tracker(Told(TRIAGE)).suspected == ""
