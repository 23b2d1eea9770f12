"""Where a conversation stands, out of what was said last."""

from needlewise.dialogue.memory import Memory
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.dialogue.situation import Situation
from needlewise.screening.check import CheckState


def test_nothing_at_the_start() -> None:
    assert (Memory().situation.kind, Memory().situation.heading) == ("nothing", "")


def test_the_topic_answered_last() -> None:
    situation = Memory(topic="pain").situation
    assert (situation.kind, situation.heading) == ("topic", "Does it hurt?")


def test_an_assessment_goes_before_the_topic() -> None:
    reply = Reply("...", Kind.ASSESSMENT, details={"assessment": {"home": "do_not", "reasons": ["eczema"]}})
    assert Memory(topic="pain", last=(reply,), standing=(reply,)).situation.heading == "assessed: eczema"


def test_a_question_that_waits_goes_before_both() -> None:
    situation = Memory(topic="pain", check=CheckState(question="medicines")).situation
    assert (situation.kind, situation.heading) == ("question", "check: your medicines")


def test_what_was_offered() -> None:
    reply = Reply("...", Kind.SMALLTALK, buttons=(Button("Carry on", "/resume_check"),))
    assert Memory(last=(reply,)).situation.offered == "resume_check"


def test_a_routed_turns_situation() -> None:
    assert Situation.of_turn({"checked": "done"}).kind == "checked"
    assert Situation.of_turn({"options": ["pain", "cost"]}).options == ("pain", "cost")
    assert Situation.of_turn({}).kind == "nothing"
