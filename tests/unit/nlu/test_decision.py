"""Decisions that only say again what was said last are made anew; questions stand beside what they may."""

import numpy as np
import pytest

from needlewise.dialogue import acts
from needlewise.dialogue.policy import Decision
from needlewise.dialogue.situation import Situation
from needlewise.knowledge.content import shared_knowledge
from needlewise.language import Mention, MentionExtractor, Status
from needlewise.nlu.decision import answer_of, decide, passes_over_what_is_told, says_again, with_question
from needlewise.nlu.evidence import Array, Labels, Message, Readings
from needlewise.screening.facts import Facts

NOTHING = np.zeros(1, dtype=np.float32)
ECZEMA = Mention("condition", "eczema", Status.PRESENT)
PUS = Mention("sign", "pus", Status.PRESENT)
FEVER = Mention("sign", "fever_unwell", Status.PRESENT)


def message(text: str, situation: Situation, *known: Mention) -> Message:
    utterance = MentionExtractor.shared().reader.read(text)
    readings = Readings(NOTHING, NOTHING, NOTHING[None, :])
    return Message(utterance, (), situation, readings, Facts(mentions=known))


ASSESSED = Situation(assessed="eczema")
TRIAGED = Situation(triaged="pus")


def test_the_same_assessment_is_not_said_twice() -> None:
    decision = Decision(acts.ASSESS, mentions=(ECZEMA,))
    assert acts.ASSESS in says_again(decision, message("but it is eczema", ASSESSED, ECZEMA))


@pytest.mark.parametrize("text", ["and for my mum?", "i am 17"])
def test_another_person_or_a_number_is_new(text: str) -> None:
    decision = Decision(acts.ASSESS, mentions=(ECZEMA,))
    assert not says_again(decision, message(text, ASSESSED, ECZEMA))


def test_another_condition_is_new() -> None:
    decision = Decision(acts.ASSESS, mentions=(ECZEMA, Mention("condition", "diabetes", Status.PRESENT)))
    assert not says_again(decision, message("and i have diabetes", ASSESSED, ECZEMA))


def test_the_same_triage_is_not_said_twice() -> None:
    decision = Decision("triage_same_day_doctor", mentions=(PUS,))
    assert set(says_again(decision, message("are you sure it is pus", TRIAGED))) == set(acts.TRIAGE.values())


def test_a_new_sign_is_triaged() -> None:
    decision = Decision("triage_same_day_doctor", mentions=(PUS, FEVER))
    assert not says_again(decision, message("and a fever", TRIAGED, PUS))


def test_an_emergency_is_said_as_often_as_it_is_told() -> None:
    decision = Decision("triage_emergency_now", mentions=(PUS,))
    assert not says_again(decision, message("i cannot breathe", TRIAGED, PUS))


def test_a_question_is_answered_beside_what_was_seen_to() -> None:
    assert with_question(Decision(acts.TRIAGED, label="triaged/seen"), ("pain",)).answers == ("pain",)
    assert with_question(Decision(acts.REFUSE), ("pain",)).answers == ()


LABELS = Labels([f"faq/{id_}" for id_ in (*shared_knowledge().topics, *shared_knowledge().points)])


def scores(**by_id: float) -> Array:
    found = np.zeros(len(LABELS.names), dtype=np.float32)
    for id_, score in by_id.items():
        found[LABELS.at[f"faq/{id_}"]] = score
    return found


def test_the_point_that_outscores_the_general_answer_is_the_answer() -> None:
    assert answer_of("faq/cost", scores(cost=0.9, cost_nhs=0.6), LABELS) == "cost_nhs"
    assert answer_of("faq/cost", scores(cost=0.9, cost_nhs=0.2), LABELS) == "cost"


def test_who_asks_on_after_the_general_answer_wants_a_point() -> None:
    asked_on = scores(cost=0.6, cost_nhs=0.2)
    assert answer_of("faq/cost", asked_on, LABELS, frozenset({"cost"})) == "cost_nhs"
    assert answer_of("faq/cost", asked_on, LABELS, frozenset({"cost", "cost_nhs"})) == "cost"


def test_a_point_that_another_clause_asks_for_is_answered_too() -> None:
    text = "what do prices look like in the uk, and can the nhs do it"
    utterance = MentionExtractor.shared().reader.read(text)
    alone = scores(cost=0.9, cost_price_uk=0.6)
    rows = [alone if "prices" in clause else scores(cost=0.7, cost_nhs=0.5) for clause in utterance.clauses]
    read = Message(utterance, (), Situation(), Readings(alone, NOTHING, np.stack(rows)))
    assert decide(acts.ANSWER, (), read, LABELS).answers == ("cost_price_uk", "cost_nhs")


@pytest.mark.parametrize(
    ("text", "decision", "passed_over"),
    [
        ("healthy except for hiv", Decision(acts.DIALOGUE, label="how_are_you"), True),
        ("might be pregnant, not tested yet", Decision(acts.DIALOGUE, label="affirm"), True),
        ("psoriasis cream from the chemist", Decision(acts.REFUSE, label="out_of_scope/skincare"), False),
        ("what cream for my eczema", Decision(acts.REFUSE, label="out_of_scope/skincare"), False),
        ("who can read that i have hiv", Decision(acts.DIALOGUE, label="privacy_known"), False),
        ("lovely day", Decision(acts.REFUSE, label="out_of_scope/chatter"), False),
    ],
)
def test_a_condition_in_a_first_message_is_not_passed_over(text: str, decision: Decision, *, passed_over: bool) -> None:
    utterance = MentionExtractor.shared().reader.read(text)
    readings = Readings(NOTHING, NOTHING, NOTHING[None, :])
    read = Message(utterance, MentionExtractor.shared().extract(utterance), Situation(), readings)
    assert passes_over_what_is_told(decision, read, ()) is passed_over
