"""The policy: situation and act in, the plan of a turn out."""

from dataclasses import replace

import pytest

from needlewise.dialogue import acts
from needlewise.dialogue.memory import Emergency, Memory
from needlewise.dialogue.policy import Decision, Plan, noted, plan
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.language import Mention, MentionExtractor, Person, Status
from needlewise.screening.check import CheckState
from needlewise.screening.facts import Facts

READER = MentionExtractor.shared().reader
IN_CHECK = Memory(check=CheckState(question="medicines", asked=("age", "medicines")))
ECZEMA = Mention("condition", "eczema", Status.PRESENT, words="eczema")
EMERGENCY = Memory(emergency=Emergency(("anaphylaxis",)))
ANSWER = Decision(acts.ANSWER, label="faq/pain", answers=("pain",), near=("pain",))


def planned(decision: Decision, memory: Memory | None = None, text: str = "does it hurt") -> Plan:
    return plan(decision, READER.read(text), memory or Memory())


def move(done: Plan) -> str:
    return str(done.record["check"]["move"])


def test_an_answer_is_rasas_own_response() -> None:
    assert planned(ANSWER) == Plan("faq", "faq/pain")


def test_in_the_check_a_question_is_answered_and_the_check_comes_back() -> None:
    done = planned(ANSWER, IN_CHECK)
    assert (done.intent, done.record["say"]) == ("aside", ["utter_faq/pain"])


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("move/none", "none"),
        ("move/not_sure", "not_sure"),
        ("move/skip", "skip"),
        ("move/back", "back"),
        ("move/next", "again"),
        ("move/stop", "stop"),
        ("move/verdict", "verdict"),
    ],
)
def test_moves_in_the_check(label: str, expected: str) -> None:
    assert move(planned(Decision(acts.MOVE, label=label), IN_CHECK, "x")) == expected


def test_a_no_in_the_check_means_none_of_these() -> None:
    assert move(planned(Decision(acts.DIALOGUE, label="deny"), IN_CHECK, "nah")) == "none"


def test_a_condition_told_beside_the_question_is_taken() -> None:
    done = planned(Decision(acts.ASSESS, mentions=(ECZEMA,)), IN_CHECK, "i have eczema")
    assert [m["id"] for m in done.record["check"]["mentions"]] == ["eczema"]


def test_what_cannot_be_used_is_said_to_be_so() -> None:
    assert move(planned(Decision(acts.REFUSE, label="out_of_scope/nonsense"), IN_CHECK, "blue")) == "unusable"


def test_a_correction_is_acknowledged() -> None:
    told = Mention("condition", "under_18", Status.PRESENT)
    done = planned(Decision(acts.CORRECT, mentions=(told,)), IN_CHECK, "sorry i am 17")
    assert done.record["changed"] is True


def test_danger_comes_before_the_check() -> None:
    sign = Mention("sign", "pus", Status.PRESENT)
    assert planned(Decision("triage_same_day_doctor", mentions=(sign,)), IN_CHECK).intent == "red_flag"


def test_yes_to_the_offered_check_starts_it() -> None:
    offered = Memory(last=(Reply("...", Kind.ASSESSMENT, buttons=(Button("Go", "/start_check"),)),))
    assert move(planned(Decision(acts.DIALOGUE, label="affirm"), offered, "yes")) == "start"


def test_yes_to_a_did_you_mean_takes_the_first() -> None:
    options = (Button("Does it hurt?", '/faq{"topic": "pain"}'), Button("Cost", '/faq{"topic": "cost"}'))
    offered = Memory(last=(Reply("Did you mean", Kind.CLARIFY, buttons=options),))
    assert planned(Decision(acts.DIALOGUE, label="affirm"), offered, "yes").label == "faq/pain"


def test_what_is_told_beside_a_question_is_noted() -> None:
    told = replace(ECZEMA, own=True)
    done = planned(Decision(acts.ANSWER, label="faq/cost", answers=("cost",), mentions=(told,)))
    assert [m["id"] for m in done.record["noted"]] == ["eczema"]


