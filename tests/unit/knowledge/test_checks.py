"""Each kind of mistake in the content files is found, and the finding says what to do.

broken/*.yml lists the mistakes: what is replaced by what in a sound project, and the findings that must come of it,
those and no others.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from needlewise.knowledge.check import check
from needlewise.knowledge.check.context import Context
from needlewise.knowledge.check.finding import Finding, Level

TODAY = date(2026, 12, 1)
PAIN = "data/faq/pain.yml"
PAIN_ANSWER = "This is all that we can say about pain. Ask a nurse if you are not sure."
BROKEN = [
    case
    for path in sorted((Path(__file__).parent / "broken").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def found(root: Path) -> list[Finding]:
    return check(Context(root=root, shared=root.parent / "shared", today=TODAY))


def test_a_sound_project_has_no_findings(project: Path) -> None:
    assert found(project) == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["findings"][0])
def test_each_mistake_is_found_and_nothing_else(project: Path, case: dict[str, Any]) -> None:
    path = project / case["file"]
    text = path.read_text(encoding="utf-8")
    assert case["replace"] in text
    path.write_text(text.replace(case["replace"], case["by"], 1), encoding="utf-8")
    assert [str(finding) for finding in found(project)] == case["findings"]


@pytest.mark.parametrize(
    ("file", "finding"),
    [
        ("data/site.yml", "ERROR data/site.yml: the file is missing; restore it"),
        ("data/knowledge/check_questions.yml", "ERROR data/knowledge/check_questions.yml: the file is missing"),
    ],
)
def test_a_missing_file_is_found(project: Path, file: str, finding: str) -> None:
    (project / file).unlink()
    assert [str(finding) for finding in found(project)] == [finding]


def test_a_file_that_would_not_be_read_is_found(project: Path) -> None:
    (project / "data/faq/extra.yaml").write_text("version: '3.1'\n", encoding="utf-8")
    expected = "ERROR data/faq/extra.yaml: ends in .yaml, which is not read; name it extra.yml"
    assert [str(finding) for finding in found(project)] == [expected]


def test_an_answer_without_facts_needs_no_source(project: Path) -> None:
    path = project / PAIN
    text = path.read_text(encoding="utf-8").replace("sources: [doc-1]", "sources: []\n    factual: false")
    path.write_text(text, encoding="utf-8")
    assert found(project) == []


def test_a_topic_stands_within_listed_topics_only(project: Path) -> None:
    for file, within in ((PAIN, "cost"), ("data/faq/cost.yml", "safety")):
        path = project / file
        text = path.read_text(encoding="utf-8").replace("    reviewed", f"    within: [{within}]\n    reviewed")
        path.write_text(text, encoding="utf-8")
    expected = (
        "ERROR data/faq/pain.yml: pain.within: names cost, which is itself within another topic; name a listed topic"
    )
    assert [str(finding) for finding in found(project)] == [expected]


def test_without_the_others_texts_nothing_is_compared(project: Path) -> None:
    (project / "README.md").write_text("The quick brown fox jumps over the lazy dog.", encoding="utf-8")
    assert check(Context(root=project, shared=project / "nowhere", today=TODAY)) == []


def test_the_address_of_a_page_is_no_sentence(project: Path) -> None:
    address = "https://fox.example/the-quick-brown-fox-jumps-over-the-lazy-dog"
    (project / "README.md").write_text(f"See {address}\n", encoding="utf-8")
    assert found(project) == []


def test_without_tests_the_data_alone_is_checked(project: Path) -> None:
    for path in (project / "tests").rglob("*.yml"):
        path.unlink()
    assert found(project) == []


@pytest.mark.parametrize(
    "promise",
    [
        "It is completely safe.",
        "This is 100% safe.",
        "There is no risk.",
        "A risk-free treatment.",
        "Rollers are safe to use at home.",
        "You have nothing to worry about.",
        "You will be fine.",
        "You are safe.",
        "It cannot hurt you.",
    ],
)
def test_promises_of_safety_are_found(project: Path, promise: str) -> None:
    path = project / PAIN
    path.write_text(path.read_text(encoding="utf-8").replace(PAIN_ANSWER, promise), encoding="utf-8")
    assert [finding.level for finding in found(project)] == [Level.ERROR]


@pytest.mark.parametrize("honest", ["Nothing you told us rules it out.", "It is generally safe in trained hands."])
def test_honest_words_are_no_promise(project: Path, honest: str) -> None:
    path = project / PAIN
    path.write_text(path.read_text(encoding="utf-8").replace(PAIN_ANSWER, honest), encoding="utf-8")
    assert found(project) == []


def test_the_project_itself_has_no_errors() -> None:
    assert [str(finding) for finding in check(Context()) if finding.level is Level.ERROR] == []
