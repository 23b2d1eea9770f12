"""Reads a typed answer to a question of the guided check: titles, numbers, and conditions told in words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from needlewise.knowledge.screening import CheckAnswer, CheckQuestion
from needlewise.language.mentions import Mention, Person, Status
from needlewise.language.utterance import Reader, Utterance
from needlewise.screening.check import CheckState, Move, Said
from needlewise.screening.facts import Facts

_COMPLETED = {"age": "i am {}", "needle_mm": "{} mm"}
"""A bare number as a whole sentence, by what the question measures."""
_SHORT, _SENTENCE = 4, 12
"""Words; in a longer message a number without a unit may be about something else."""
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w%])(?!\s*(?:mm|days?|weeks?|months?|hours?|ago|times|x)\b)")
_DENIES = {"not", "no", "never", "nothing", "none", "isnt", "dont", "without"}
_FILLERS = frozenset(
    ["a", "an", "the", "my", "own", "or", "and", "in", "only", "of", "for", "that", "it", "to", "one", "from", "i"]
)


def read_answer(
    utterance: Utterance, question: CheckQuestion, mentions: Sequence[Mention], facts: Facts, state: CheckState
) -> Said | None:
    """What a typed message answers; None where it tells nothing that the check can use.

    Args:
        utterance: the message.
        question: the one that waits for an answer.
        mentions: the conditions found in it.
        facts: known so far: whom the check is about.
        state: where the check stands.
    """
    text = utterance.original
    answers = titled_answers(text, question)
    figures = dict(utterance.figures(Person.SELF))
    if facts.about() is Person.OTHER:
        figures |= utterance.figures(Person.OTHER)
    most = _SENTENCE if question.measure == "age" else _SHORT
    wanted = question.measure in _COMPLETED and question.measure not in figures and len(text.split()) <= most
    if wanted and (number := _only_number(text)):
        completed = Reader.shared().read(_COMPLETED[question.measure].format(number))
        figures |= completed.figures(Person.SELF)
    told = () if is_title(text, question) else _told(utterance, question, mentions, facts, state)
    if not (answers or told or figures):
        return None
    return Said(Move.ANSWER, answers=answers, mentions=told, figures=figures, rest_denied=utterance.only_that)


def is_title(text: str, question: CheckQuestion) -> bool:
    """Whether the message is nothing but titles of answers: one, or several with commas and "and" between them."""
    return bool(_titles(text, question))


def titled_answers(text: str, question: CheckQuestion) -> tuple[str, ...]:
    """The answers that the message names: by titles alone, or by the telling words of one that means no condition.

    Answers that mean conditions are otherwise found as mentions, which understand much more than their titles.
    """
    exact = _titles(text, question)
    if exact:
        return exact
    clauses = [set(_words(clause)) for clause in re.split(r"[,;.!?]|\bbut\b", text.lower())]
    told = [clause for clause in clauses if not _DENIES.intersection(clause)]
    return tuple(answer.id for answer in question.answers if any(_tells(answer, clause) for clause in told))


def _tells(answer: CheckAnswer, words: set[str]) -> bool:
    """Whether a clause has the telling words of an answer that means no condition, or others that say it."""
    if answer.means:
        return False
    telling = set(_words(answer.title)) - _FILLERS
    return bool(telling and words.issuperset(telling)) or bool(words.intersection(answer.words))


def _titles(text: str, question: CheckQuestion) -> tuple[str, ...]:
    """The answers whose titles make up the whole message; a title may itself hold commas or "and"."""
    by_words = {" ".join(_words(answer.title)): answer.id for answer in question.answers}
    for between in (r"\n", r",(?:\s*and\b)?|\n", r",(?:\s*and\b)?|\band\b|\n"):
        parts = [" ".join(_words(part)) for part in re.split(between, text.lower())]
        if all(part in by_words for part in parts):
            return tuple(by_words[part] for part in parts)
    return ()


def _told(
    utterance: Utterance, question: CheckQuestion, mentions: Sequence[Mention], facts: Facts, state: CheckState
) -> tuple[Mention, ...]:
    """The conditions that the message tells, each of the right person.

    What only the meaning of a few words suggests counts where the question is about it.
    """
    short = len(utterance.original.split()) <= _SHORT
    told = [
        mention
        for mention in mentions
        if mention.kind == "condition"
        and mention.asked
        and not (utterance.asks and mention.status is Status.POSSIBLE)
        and not (short and mention.by_meaning and mention.id not in question.asks_about)
    ]
    if facts.about() is Person.OTHER and not utterance.speaks_of_self:
        told = [replace(mention, person=Person.OTHER, who=mention.who or state.who) for mention in told]
    return tuple(told)


def _only_number(text: str) -> str:
    """The one number in a text that has one, as figures; a few words may be a number written out."""
    found = _NUMBER.findall(text)
    if len(found) == 1:
        return str(found[0]).replace(",", ".")
    if found or len(text.split()) > _SHORT:
        return ""
    return re.sub(r"[^\w.,/ ]", " ", text.lower()).replace(",", ".").strip(" .")


def _words(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)?|[a-z]+", text.lower().replace("'", "").replace("’", ""))
