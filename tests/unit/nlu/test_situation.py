"""What the conversation makes of a message: an open emergency, a message that names something unknown."""

import pytest

from needlewise.dialogue.memory import Memory
from needlewise.knowledge.routing import load_routing
from needlewise.language.mentions import Mention, Status
from needlewise.nlu.payload import Pressed, read_payload
from needlewise.nlu.situation import corrects, names_unknown, possible_scores
from needlewise.screening.check import CheckState, Move
from needlewise.screening.facts import Facts

ROUTING = load_routing()
SCORES = {"faq/pain": 0.2, "help_coming": 0.9, "check_not_sure": 0.8, "check_resume": 0.7}


@pytest.mark.parametrize(
    ("memory", "left"),
    [
        (Memory(), {"faq/pain"}),
        (Memory(emergency_open=("sepsis",)), {"faq/pain", "help_coming"}),
        (Memory(check=CheckState("age", ("age",))), {"faq/pain", "check_not_sure", "check_resume"}),
        (Memory(check=CheckState(None, ("age",))), {"faq/pain", "check_resume"}),
    ],
)
def test_some_messages_mean_something_only_where_the_talk_stands(memory: Memory, left: set[str]) -> None:
    assert set(possible_scores(SCORES, memory)) == left


@pytest.mark.parametrize(
    "text", ["i have fabry disease, can i do it", "im on zorblaxin, is it ok", "diagnosed with xyz syndrome, allowed?"]
)
def test_a_name_that_no_table_knows(text: str) -> None:
    assert names_unknown(text, ROUTING)


@pytest.mark.parametrize(
    "text",
    ["can i do it?", "i have a few health problems, can i still do it", "am i suitable", "can my mum have it",
     "does my health history rule it out", "i want to know if i can before i book"],
)  # fmt: skip
def test_no_name_at_all(text: str) -> None:
    assert not names_unknown(text, ROUTING)


@pytest.mark.parametrize(
    ("before", "now", "is_correction"),
    [
        (Status.PRESENT, Status.ABSENT, True),
        (Status.ABSENT, Status.PRESENT, True),
        (Status.POSSIBLE, Status.ABSENT, True),
        (Status.PRESENT, Status.PRESENT, False),
        (None, Status.ABSENT, False),
    ],
)
def test_corrections(before: Status | None, now: Status, is_correction: bool) -> None:
    told = [Mention("condition", "pregnancy", before)] if before else []
    assert corrects([Mention("condition", "pregnancy", now)], Memory(facts=Facts(tuple(told)))) is is_correction


@pytest.mark.parametrize(
    ("payload", "pressed"),
    [
        ("/start_check", Pressed("guided_check", move=Move.START)),
        ("/condition_check", Pressed("guided_check", move=Move.START)),
        ("/check_none", Pressed("guided_check", move=Move.NONE)),
        ('/check_answer{"answers": ["a", "b", "a"]}', Pressed("guided_check", move=Move.ANSWER, answers=("a", "b"))),
        ('/check_answer{"answers": 5}', Pressed("guided_check", move=Move.ANSWER)),
        ("/check_answer{not json}", Pressed("guided_check", move=Move.ANSWER)),
        ("/help_coming", Pressed("help_coming")),
        ('/faq{"topic": "pain"}', Pressed("faq", topic="pain")),
        ("/greet", None),
        ("check_none", None),
    ],
)
def test_payloads(payload: str, pressed: Pressed | None) -> None:
    assert read_payload(payload) == pressed
