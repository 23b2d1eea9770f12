"""Measures the assistant on sentences that it was not taught.

A question counts as `right` when a reply's topic is one of those that would answer it, `offered` when one of them
is among the options of a "did you mean", `offered_others` when options are given but none of them is right,
`refused` when the assistant says that it cannot answer, and `wrong` otherwise. A question whether someone may counts
as right when the check or an assessment answers it; a danger sign when the reply is a triage.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from needlewise.dialogue.replies import Kind, Reply
from needlewise.knowledge.content import shared_knowledge
from needlewise.nlu.payload import topic_of_payload
from needlewise.paths import ROOT
from needlewise.runtime.assistant import Turn

RIGHT, OFFERED, OFFERED_OTHERS, REFUSED, WRONG = "right", "offered", "offered_others", "refused", "wrong"
OUTCOMES = (RIGHT, OFFERED, OFFERED_OTHERS, REFUSED, WRONG)
ANSWERING = {Kind.ANSWER, Kind.ASSESSMENT, Kind.QUESTION, Kind.TRIAGE}
SHARED_QUESTIONS = ROOT.parent / "shared" / "questions"
_LISTED_AS_OTHER = "other"


@dataclass(frozen=True)
class Question:
    """A sentence and the topics of which any would answer it; none where it must not be answered."""

    text: str
    topics: frozenset[str]


@dataclass
class Result:
    """How a set of questions fared.

    Attributes:
        outcomes: how many of each.
        by_topic: for the first topic of each question, outcomes.
        confused: (wanted, given) of wrong answers.
        failures: (outcome, question, given), for those that were not right.
    """

    name: str
    outcomes: Counter[str] = field(default_factory=Counter)
    by_topic: dict[str, Counter[str]] = field(default_factory=dict)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many questions."""
        return sum(self.outcomes.values())

    def share(self, outcome: str) -> float:
        """Of all questions, 0 to 1."""
        return self.outcomes[outcome] / self.total if self.total else 0.0

    def add(self, question: Question, outcome: str, given: str) -> None:
        """Counts one question."""
        wanted = min(question.topics, default="out of scope")
        self.outcomes[outcome] += 1
        self.by_topic.setdefault(wanted, Counter())[outcome] += 1
        if outcome == WRONG:
            self.confused[wanted, given] += 1
        if outcome != RIGHT:
            self.failures.append((outcome, question.text, given))

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "set": self.name,
            "questions": self.total,
            **{outcome: self.outcomes[outcome] for outcome in OUTCOMES},
            "by_topic": {topic: dict(counts) for topic, counts in sorted(self.by_topic.items())},
            "confused": [{"wanted": w, "given": g, "times": n} for (w, g), n in self.confused.most_common(20)],
        }


def given_topics(replies: Iterable[Reply]) -> frozenset[str]:
    """The topics that replies answer, with those that they answer as well; "condition_check" and "red_flag" too."""
    topics: set[str] = set()
    for reply in replies:
        if reply.topic:
            topics.add(reply.topic)
            topics.update(shared_knowledge().topics[reply.topic].within)
            if reply.topic not in LISTED_TOPICS:
                topics.add(_LISTED_AS_OTHER)
        if reply.kind in (Kind.ASSESSMENT, Kind.QUESTION):
            topics.add("condition_check")
        if reply.kind is Kind.TRIAGE:
            topics.add("red_flag")
    return frozenset(topics)


def offered_topics(replies: Iterable[Reply]) -> frozenset[str]:
    """The topics that "did you mean" replies offer, by themselves or by a point."""
    known = shared_knowledge()
    buttons = [button for reply in replies if reply.kind is Kind.CLARIFY for button in reply.buttons]
    offered: set[str] = set()
    for button in buttons:
        id_ = topic_of_payload(button.payload)
        if id_:
            topic = known.points[id_].topic if id_ in known.points else id_
            offered |= {topic, *known.topics[topic].within}
    return frozenset(offered)


def outcome_of(question: Question, replies: tuple[Reply, ...]) -> tuple[str, str]:
    """How a question fared, and what was given for it."""
    given = given_topics(replies)
    answered = any(reply.kind in ANSWERING for reply in replies)
    shown = ", ".join(reply.topic or reply.kind.value for reply in replies)
    if not question.topics:
        return (WRONG if answered else RIGHT), shown
    if given & question.topics:
        return RIGHT, shown
    if answered:
        return WRONG, shown
    offered = offered_topics(replies)
    if offered:
        return (OFFERED if offered & question.topics else OFFERED_OTHERS), shown
    return REFUSED, shown


async def evaluate(name: str, questions: Iterable[Question], answer: Callable[[str, str], Awaitable[Turn]]) -> Result:
    """Asks each question in a conversation of its own."""
    result = Result(name)
    for number, question in enumerate(questions):
        turn = await answer(f"evaluate-{name}-{number}", question.text)
        result.add(question, *outcome_of(question, turn.replies))
    return result


def own_sets() -> dict[str, list[Question]]:
    """The repository's own held-out sentences: questions, and messages that must not be answered."""
    questions, refused = [], []
    for path in sorted((ROOT / "tests" / "content").glob("*.yml")):
        content = _read(path)
        questions += [Question(text, frozenset({content["topic"]})) for text in content["sentences"]]
    for path in sorted((ROOT / "tests" / "content" / "dialogue").glob("out_of_scope_*.yml")):
        refused += [Question(text, frozenset()) for text in _read(path)["sentences"]]
    return {"own questions": questions, "own out of scope": refused}


def shared_sets(folder: Path = SHARED_QUESTIONS) -> dict[str, list[Question]]:
    """Other people's questions, where they are at hand: none of them is in the repository."""
    sets: dict[str, list[Question]] = {}
    for path in sorted(folder.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        sets[path.name] = [_question(line.split("\t")) for line in lines if line.strip()]
    return sets


def _question(fields: list[str]) -> Question:
    topics = fields[1] if len(fields) > 1 else ""
    return Question(fields[0], frozenset(t.split(":")[0].strip() for t in topics.split(",") if t.strip()))


def _read(path: Path) -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


LISTED_TOPICS = frozenset(
    [
        "what_is",
        "how_it_works",
        "benefits",
        "acne_scars",
        "stretch_marks",
        "wrinkles",
        "pigmentation_help",
        "hair_growth",
        "results_timeline",
        "sessions",
        "pain",
        "downtime",
        "cost",
        "home_safety",
        "safety",
        "side_effects",
        "risks",
        "infection_risk",
        "scarring_risk",
        "dark_skin",
        "allergic_reaction",
        "needle_break",
        "frequency_home",
        "needle_depth",
        "equipment_quality",
        "who_should_avoid",
        "home_vs_pro",
        "home_effective",
        "why_pro",
        "choose_clinic",
        "consultation",
        "prepare",
        "retinoids_before",
        "aftercare",
        "products_after",
        "avoid_after",
        "sun_after",
        "makeup_after",
        "clean_device",
        "how_to_home",
        "absorption",
        "normal_healing",
        "alternatives",
        "areas",
        "combine",
        "sources",
        "human",
    ]
)
"""The topics that the shared questions are labelled with; what is answered beyond them is labelled "other" there."""