def test_what_stands_in_a_question_and_is_not_said_to_be_theirs_is_not_noted() -> None:
    done = planned(Decision(acts.ANSWER, label="faq/cost", answers=("cost",), mentions=(ECZEMA,)))
    assert "noted" not in done.record


def test_what_is_only_asked_about_is_nobodys() -> None:
    assert noted((Mention("condition", "eczema", Status.POSSIBLE),)) == ()


def test_advice_on_doing_it_oneself_recalls_what_speaks_against_it() -> None:
    memory = Memory(facts=Facts(mentions=(ECZEMA,)))
    done = planned(Decision(acts.ANSWER, label="faq/how_to_home", answers=("how_to_home",)), memory)
    assert done.record["remind"] == ["eczema"]


class TestEmergency:
    def test_it_answers_what_is_asked_of_it(self) -> None:
        done = planned(Decision(acts.EMERGENCY, label="emergency/doubt"), EMERGENCY)
        assert (done.record["what"], done.record["ends"]) == ("doubt", False)

    @pytest.mark.parametrize("what", ["misunderstanding", "over"])
    def test_it_lets_go(self, what: str) -> None:
        assert planned(Decision(acts.EMERGENCY, label=f"emergency/{what}"), EMERGENCY).record["ends"] is True

    def test_one_other_question_does_not_end_it_and_a_second_does(self) -> None:
        assert planned(ANSWER, EMERGENCY).record["what"] == "aside"
        insisting = Memory(emergency=Emergency(("anaphylaxis",), asides=1))
        done = planned(ANSWER, insisting)
        assert done.intent == "aside"
        assert done.record["emergency_over"] is True

    def test_new_danger_is_triaged(self) -> None:
        sign = Mention("sign", "collapse", Status.PRESENT)
        assert planned(Decision("triage_emergency_now", mentions=(sign,)), EMERGENCY).intent == "red_flag"


def test_another_person_has_a_check_of_their_own() -> None:
    memory = Memory(facts=Facts(mentions=(ECZEMA,), person=Person.SELF))
    done = planned(Decision(acts.ASSESSED, label="assessed/other_person"), memory, "and my mum?")
    assert (move(done), done.record["check"]["who"]) == ("start", "mum")


SUSPECTED = Reply("Is that so now?", Kind.TRIAGE, details={"urgency": "emergency_now", "about": "eye_emergency"})
ASKED_IF_SO = Memory(last=(SUSPECTED,), standing=(SUSPECTED,))
PUS = Reply("Please get medical help today.", Kind.TRIAGE, details={"urgency": "same_day_doctor", "about": "pus"})
IN_TROUBLE = Memory(last=(PUS,), standing=(PUS,))
TENDER = Mention("sign", "tender", Status.PRESENT)


@pytest.mark.parametrize(
    ("decision", "text"),
    [
        (Decision(acts.DIALOGUE, label="affirm"), "yes"),
        (Decision("triage_normal_healing", mentions=(TENDER,)), "yes it is, since this morning"),
        (Decision("triage_same_day_doctor", mentions=(TENDER,)), "it hurts a lot"),
    ],
)
def test_what_was_suspected_and_is_so_is_the_emergency(decision: Decision, text: str) -> None:
    assert planned(decision, ASKED_IF_SO, text) == Plan("red_flag", record={"confirmed": "eye_emergency"})


def test_what_was_suspected_and_is_denied_is_not() -> None:
    done = planned(Decision("triage_normal_healing", mentions=(TENDER,)), ASKED_IF_SO, "no, it is only a bit sore")
    assert "confirmed" not in done.record


def test_a_condition_told_in_trouble_is_weighed_with_the_trouble() -> None:
    diabetes = Mention("condition", "diabetes", Status.PRESENT)
    done = planned(Decision(acts.ASSESS, mentions=(diabetes,)), IN_TROUBLE, "im diabetic by the way")
    assert done == Plan("red_flag", record={"confirmed": "pus"})


