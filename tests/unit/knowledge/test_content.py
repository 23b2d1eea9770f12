"""Data files become typed objects."""

from datetime import date
from pathlib import Path

import pytest

from needlewise.knowledge.content import ClinicalReview, Knowledge, load_knowledge, shared_knowledge
from needlewise.knowledge.read import DataError
from needlewise.knowledge.scales import Verdict


@pytest.fixture
def knowledge(project: Path) -> Knowledge:
    return load_knowledge(project / "data")


def test_a_topic_is_its_file(knowledge: Knowledge) -> None:
    pain = knowledge.topics["pain"]
    assert (pain.id, pain.title) == ("pain", "About pain")
    assert (pain.claims, pain.corrects, pain.sources) == (("hurts_a_little",), (), ("doc-1",))
    assert pain.reviewed == date(2026, 11, 21)
    assert pain.follow_ups == ("cost", "safety")
    assert (pain.within, pain.factual) == ((), True)
    assert pain.examples[0] == "one one questions on pain"
    assert len(pain.examples) == 30
    assert pain.answer == "This is all that we can say about pain. Ask a nurse if you are not sure."


def test_blank_lines_of_an_answer_are_kept(project: Path) -> None:
    path = project / "data/faq/pain.yml"
    text = path.read_text(encoding="utf-8").replace("about pain. Ask", "about pain.\n\n\n      Ask")
    path.write_text(text, encoding="utf-8")
    answer = load_knowledge(project / "data").topics["pain"].answer
    assert answer == "This is all that we can say about pain.\n\nAsk a nurse if you are not sure."


def test_a_topic_may_be_within_others_and_state_no_facts(project: Path) -> None:
    path = project / "data/faq/pain.yml"
    text = path.read_text(encoding="utf-8").replace("    title", "    within: [cost]\n    factual: false\n    title")
    path.write_text(text, encoding="utf-8")
    pain = load_knowledge(project / "data").topics["pain"]
    assert (pain.within, pain.factual) == (("cost",), False)


def test_a_copy_on_anothers_site_is_not_linked(knowledge: Knowledge) -> None:
    paper = knowledge.sources["paper-1"]
    assert (paper.kind, paper.address, paper.linked) == ("journal", "https://journal.example/paper", False)


def test_a_source_without_an_address_is_not_linked(knowledge: Knowledge) -> None:
    leaflet = knowledge.sources["doc-1"]
    assert (leaflet.title, leaflet.address, leaflet.linked, leaflet.seen) == (
        "A leaflet",
        None,
        False,
        "the whole text",
    )


def test_a_claim_has_a_verdict_and_the_documents_that_make_it(knowledge: Knowledge) -> None:
    claim = knowledge.claims["costs_nothing"]
    assert (claim.text, claim.verdict, claim.topic) == ("It costs nothing.", Verdict.REJECTED, "cost")
    assert (claim.documents, claim.note) == (("doc-1",), "It does cost money.")
    assert knowledge.claims["hurts_a_little"].note == ""


def test_languages_are_known_by_words_or_by_script(knowledge: Knowledge) -> None:
    spanish, greek = knowledge.languages["es"], knowledge.languages["el"]
    assert (spanish.name, spanish.marker_words, spanish.script) == ("Spanish", ("hola", "gracias"), None)
    assert (greek.marker_words, greek.script) == ((), "greek")


def test_placeholders_stand_for_what_the_site_owner_filled_in(knowledge: Knowledge) -> None:
    assert knowledge.site.variables() == {
        "site_name": "The Little Clinic",
        "contact": "01632 960001",
        "emergency_numbers": "999",
        "retention_days": "30",
        "privacy_link": "the privacy page of this website",
    }


def test_where_the_country_has_no_number_the_general_ones_are_given(project: Path) -> None:
    path = project / "data/site.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("country: gb", "country: fr"), encoding="utf-8")
    assert load_knowledge(project / "data").site.variables()["emergency_numbers"] == "112 or 911"


def test_a_clinical_review_has_a_name_and_a_day(project: Path, knowledge: Knowledge) -> None:
    assert knowledge.site.clinical_review is None
    path = project / "data/site.yml"
    signed = path.read_text(encoding="utf-8").replace('by: ""\n  date: ""', 'by: Nurse Joy\n  date: "2026-11-30"')
    path.write_text(signed, encoding="utf-8")
    assert load_knowledge(project / "data").site.clinical_review == ClinicalReview("Nurse Joy", date(2026, 11, 30))


def test_a_broken_file_is_named_with_its_key(project: Path) -> None:
    path = project / "data/faq/pain.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("sources: [doc-1]", "sources: doc-1"), encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_knowledge(project / "data")
    assert str(raised.value) == (f"{path}: nlu.0.metadata.sources: found 'doc-1'; expected a list of ids, each once")


def test_the_projects_own_knowledge_is_loaded_once() -> None:
    assert shared_knowledge() is shared_knowledge()
    assert "pain" in shared_knowledge().topics
