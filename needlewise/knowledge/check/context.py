"""What the checks look at: one project folder, its files, and what they hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from needlewise.knowledge.content import Knowledge, Topic, load_knowledge, parts_of
from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.shapes import SCHEMAS
from needlewise.knowledge.training import TrainingFile, read_training
from needlewise.paths import ROOT

KINDS = {
    "data/screening/sentences.yml": "said",
    "data/faq/*.yml": "topic",
    "data/dialogue/*.yml": "training",
    "data/screening/*.yml": "training",
    "data/language/cues.yml": "cues",
    "data/language/conditions.yml": "said_so",
    "data/language/signs.yml": "said_so",
    "data/language/neutral.yml": "neutral",
    "data/routing/*.yml": "routing",
    "data/site.yml": "site",
    "tests/content/*.yml": "sentences",
    "tests/content/claims/*.yml": "claim_questions",
    "tests/content/dialogue/*.yml": "messages",
}
"""Which files have which schema of needlewise/knowledge/schemas; the first pattern that fits counts. A table of
data/knowledge has the schema of its own name."""

TABLES = "data/knowledge/*.yml"
NEEDED = ("data/site.yml", *(f"data/knowledge/{name}.yml" for name in ("sources", "claims", "languages")))

SHOWN = {
    "data/knowledge/languages.yml": {"text"},
    "data/knowledge/conditions.yml": {"name", "wait", "reason", "contested"},
    "data/knowledge/combinations.yml": {"reason"},
    "data/knowledge/signs.yml": {"name", "advice", "normal_duration", "shown_by"},
    "data/knowledge/check_questions.yml": {"text", "why", "title"},
}
"""Which texts of the tables visitors may be shown, by key."""

FILLED_IN = ("data/screening/sentences.yml", "data/knowledge/channel_sentences.yml")
"""Files of which visitors may be shown every text, with placeholders of their own that the code fills."""


@dataclass(frozen=True)
class Text:
    """Words that a visitor may be shown.

    Attributes:
        file, key: where they stand.
        words: what they are.
        filled_in: whether they may hold other placeholders than those that data/site.yml fills.
    """

    file: str
    key: str
    words: str
    filled_in: bool = False


@dataclass(frozen=True)
class HeldOut:
    """A file of messages that are kept for measuring: sentences, or questions each with the claim it asks for.

    Attributes:
        file: as seen from the project's folder.
        key: what the file calls the thing that its messages belong to: "topic" or "intent".
        label: that thing.
        messages: key and message, in order.
        claims: key, "conveys" or "corrects", and the id of a claim, in order.
    """

    file: str
    key: str
    label: str
    messages: tuple[tuple[str, str], ...]
    claims: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Context:
    """One run of the checks.

    Attributes:
        root: the project's folder: data/, and tests/, docs/ and README.md where they are there.
        shared: the folder with the primary documents and other people's questions; need not be there.
        today: the day that review dates are compared with.
    """

    root: Path = ROOT
    shared: Path = ROOT.parent / "shared"
    today: date = field(default_factory=date.today)

    def shown(self, path: Path) -> str:
        """`path` as an editor knows it: from the project's folder."""
        return str(path.relative_to(self.root))

    def named(self, file: str) -> str:
        """A file as `DataError` names it, seen from this project's folder."""
        return self.shown(Path(file)) if Path(file).is_relative_to(self.root) else file

    def files(self, pattern: str) -> list[Path]:
        """The files that match a pattern such as "data/faq/*.yml", by name."""
        return sorted(path for path in self.root.glob(pattern) if path.is_file())

    @cached_property
    def kinds(self) -> Mapping[Path, str]:
        """The files that have a schema, with its name."""
        kinds: dict[Path, str] = {}
        for pattern, kind in KINDS.items():
            kinds = {**dict.fromkeys(self.files(pattern), kind), **kinds}
        tables = {path: path.stem for path in self.files(TABLES) if (SCHEMAS / path.name).is_file()}
        return dict(sorted({**kinds, **tables}.items()))

    @cached_property
    def knowledge(self) -> Knowledge:
        """The typed knowledge; only once the shapes are right."""
        return load_knowledge(self.root / "data")

    @cached_property
    def training(self) -> tuple[TrainingFile, ...]:
        """Everything that the assistant is trained on; only once the shapes are right."""
        return tuple(read_training(path, kind) for path, kind in self.kinds.items() if kind in ("topic", "training"))

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """The tables of data/knowledge as they stand, by file."""
        return {self.shown(path): read_mapping(path) for path in self.files(TABLES)}

    @cached_property
    def held_out(self) -> tuple[HeldOut, ...]:
        """The files of tests/content; none where the tests are not there."""
        kinds = ("sentences", "claim_questions", "messages")
        return tuple(self._held_out(path) for path, kind in self.kinds.items() if kind in kinds)

    @cached_property
    def spoken(self) -> tuple[Text, ...]:
        """The answers and all other responses: what the assistant says in whole messages, in English."""
        return tuple(
            Text(self.shown(file.path), name if len(texts) == 1 else f"{name}.{number}", text)
            for file in self.training
            for name, texts in file.responses.items()
            for number, text in enumerate(texts)
        )

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text that a visitor may be shown."""
        return (
            *self.spoken,
            *(
                Text(self.topic_file(topic), f"{named.id}.title", named.title)
                for topic in self.knowledge.topics.values()
                for named in parts_of(topic)
            ),
            *(
                Text(file, key, text)
                for file, names in SHOWN.items()
                for key, name, text in leaves(self.tables.get(file, {}))
                if name in names and isinstance(text, str)
            ),
            *(
                Text(file, key, text, filled_in=True)
                for file in FILLED_IN
                if (self.root / file).is_file()
                for key, _, text in leaves(read_mapping(self.root / file))
            ),
        )

    def topic_file(self, topic: Topic) -> str:
        """The file of a topic, as an editor knows it."""
        return f"data/faq/{topic.id}.yml"

    def intents(self) -> set[str]:
        """Names of all intents; of "faq/pain" also its parts."""
        names = {intent.name for file in self.training for intent in file.intents}
        return names | {part for name in names for part in name.split("/")}

    def _held_out(self, path: Path) -> HeldOut:
        content = read_mapping(path)
        asked = content.get("claims", [])
        messages = [(f"sentences.{number}", text) for number, text in enumerate(content.get("sentences", []))]
        messages += [(f"claims.{number}.ask", entry["ask"]) for number, entry in enumerate(asked)]
        claims = [
            (f"claims.{number}.{how}", how, entry[how])
            for number, entry in enumerate(asked)
            for how in ("conveys", "corrects")
            if how in entry
        ]
        key = "topic" if "topic" in content else "intent"
        return HeldOut(self.shown(path), key, content[key], tuple(messages), tuple(claims))


def leaves(content: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[str, str, Any]]:
    """Everything that is no mapping, nor a list of mappings: dotted key, last key, and the value."""
    if isinstance(content, Mapping):
        for name, value in content.items():
            yield from leaves(value, (*place, str(name)))
    elif isinstance(content, list) and any(isinstance(entry, Mapping) for entry in content):
        for number, entry in enumerate(content):
            yield from leaves(entry, (*place, str(number)))
    else:
        yield ".".join(place), place[-1] if place else "", content


def normalised(text: str) -> str:
    """`text` without what makes no difference between two messages: case, punctuation, spacing.

    A message of signs alone (an emoji, "???") stays as it is.
    """
    words = re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("’", ""))
    return " ".join(words) or text.strip()
