"""A small project folder with nothing wrong in it, for tests to break."""

from pathlib import Path

import pytest

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
TOPIC = """\
version: "3.1"
nlu:
- intent: faq/{id}
  metadata:
    title: About {id}
    claims: [{claim}]
    corrects: [{rejected}]
    sources: [doc-1]
    reviewed: "2026-11-21"
    follow_ups: [{follow_ups}]
  examples: |
{examples}
responses:
  utter_faq/{id}:
  - text: >-
      This is all that we can say about {id}. Ask a nurse if you are not sure.
"""
FILES = {
    "data/knowledge/sources.yml": """\
doc-1:
  title: A leaflet
  kind: leaflet
  seen: the whole text
paper-1:
  title: A paper
  kind: journal
  address: https://journal.example/paper
  linked: false
  seen: the summary
""",
    "data/knowledge/claims.yml": """\
hurts_a_little:
  claim: It hurts a little.
  verdict: agreed
  topic: pain
  found_in:
  - document: doc-1
    where: opening
costs_nothing:
  claim: It costs nothing.
  verdict: rejected
  topic: cost
  found_in:
  - document: doc-1
    where: ending
  note: It does cost money.
""",
    "data/knowledge/languages.yml": """\
languages:
  es:
    name: Spanish
    text: Solo hablo inglés. En una emergencia llame al {emergency_numbers}.
    marker_words: [hola, gracias]
  el:
    name: Greek
    text: Μιλώ μόνο αγγλικά.
    script: greek
""",
    "data/knowledge/conditions.yml": """\
eczema:
  name: Eczema
  category: skin_condition
  home: do_not
  professional: see_professional_first
  reason: Needles irritate it.
  sources: [doc-1]
  confidence: high
""",
    "data/knowledge/signs.yml": """\
pus:
  name: Pus
  urgency: same_day_doctor
  advice: See a doctor today.
  sources: [paper-1]
  confidence: high
""",
    "data/knowledge/combinations.yml": """\
combinations:
  eczema_and_pus:
    all_of: [eczema, pus]
    reason: Both together need care at once.
    sources: [doc-1]
    urgency: same_day_doctor
    sign: pus
""",
    "data/knowledge/check_questions.yml": """\
skin:
  text: Do you have a skin disease?
  why: Needles irritate it.
  topic: your skin
  answers:
    eczema:
      title: Eczema
      means: [eczema]
""",
    "data/language/conditions.yml": """\
eczema:
  lay_terms: [eczema]
""",
    "data/language/signs.yml": """\
pus:
  lay_terms: [pus]
""",
    "data/knowledge/costs.yml": """\
costs:
- {due: any, done: any, cost: 4, why: a wrong answer}
- {due: assess, done: [refuse, answer], cost: 10, why: an outcome milder than due}
""",
    "data/knowledge/reminders.yml": """\
topics: [safety]
""",
    "data/routing/mother.yml": """\
author: a worried mother
turns:
- act: faq/pain
  says:
  - will it be sore
- after: {question: skin}
  act: assess
  conditions: [eczema]
  says:
  - i do have eczema
""",
    "data/language/cues.yml": """\
rewrites:
  yrs: years
known_words: [pores]
context:
  using: [i use]
past:
  a while ago: 60
denied:
  - never
""",
    "data/site.yml": """\
name: The Little Clinic
contact: 01632 960001
country: gb
emergency_numbers:
  unknown: 112 or 911
  gb: "999"
retention_days: 30
privacy_link: ""
allowed_origins: [https://clinic.example]
clinical_review:
  by: ""
  date: ""
""",
    "data/dialogue/thanks.yml": """\
version: "3.1"
nlu:
- intent: thanks
  examples: |
    - thank you
    - cheers
rules:
- rule: be polite
  steps:
  - intent: thanks
  - action: utter_thanks
responses:
  utter_thanks:
  - text: You are welcome. You can also reach us here, {contact}.
""",
    "data/screening/condition_check.yml": """\
version: "3.1"
nlu:
- intent: condition_check
  examples: |
    - may i have it with eczema
""",
    "data/screening/sentences.yml": """\
sentences:
  home_do_not: Please do not needle {whom} at home.
""",
    "tests/content/claims/pain.yml": """\
topic: pain
claims:
- ask: does it hurt just a bit
  conveys: hurts_a_little
  words: [nurse]
""",
    "tests/content/dialogue/thanks.yml": """\
intent: thanks
sentences: [thx, ta, thank you so much, many thanks, thanks a lot]
""",
    "README.md": "# A small project\n",
    "docs/notes.md": "Nothing of note.\n",
}


def _topic(id: str, claim: str = "", rejected: str = "") -> str:
    examples = "\n".join(f"    - {tens} {ones} questions on {id}" for tens in NUMBERS[:3] for ones in NUMBERS)
    follow_ups = ", ".join(other for other in ("pain", "cost", "safety") if other != id)
    return TOPIC.format(id=id, claim=claim, rejected=rejected, follow_ups=follow_ups, examples=examples)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder; beside it stands `shared` with one document and one question of somebody else."""
    files = {
        **FILES,
        "data/faq/pain.yml": _topic("pain", claim="hurts_a_little"),
        "data/faq/cost.yml": _topic("cost", rejected="costs_nothing"),
        "data/faq/safety.yml": _topic("safety"),
        "../shared/documents/leaflet.txt": "The quick brown fox jumps over the lazy dog and runs on.",
        "../shared/questions/asked.tsv": "question\ttopics\nwho let the dogs out\tcost\n",
    }
    for id in ("pain", "cost", "safety"):
        sentences = "\n".join(f"- what about {id}, number {number}" for number in NUMBERS)
        files[f"tests/content/{id}.yml"] = f"topic: {id}\nsentences:\n{sentences}\n"
    root = tmp_path / "project"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
