"""Reading Rasa's training files: example messages, rules and the texts of responses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needlewise.knowledge.read import DataError, shown
from needlewise.knowledge.shapes import read_shaped


@dataclass(frozen=True)
class Intent:
    """An intent with the messages that it is learnt from."""

    name: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """Which actions follow which intents; steps of other sorts are left out."""

    name: str
    intents: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class TrainingFile:
    """One file below data/faq, data/dialogue or data/screening.

    Attributes:
        path: the file.
        intents: its intents, in order.
        rules: its rules, in order.
        responses: the texts of each response, by name; more than one where the wording varies.
    """

    path: Path
    intents: tuple[Intent, ...]
    rules: tuple[Rule, ...]
    responses: Mapping[str, tuple[str, ...]]


def read_training(path: Path, kind: str = "training") -> TrainingFile:
    """The training file at `path`.

    Raises:
        DataError: where it cannot be read, does not fit the schema `kind`, or has a line that is no example.
    """
    return training_of(path, read_shaped(path, kind))


def training_of(path: Path, content: Mapping[str, Any]) -> TrainingFile:
    """The training file that `content`, of the right shape, describes."""
    return TrainingFile(
        path=path,
        intents=tuple(
            Intent(entry["intent"], tuple(_examples(path, entry["intent"], entry["examples"])))
            for entry in content.get("nlu") or ()
        ),
        rules=tuple(
            Rule(entry["rule"], tuple(_named("intent", entry["steps"])), tuple(_named("action", entry["steps"])))
            for entry in content.get("rules") or ()
        ),
        responses={
            name: tuple(variation["text"].strip() for variation in variations)
            for name, variations in (content.get("responses") or {}).items()
        },
    )


def _examples(path: Path, intent: str, examples: str | list[dict[str, str]]) -> Iterator[str]:
    """Rasa's two ways of writing examples: a block of lines "- text", or a list of {text}."""
    lines = examples.splitlines() if isinstance(examples, str) else [f"- {_bare(entry['text'])}" for entry in examples]
    for line in lines:
        if not line.strip():
            continue
        if not re.match(r"\s*- *\S", line):
            raise DataError(shown(path), f"{intent}.examples", f'found the line {line.strip()!r}; expected "- text"')
        yield _bare(line)


def _bare(line: str) -> str:
    return re.sub(r"^- *", "", line.strip())


def _named(what: str, steps: list[dict[str, Any]]) -> Iterator[str]:
    for step in steps:
        if isinstance(step.get(what), str):
            yield step[what]
        yield from _named(what, step.get("or") or [])