def test_who_asks_leave_in_trouble_gets_the_assessment() -> None:
    done = planned(Decision(acts.ASSESS, mentions=(ECZEMA,)), IN_TROUBLE, "can i needle with eczema")
    assert done.intent == "condition_check"


@pytest.mark.parametrize(("probability", "intent"), [(0.95, "forget_me"), (0.6, "privacy_known")])
def test_only_plain_words_erase(probability: float, intent: str) -> None:
    assert planned(Decision(acts.DIALOGUE, label="forget_me", probability=probability)).intent == intent


def test_whoever_tells_a_condition_is_not_erased() -> None:
    decision = Decision(acts.DIALOGUE, label="forget_me", mentions=(ECZEMA,))
    assert planned(decision).intent == "privacy_known"


@pytest.mark.parametrize("label", ["affirm", "more"])
def test_going_on_takes_the_check_up_again(label: str) -> None:
    button = Button("Carry on with the check", "/resume_check")
    offered = Memory(check=CheckState(asked=("age",)), last=(Reply("...", Kind.ASSESSMENT, buttons=(button,)),))
    assert move(planned(Decision(acts.DIALOGUE, label=label), offered, "carry on")) == "resume"


def test_self_harm_is_heard_in_an_emergency_and_other_calls_stay_with_it() -> None:
    assert planned(Decision(acts.DISTRESS, label="self_harm"), EMERGENCY).intent == "self_harm"
    assert planned(Decision(acts.DISTRESS, label="other_emergency"), EMERGENCY).intent == "emergency_open"


COMING = Memory(emergency=Emergency(("numbing_cream_toxicity",), coming=True))


def test_more_danger_while_help_is_coming_is_called_in_again() -> None:
    assert planned(Decision("triage_emergency_now"), COMING).record["what"] == "worse"


@pytest.mark.parametrize("act", [acts.REFUSE, acts.OFFER])
def test_while_help_is_coming_what_is_not_understood_gets_what_to_do_until_then(act: str) -> None:
    assert planned(Decision(act, label="out_of_scope/chatter"), COMING).record["what"] == "waiting"


def test_while_help_is_coming_thanks_are_thanks_and_before_they_are_not() -> None:
    thanks = Decision(acts.DIALOGUE, label="thanks")
    assert planned(thanks, COMING).intent == "thanks"
    assert planned(thanks, EMERGENCY).record == {"what": "again", "ends": False}


def test_help_that_is_coming_does_not_end_the_emergency() -> None:
    done = planned(Decision(acts.EMERGENCY, label="emergency/help_coming"), EMERGENCY)
    assert done.record == {"what": "help_coming", "ends": False, "answers": []}


def test_what_was_asked_when_it_began_is_answered_when_it_was_none() -> None:
    asked = Memory(emergency=Emergency(("anaphylaxis",), asked=("pain",)))
    assert planned(Decision(acts.EMERGENCY, label="emergency/misunderstanding"), asked).record["answers"] == ["pain"]
    assert planned(Decision(acts.EMERGENCY, label="emergency/help_coming"), asked).record["answers"] == []


def test_what_a_start_tells_is_noted() -> None:
    mentions = (ECZEMA, Mention("condition", "pregnancy", Status.ABSENT))
    done = planned(Decision(acts.START_CHECK, mentions=mentions), None, "check me, i am 38 with eczema, not pregnant")
    assert move(done) == "start"
    assert done.record["check"]["figures"] == {"age": 38}
    assert {m["id"]: m["status"] for m in done.record["check"]["mentions"]} == {
        "eczema": "present",
        "pregnancy": "absent",
    }


def test_a_no_with_a_maybe_is_no_no_where_it_matters() -> None:
    asked = Memory(check=CheckState(question="pregnancy", asked=("age", "pregnancy")))
    none = Decision(acts.MOVE, label="move/none")
    assert move(planned(none, asked, "not as far as i know, maybe a tiny chance")) == "not_sure"
    assert move(planned(none, asked, "no i am a man")) == "none"
    assert move(planned(none, IN_CHECK, "not that i know, maybe a vitamin")) == "none"
