"""The project's knowledge as typed objects: topics, claims, sources, the site and the languages.

Loading trusts that ids which are referred to exist; `needlewise check` makes sure of it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from needlewise.knowledge.read import DataError, shown
from needlewise.knowledge.scales import Verdict
from needlewise.knowledge.shapes import read_shaped
from needlewise.knowledge.training import Intent, training_of
from needlewise.paths import DATA


@dataclass(frozen=True)
class Source:
    """What an answer rests on.

    Attributes:
        id: such as "doc-001".
        title: what visitors are shown.
        kind: what sort of source it is, such as "regulator".
        address: where it was read, else None.
        linked: whether visitors are given the address; a copy on another's site is shown by its title alone.
        seen: what of it was actually read; it is cited for nothing else.
    """

    id: str
    title: str
    kind: str
    address: str | None
    linked: bool
    seen: str


@dataclass(frozen=True)
class Claim:
    """A claim of the primary documents.

    Attributes:
        id: such as "pain_low".
        text: the claim in our words.
        verdict: whether it may be said.
        topic: the topic that it belongs to.
        documents: ids of the sources that make it.
        note: why the verdict is what it is; empty where nothing needs saying.
    """

    id: str
    text: str
    verdict: Verdict
    topic: str
    documents: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Point:
    """The answer to one question within a topic, in one to three sentences.

    Attributes:
        id: such as "clean_device_which_alcohol": the topic, and what the question is about.
        topic: the topic that it belongs to.
        title: button text, at most 30 characters.
        claims: ids of the agreed or contested claims that it conveys.
        corrects: ids of the rejected claims that it puts right.
        sources: ids of the sources that say what it says, the best first.
        reviewed: the day on which it was last checked against them.
        contested: whether sources differ; the answer then says so.
        examples: questions that ask for it.
        answer: plain text.
    """

    id: str
    topic: str
    title: str
    claims: tuple[str, ...]
    corrects: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: date
    contested: bool
    examples: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Topic:
    """One topic: an answer, what it rests on, and the questions that ask for it.

    Attributes:
        id: the name of its file.
        title: heading and button text, at most 40 characters.
        claims: ids of the agreed or contested claims that the answer conveys.
        corrects: ids of the rejected claims that the answer puts right.
        sources: ids of the sources that say what the answer says.
        reviewed: the day on which the answer was last checked against them.
        follow_ups: ids of the topics offered next.
        within: for a topic beyond the listed ones, the listed topics whose questions it answers in full.
        factual: whether the answer states facts that need a source.
        kind: the kind of reply: an answer; a handoff to a person; a fallback, where it is about something else.
        examples: questions that ask for it.
        answer: plain text; a blank line separates paragraphs; may hold placeholders of `Site.variables`.
        points: answers to single questions within it.
    """

    id: str
    title: str
    claims: tuple[str, ...]
    corrects: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: date
    follow_ups: tuple[str, ...]
    within: tuple[str, ...]
    factual: bool
    kind: str
    examples: tuple[str, ...]
    answer: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class ClinicalReview:
    """A named person's sign-off of the content."""

    by: str
    day: date


@dataclass(frozen=True)
class HandOff:
    """A way to a person, beside the chat.

    Attributes:
        label: what the button says.
        address: tel:, mailto: or a web address; empty where the page's own script opens something.
    """

    label: str
    address: str


@dataclass(frozen=True)
class Site:
    """What a site owner fills in.

    Attributes:
        name: the name of the site.
        contact: how visitors reach a person.
        country: a key of `emergency_numbers`.
        emergency_numbers: by country; `unknown` is always there.
        retention_days: whole days after its last message that a conversation is kept.
        privacy_link: address of the privacy notice; empty where there is none.
        allowed_origins: web origins whose pages may talk to the bot; "*" allows all.
        clinical_review: None until somebody has signed.
        consent: whether visitors agree to the chat's notice before they can write.
        hand_off: None where the chat offers no person.
    """

    name: str
    contact: str
    country: str
    emergency_numbers: Mapping[str, str]
    retention_days: int
    privacy_link: str
    allowed_origins: tuple[str, ...]
    clinical_review: ClinicalReview | None
    consent: bool = False
    hand_off: HandOff | None = None

    def variables(self) -> dict[str, str]:
        """What stands for each placeholder that texts may use, such as {contact}."""
        return {
            "site_name": self.name,
            "contact": self.contact,
            "emergency_numbers": self.emergency_numbers.get(self.country, self.emergency_numbers["unknown"]),
            "retention_days": str(self.retention_days),
            "privacy_link": self.privacy_link or "the privacy page of this website",
        }


@dataclass(frozen=True)
class Language:
    """A language that the assistant does not speak, but can tell its speakers so.

    Attributes:
        code: such as "es".
        name: in English.
        text: what its speakers are told; may hold placeholders of `Site.variables`.
        marker_words: words of it that English does not use.
        script: the writing system that gives it away, else None.
    """

    code: str
    name: str
    text: str
    marker_words: tuple[str, ...]
    script: str | None


@dataclass(frozen=True)
class Knowledge:
    """Everything by id (languages: by code)."""

    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    topics: Mapping[str, Topic]
    languages: Mapping[str, Language]
    site: Site

    @functools.cached_property
    def points(self) -> Mapping[str, Point]:
        """The points of all topics by id."""
        return {point.id: point for topic in self.topics.values() for point in topic.points}


