"""Texts: short, easy to read, calm, without a promise of safety, and with placeholders that mean something."""

import re
from collections.abc import Iterator

from needlewise.knowledge.check.context import Context
from needlewise.knowledge.check.finding import Finding, error, warning
from needlewise.knowledge.check.promises import PROMISES
from needlewise.knowledge.check.readability import reading_grade

LONG, TOO_LONG = 85, 95
"""Words of a reply: past the first it is long, past the second too long."""
LONGEST_POINT = 45
HARDEST_GRADE = 8.0
"""The Flesch-Kincaid grade that a text may have at most; twelve-year-olds read grade 6 to 7."""
FEWEST_WORDS_GRADED = 13
"""Shorter texts are not graded: one long word would decide."""


def length(context: Context) -> Iterator[Finding]:
    """No reply is longer than somebody reads."""
    for text in context.spoken:
        words = len(text.words.split())
        if words > LONG:
            level = error if words > TOO_LONG else warning
            yield level(text.file, text.key, f"has {words} words; say it in at most {LONG}")


def points(context: Context) -> Iterator[Finding]:
    """A point is short, its first sentence does not begin with its topic's name, and no two of a topic share one."""
    for topic in context.knowledge.topics.values():
        said: dict[str, str] = {}
        for point in topic.points:
            file, key = context.topic_file(topic), f"{point.id}.answer"
            words = len(point.answer.split())
            if words > LONGEST_POINT:
                yield error(file, key, f"has {words} words; say it in at most {LONGEST_POINT}")
            if point.answer.lower().startswith(topic.title.rstrip("?").lower()):
                yield error(file, key, "begins with the name of its topic; begin with the answer")
            for one in re.split(r"(?<=[.?])\s+", point.answer):
                if one in said:
                    yield error(file, key, f"shares the sentence {one!r} with {said[one]}; say it once")
                said[one] = point.id


def easy_to_read(context: Context) -> Iterator[Finding]:
    """A twelve-year-old can read every reply."""
    for text in context.spoken:
        grade = reading_grade(text.words)
        if grade > HARDEST_GRADE and len(text.words.split()) >= FEWEST_WORDS_GRADED:
            yield error(
                text.file,
                text.key,
                f"has reading grade {grade:.1f}, at most {HARDEST_GRADE:g} is wanted; use shorter sentences and words",
            )


def calm(context: Context) -> Iterator[Finding]:
    """No text shouts."""
    for text in context.texts:
        if "!" in text.words or "！" in text.words:
            yield error(text.file, text.key, "has an exclamation mark; end the sentence with a full stop")


def no_promise_of_safety(context: Context) -> Iterator[Finding]:
    """No text tells anybody that they are safe."""
    for text in context.texts:
        flat = " ".join(text.words.lower().replace("’", "'").split())
        for promise in PROMISES:
            for match in re.finditer(rf"\b{promise}(?!\w)", flat):
                yield error(
                    text.file,
                    text.key,
                    f'says "{match[0]}"; nobody is told that they are safe, so say what is known without these words',
                )


def placeholders(context: Context) -> Iterator[Finding]:
    """Every placeholder is one that data/site.yml fills, or stands where the code fills others too."""
    known = context.knowledge.site.variables()
    for text in context.texts:
        for inside in re.findall(r"\{([^{}]*)\}", text.words):
            if inside not in known and not text.filled_in:
                names = ", ".join(f"{{{name}}}" for name in known)
                yield error(
                    text.file, text.key, f"has the placeholder {{{inside}}}, which nothing fills; known are {names}"
                )
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text.words)):
            yield error(text.file, text.key, "has a brace without its partner; braces are only for placeholders")
