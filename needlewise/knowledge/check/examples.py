"""Example messages: enough of them, plainly written, none twice, none both learnt from and measured with."""

import re
from collections.abc import Iterator

from needlewise.knowledge.check.context import Context, normalised
from needlewise.knowledge.check.finding import Finding, error

FEWEST = 30
"""Example questions that a topic needs at the least."""
FEWEST_OF_POINT = 10


def enough(context: Context) -> Iterator[Finding]:
    """Every topic has enough examples to be recognised by, and every other intent has some."""
    for file in context.training:
        for intent in file.intents:
            if not intent.examples:
                yield error(context.shown(file.path), f"{intent.name}.examples", "has no examples; write some")
    for topic in context.knowledge.topics.values():
        if len(topic.examples) < FEWEST:
            yield error(
                context.topic_file(topic),
                f"{topic.id}.examples",
                f"has {len(topic.examples)} examples; write at least {FEWEST}, in different words",
            )


def points(context: Context) -> Iterator[Finding]:
    """Every point has enough examples to be told from its neighbours."""
    for topic in context.knowledge.topics.values():
        for point in topic.points:
            if len(point.examples) < FEWEST_OF_POINT:
                yield error(
                    context.topic_file(topic),
                    f"{point.id}.examples",
                    f"has {len(point.examples)} examples; write at least {FEWEST_OF_POINT}, by two people or more",
                )


def plain(context: Context) -> Iterator[Finding]:
    """No example holds what Rasa reads as something else: annotations, or a command."""
    for key, file, example in _training(context):
        special = re.findall(r"^/|[\[\](){}]", example)
        if special:
            yield error(
                file, key, f"{example!r} holds {' '.join(special)}, which Rasa reads as markup; write it without"
            )


def once(context: Context) -> Iterator[Finding]:
    """No example stands twice, within an intent or in two."""
    seen: dict[str, tuple[str, str]] = {}
    for key, file, example in _training(context):
        same = normalised(example)
        if same in seen:
            first_file, first_key = seen[same]
            where = "in the same list" if (first_file, first_key) == (file, key) else f"in {first_file} ({first_key})"
            yield error(file, key, f"{example!r} stands also {where}; keep it where it belongs and drop the other")
        seen.setdefault(same, (file, key))


def held_out(context: Context) -> Iterator[Finding]:
    """No message of tests/content is a training example, and none stands there twice, but for claims' questions."""
    trained = {normalised(example): (file, key) for key, file, example in _training(context)}
    seen: dict[str, tuple[str, str]] = {}
    for file in context.held_out:
        for key, message in file.messages:
            same = normalised(message)
            if same in trained:
                where, intent = trained[same]
                yield error(
                    file.file, key, f"{message!r} is a training example of {where} ({intent}); drop it from one of them"
                )
            elif same in seen and not any("/claims/" in name for name in (file.file, seen[same][0])):
                first_file, first_key = seen[same]
                yield error(file.file, key, f"{message!r} stands also in {first_file} ({first_key}); drop one of them")
            seen.setdefault(same, (file.file, key))


def _training(context: Context) -> Iterator[tuple[str, str, str]]:
    """Key, file and text of each training example."""
    for file in context.training:
        for intent in file.intents:
            for example in intent.examples:
                yield f"{intent.name}.examples", context.shown(file.path), example
