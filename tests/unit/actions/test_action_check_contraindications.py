"""action_check_contraindications: what was just told, assessed."""

from collections.abc import Callable

from actions.action_check_contraindications import ActionCheckContraindications
from needlewise.dialogue.memory import CHECK, FACTS, check_as_json, facts_as_json
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.check import CheckState
from needlewise.screening.facts import Facts, Reply

ACTION = ActionCheckContraindications()
PREGNANT = Mention("condition", "pregnancy", Status.PRESENT)


def test_it_assesses_what_was_told_and_remembers_it(run: Callable) -> None:
    ran = run(ACTION, PREGNANT)
    reply = ran.reply()
    assert reply["kind"] == "assessment"
    assert reply["details"]["assessment"]["home"] == "do_not"
    assert reply["sources"]
    assert [button["payload"] for button in reply["buttons"]] == ["/start_check"]
    assert [mention["id"] for mention in ran.slots[FACTS]["mentions"]] == ["pregnancy"]


def test_it_adds_to_what_was_told_before(run: Callable) -> None:
    slots = {FACTS: facts_as_json(Facts((PREGNANT,)))}
    ran = run(ACTION, Mention("condition", "smoking", Status.PRESENT), slots=slots)
    assert set(ran.reply()["details"]["assessment"]["reasons"]) == {"pregnancy", "smoking"}


def test_numbers_count(run: Callable) -> None:
    ran = run(ACTION, PREGNANT, figures={"age": 34})
    assert "age" not in ran.reply()["details"]["assessment"]["unanswered"]


def test_the_check_of_one_person_answers_nothing_for_another(run: Callable) -> None:
    facts = Facts(replies={"age": Reply.ANSWERED}, person=Person.SELF)
    hers = Mention("condition", "eczema", Status.PRESENT, Person.OTHER, who="daughter")
    ran = run(ACTION, hers, slots={FACTS: facts_as_json(facts)})
    assert "age" in ran.reply()["details"]["assessment"]["unanswered"]
    assert "your daughter" in ran.reply()["text"]


def test_a_question_beside_the_facts_is_answered(run: Callable) -> None:
    assert run(ACTION, PREGNANT, answers=["pain"]).kinds == ["assessment", "answer"]


def test_a_check_that_was_broken_off_is_offered_again(run: Callable) -> None:
    slots = {CHECK: check_as_json(CheckState(asked=("age",)))}
    assert [b["payload"] for b in run(ACTION, PREGNANT, slots=slots).reply()["buttons"]] == ["/resume_check"]


def test_what_the_tables_do_not_know_is_not_assessed(run: Callable) -> None:
    ran = run(ACTION, unknown=True)
    assert "assessment" not in ran.reply()["details"]
    assert "do not know" in ran.reply()["text"]
    assert not ran.slots


def test_a_correction_is_acknowledged(run: Callable) -> None:
    slots = {FACTS: facts_as_json(Facts((PREGNANT,)))}
    ran = run(ACTION, Mention("condition", "pregnancy", Status.ABSENT), slots=slots, changed=True)
    assert "corrected that" in ran.reply()["text"]
    assert ran.reply()["details"]["assessment"]["home"] == "ok_usual_care"
