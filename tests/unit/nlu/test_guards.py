"""The rules before the model: each holds, and each lets alone what is not its own."""

import pytest

from needlewise.dialogue import acts
from needlewise.dialogue.memory import Memory
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.language import MentionExtractor
from needlewise.nlu import guards
from needlewise.screening.check import CheckState

EXTRACTOR = MentionExtractor.shared()


def emergency(text: str, memory: Memory | None = None) -> bool:
    utterance = EXTRACTOR.reader.read(text)
    return guards.plain_emergency(utterance, EXTRACTOR.extract(utterance), memory or Memory()) is not None


@pytest.mark.parametrize(
    "text", ["i cant breathe", "my lips are swelling fast and im wheezing", "she had a seizure after"]
)
def test_an_emergency_in_plain_words(text: str) -> None:
    assert emergency(text)


@pytest.mark.parametrize(
    "text", ["can it cause trouble breathing?", "no trouble breathing, just pink", "psoriasis and i take warfarin"]
)
def test_no_emergency(text: str) -> None:
    assert not emergency(text)


def test_what_the_model_is_certain_was_seen_to_is_no_emergency() -> None:
    utterance = EXTRACTOR.reader.read("home from hospital, it was sepsis")
    assert guards.plain_emergency(utterance, EXTRACTOR.extract(utterance), Memory(), seen=True) is None


def test_the_title_of_an_answer_is_no_emergency() -> None:
    memory = Memory(check=CheckState(question="health", asked=("health",)))
    assert not emergency("Epilepsy", memory)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("https://example.org/x", "link"),
        ("0.5", "digits"),
        ("???", "symbols"),
        ("{};<>=[]|$`x", "code"),
    ],
)
def test_what_has_no_words(text: str, kind: str) -> None:
    decision = guards.unreadable(text)
    assert decision is not None
    assert (decision.act, decision.what) == (acts.REFUSE, kind)


@pytest.mark.parametrize("text", ["why", "is 0.5mm ok?", "see https://example.org/x please"])
def test_what_has_words(text: str) -> None:
    assert guards.unreadable(text) is None


def test_another_language_is_named() -> None:
    decision = guards.foreign("hola, ¿el microneedling duele mucho?")
    assert decision is not None and decision.language == "es"
    assert guards.foreign("does it hurt a lot") is None


def test_a_title_that_was_offered_is_taken_for_its_button() -> None:
    reply = Reply("Did you mean one of these?", Kind.CLARIFY, buttons=(Button("Which alcohol?", "/faq/x"),))
    assert guards.offered_payload("which alcohol", Memory(last=(reply,))) == "/faq/x"
    assert guards.offered_payload("which alcohol", Memory()) is None


def test_a_topics_title_is_understood_when_typed() -> None:
    assert guards.offered_payload("Does it hurt?", Memory()) == "/faq/pain"


def test_only_the_name() -> None:
    assert guards.only_the_name(EXTRACTOR.reader.read("Derma roller?"))
    assert not guards.only_the_name(EXTRACTOR.reader.read("is a derma roller any good"))


CLARIFIED = Memory(
    last=(
        Reply(
            "Did you mean one of these?",
            Kind.CLARIFY,
            buttons=(
                Button("Does it hurt?", '/faq{"topic": "pain"}'),
                Button("How long holes stay open", '/faq{"topic": "absorption_holes"}'),
            ),
        ),
    )
)


@pytest.mark.parametrize("text", ["2", "the second one", "number 2 please", "and how long do the holes stay open"])
def test_an_option_is_chosen_by_its_number_or_nearly_its_words(text: str) -> None:
    assert guards.offered_payload(text, CLARIFIED) == '/faq{"topic": "absorption_holes"}'


@pytest.mark.parametrize("text", ["5", "i am 2", "how long", "does it hurt more on the forehead than the cheeks"])
def test_what_is_not_one_of_the_options_is_read_as_a_message(text: str) -> None:
    assert guards.offered_payload(text, CLARIFIED) is None