@functools.cache
def shared_knowledge() -> Knowledge:
    """The project's knowledge, loaded once for the process."""
    return load_knowledge()


def load_knowledge(data: Path = DATA) -> Knowledge:
    """The knowledge in a data folder.

    Raises:
        DataError: at the first file that is missing or has not the right shape.
    """
    tables = data / "knowledge"
    topics = [load_topic(path) for path in sorted((data / "faq").glob("*.yml"))]
    return Knowledge(
        sources={id: _source(id, row) for id, row in read_shaped(tables / "sources.yml", "sources").items()},
        claims={id: _claim(id, row) for id, row in read_shaped(tables / "claims.yml", "claims").items()},
        topics={topic.id: topic for topic in topics},
        languages=load_languages(tables / "languages.yml"),
        site=load_site(data / "site.yml"),
    )


def load_topic(path: Path) -> Topic:
    """The topic in a file.

    Raises:
        DataError: where the file has not the right shape, or names in it do not agree with the file's name.
    """
    content = read_shaped(path, "topic")
    training = training_of(path, content)
    core, *rest = training.intents
    names = [intent.name for intent in training.intents]
    answers = {name: texts[0] for name, texts in training.responses.items()}
    if core.name != f"faq/{path.stem}":
        raise DataError(
            shown(path), "nlu.0.intent", f"is {core.name}, but the file is named {path.name}; expected faq/{path.stem}"
        )
    wrong = sorted(set(answers) ^ {f"utter_{name}" for name in names})
    if wrong:
        raise DataError(shown(path), "responses", f"and nlu differ in {wrong[0]}; every intent needs its answer")
    metadata = content["nlu"][0]["metadata"]
    return Topic(
        id=path.stem,
        title=metadata["title"],
        claims=tuple(metadata["claims"]),
        corrects=tuple(metadata.get("corrects", ())),
        sources=tuple(metadata["sources"]),
        reviewed=date.fromisoformat(metadata["reviewed"]),
        follow_ups=tuple(metadata["follow_ups"]),
        within=tuple(metadata.get("within", ())),
        factual=metadata.get("factual", True),
        kind=metadata.get("kind", "answer"),
        examples=core.examples,
        answer=answers[f"utter_{core.name}"],
        points=tuple(
            _point(path, intent, block["metadata"], answers[f"utter_{intent.name}"])
            for intent, block in zip(rest, content["nlu"][1:], strict=True)
        ),
    )


def _point(path: Path, intent: Intent, metadata: Mapping[str, Any], answer: str) -> Point:
    """One point of the topic in a file."""
    id_ = intent.name.removeprefix("faq/")
    for key, found, expected in (
        ("point_of", metadata.get("point_of"), path.stem),
        ("intent", id_[: len(path.stem) + 1], f"{path.stem}_"),
    ):
        if found != expected:
            raise DataError(shown(path), f"{intent.name}.{key}", f"is {found}; expected {expected}")
    return Point(
        id=id_,
        topic=path.stem,
        title=metadata["title"],
        claims=tuple(metadata.get("claims", ())),
        corrects=tuple(metadata.get("corrects", ())),
        sources=tuple(metadata["sources"]),
        reviewed=date.fromisoformat(metadata["reviewed"]),
        contested=bool(metadata.get("contested", False)),
        examples=intent.examples,
        answer=answer,
    )


def load_site(path: Path) -> Site:
    """What the site owner filled in.

    Raises:
        DataError: where the file has not the right shape, or a clinical review lacks its name or date.
    """
    content = read_shaped(path, "site")
    by, day = content["clinical_review"]["by"].strip(), content["clinical_review"]["date"]
    if bool(by) != bool(day):
        raise DataError(shown(path), "clinical_review", "has only one of `by` and `date`; fill in both or neither")
    return Site(
        name=content["name"],
        contact=content["contact"],
        country=content["country"],
        emergency_numbers=content["emergency_numbers"],
        retention_days=content["retention_days"],
        privacy_link=content["privacy_link"],
        allowed_origins=tuple(content["allowed_origins"]),
        clinical_review=ClinicalReview(by, date.fromisoformat(day)) if by else None,
        consent=content.get("consent", False),
        hand_off=HandOff(**hand_off) if (hand_off := content.get("hand_off", {})).get("label") else None,
    )


def load_languages(path: Path) -> dict[str, Language]:
    """The languages, by code.

    Raises:
        DataError: where the file has not the right shape.
    """
    return {
        code: Language(
            code=code,
            name=row["name"],
            text=row["text"].strip(),
            marker_words=tuple(row.get("marker_words", ())),
            script=row.get("script"),
        )
        for code, row in read_shaped(path, "languages")["languages"].items()
    }


def parts_of(topic: Topic) -> list[Topic | Point]:
    """A topic, then its points."""
    return [topic, *topic.points]


def _source(id: str, row: dict[str, Any]) -> Source:
    address = row.get("address")
    linked = address is not None and row.get("linked", True)
    return Source(id=id, title=row["title"], kind=row["kind"], address=address, linked=linked, seen=row["seen"])


def _claim(id: str, row: dict[str, Any]) -> Claim:
    return Claim(
        id=id,
        text=row["claim"],
        verdict=Verdict(row["verdict"]),
        topic=row["topic"],
        documents=tuple(place["document"] for place in row["found_in"]),
        note=row.get("note", ""),
    )
