"""Decisions that only say again what was said last are made anew; questions stand beside what they may."""

import numpy as np
import pytest

from needlewise.dialogue import acts
from needlewise.dialogue.policy import Decision
from needlewise.dialogue.situation import Situation
from needlewise.language import Mention, MentionExtractor, Status
from needlewise.nlu.decision import says_again, with_question
from needlewise.nlu.evidence import Message, Readings
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
