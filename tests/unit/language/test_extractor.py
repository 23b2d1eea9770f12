"""What a visitor can count on, whatever they type."""

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlewise.knowledge.scales import Outcome
from needlewise.knowledge.screening import load_combinations
from needlewise.language import Mention, MentionExtractor, Person, Status
from needlewise.paths import DATA
from needlewise.screening import Facts, assess

PLAIN = MentionExtractor()


def found(sentence: str) -> dict[str, Mention]:
    return {mention.id: mention for mention in PLAIN.extract(sentence)}


@pytest.mark.parametrize(
    ("sentence", "id_", "status", "person"),
    [
        ("I have eczema", "eczema", Status.PRESENT, Person.SELF),
        ("I don't have eczema", "eczema", Status.ABSENT, Person.SELF),
        ("what if I had eczema", "eczema", Status.POSSIBLE, Person.SELF),
        ("came off accutane ten years ago", "isotretinoin", Status.PAST, Person.SELF),
        ("came off accutane two months ago", "isotretinoin", Status.PRESENT, Person.SELF),
        ("my wife is pregnant", "pregnancy", Status.PRESENT, Person.OTHER),
        ("had a cold sore last year", "cold_sore_history", Status.PRESENT, Person.SELF),
        ("no fever, pus or blisters", "pus", Status.ABSENT, Person.SELF),
        ("no allergies, im pregnant", "pregnancy", Status.PRESENT, Person.SELF),
        ("diabetes: no", "diabetes", Status.ABSENT, Person.SELF),
        ("im warferin user", "anticoagulant", Status.PRESENT, Person.SELF),
    ],
)
def test_status_and_person(sentence: str, id_: str, status: Status, person: Person) -> None:
    mention = found(sentence)[id_]
    assert (mention.status, mention.person) == (status, person)


@pytest.mark.parametrize(
    ("sentence", "id_"),
    [
        ("i use a 1 1/2 mm roller", "long_needles_home"),
        ("half a millimetre roller of my own", "long_needles_home"),
        ("I'm 16", "under_18"),
        ("16yo here", "under_18"),
        ("my son is 15", "under_18"),
        ("my temperature is 101F", "fever_unwell"),
        ("38.5 and shaky", "fever_unwell"),
        ("had filler 3 months ago", "recent_filler"),
        ("20 weeks pregnant", "pregnancy"),
    ],
)
def test_numbers_are_understood(sentence: str, id_: str) -> None:
    assert found(sentence)[id_].status is Status.PRESENT


@pytest.mark.parametrize("sentence", ["i use a 0.2 mm roller", "I'm 36", "my roller is 2 years old", "16 weeks later"])
def test_numbers_that_mean_nothing(sentence: str) -> None:
    assert not {"long_needles_home", "under_18", "fever_unwell"} & set(found(sentence))


def test_the_other_person_is_named() -> None:
    assert found("my daughter has eczema")["eczema"].who == "daughter"


def test_a_condition_that_is_not_asked_about_does_not_count() -> None:
    assert not found("my dad takes warfarin, can i roll")["anticoagulant"].asked


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    PLAIN.extract(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x07", "😱" * 50_000, "a" * 50_000, "pus " * 12_500, "1/" * 25_000, "?!,." * 9_000]
)
def test_giant_and_odd_texts_are_read_in_time(text: str) -> None:
    start = time.perf_counter()
    PLAIN.extract(text)
    assert time.perf_counter() - start < 1.0


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PLAIN.conditions)), st.sampled_from(["I don't have {}", "no {}", "i have never had {}"]))
def test_negating_removes(id_: str, frame: str) -> None:
    terms = [term for term in PLAIN.conditions[id_].words.lay_terms[:3] if term.replace(" ", "").isalpha()]
    own = {"i", "get", "getting", "prone", "have", "had", "used", "no", "not", "wont"}
    for term in terms:
        if own & set(term.split()):
            continue
        mention = found(frame.format(term)).get(id_)
        assert mention is None or mention.status in {Status.ABSENT, Status.PAST}


def test_a_condition_is_one_row_of_data(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    table = tmp_path / "data" / "knowledge" / "conditions.yml"
    row = """
gout:
  name: Gout
  category: systemic
  home: see_professional_first
  professional: see_professional_first
  reason: A flare makes the skin over a joint sore and swollen.
  sources: [training-course-list]
  confidence: low
  lay_terms: [gout, gouty, uric acid crystals]
"""
    table.write_text(table.read_text(encoding="utf-8") + row, encoding="utf-8")
    extractor = MentionExtractor(tmp_path / "data")
    mentions = extractor.extract("my dad has gouty toes, can he roll his hands")
    assert [(mention.id, mention.person, mention.who) for mention in mentions] == [("gout", Person.OTHER, "dad")]
    assessment = assess(Facts().told(mentions), extractor.conditions, load_combinations(tmp_path / "data"))
    assert assessment.home is Outcome.SEE_PROFESSIONAL_FIRST
    assert assessment.reasons[0].name == "Gout" and assessment.reasons[0].sources == ("training-course-list",)


def test_an_opening_no_does_not_undo_the_denial_after_it() -> None:
    for text in ("no not confused or breathless", "not confused or breathless", "no, not breathless"):
        assert [m.status for m in MentionExtractor.shared().extract(text)] == [Status.ABSENT]
