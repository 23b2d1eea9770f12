"""One decision from all that is known of a message: pure functions, no Rasa in sight.

In order: danger, what the message says of conditions, two questions at once, a follow-up to the answer before,
one question, options where it is unclear, and that it is not for this assistant.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SCORES = "label_scores"
PARTS = "part_scores"
"""Names of message properties: the scores of the whole message, and of pairs of parts of it."""

Scores = Mapping[str, float]

_SPLIT = re.compile(r"[?!.;]+\s+|\s*,?\s+(?:and|also|plus|&)\s+(?:also\s+)?|\s*,\s+(?=(?:how|what|when|does|is|can|will|do)\b)")
_MOST_SPLITS = 3
_ALWAYS_FIRST = ("self_harm", "other_emergency")


@dataclass(frozen=True)
class Thresholds:
    """Scores from which a reply is given; chosen by `needlewise calibrate` on the validation sentences.

    Attributes:
        answer: least score of a topic that is answered at once.
        margin: least lead of it over the next topic.
        offer: least score of a topic that is offered among options.
        part: least score of each of two questions in one message.
        out_of_scope: what a message about a neighbouring subject must score beyond the best topic.
        danger: least score of a worrying sign that no word of the tables shows.
    """

    answer: float = 0.35
    margin: float = 0.08
    offer: float = 0.2
    part: float = 0.5
    out_of_scope: float = 0.0
    danger: float = 0.45


@dataclass(frozen=True)
class Aspect:
    """What an elliptical message asks: see data/knowledge/follow_ups.yml."""

    after: Mapping[str, str]
    otherwise: str
    alone: str | None


@dataclass(frozen=True)
class Decision:
    """What to do about a message.

    Attributes:
        intent: a Rasa intent of the domain.
        label: the full retrieval intent, such as "faq/pain", where the intent has responses of its own.
        topics: topics to answer, in order.
        options: topics to offer where it is unclear.
    """

    intent: str
    label: str | None = None
    topics: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def parts_of(text: str) -> list[tuple[str, str]]:
    """Ways to read `text` as two questions: pairs of its parts, at most three of them."""
    pairs = []
    for match in _SPLIT.finditer(text):
        left, right = text[: match.start()].strip(" ,.?!"), text[match.end() :].strip(" ,.?!")
        if len(left) > 3 and len(right) > 3:
            pairs.append((left, right))
    return pairs[:_MOST_SPLITS]


def ranked_topics(scores: Scores) -> list[tuple[str, float]]:
    """Topics and the suitability check with their scores, best first."""
    topics = [
        (label.removeprefix("faq/"), score)
        for label, score in scores.items()
        if label.startswith("faq/") or label in ("condition_check", "red_flag")
    ]
    return sorted(topics, key=lambda item: -item[1])


def best_intent(scores: Scores) -> tuple[str, float]:
    """The best of: each topic, each dialogue intent, out of scope as a whole, follow-ups as a whole."""
    grouped: dict[str, float] = {}
    for label, score in scores.items():
        group = label.split("/")[0]
        key = group if group in ("out_of_scope", "follow_up") else label
        grouped[key] = grouped.get(key, 0.0) + max(score, 0.0) if key == group else score
    return max(grouped.items(), key=lambda item: item[1])


def best_label(scores: Scores, group: str) -> str:
    """The best label of a group, such as "out_of_scope/hair" of "out_of_scope"."""
    return max((label for label in scores if label.startswith(group + "/")), key=lambda label: scores[label])


def two_topics(parts: Sequence[tuple[Scores, Scores]], thresholds: Thresholds) -> tuple[str, ...]:
    """The two topics that a message asks about, in its order; empty where it asks one thing."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for left, right in parts:
        (first, first_score), (second, second_score) = best_intent(left), best_intent(right)
        both_topics = first.startswith("faq/") and second.startswith("faq/") and first != second
        weaker = min(first_score, second_score)
        if both_topics and weaker >= thresholds.part and weaker > best[0]:
            best = (weaker, (first.removeprefix("faq/"), second.removeprefix("faq/")))
    return best[1]


def follow_up(aspect: Aspect, last_topic: str | None) -> str | None:
    """The topic that answers an elliptical message after `last_topic`."""
    if last_topic is None:
        return aspect.alone
    topic = aspect.after.get(last_topic, aspect.otherwise)
    return last_topic if topic == "same" else topic


def decide(
    scores: Scores,
    parts: Sequence[tuple[Scores, Scores]],
    aspects: Mapping[str, Aspect],
    last_topic: str | None,
    thresholds: Thresholds,
    *,
    names_treatment: bool,
    tells_conditions: bool,
) -> Decision:
    """What to do about a message without danger signs.

    Args:
        scores: of the whole message for every label.
        parts: scores of pairs of its parts.
        aspects: what elliptical messages ask.
        last_topic: the topic answered last in this conversation.
        thresholds: see `Thresholds`.
        names_treatment: whether the message names microneedling or a tool.
        tells_conditions: whether it says that someone has a condition that the check knows.
    """
    intent, score = best_intent(scores)
    for label in _ALWAYS_FIRST:
        if intent == label and score >= thresholds.offer:
            return Decision(label)
    if intent == "red_flag" and score >= thresholds.danger:
        return Decision("red_flag")
    if intent == "condition_check" and score >= thresholds.offer:
        return Decision("condition_check")
    topics = ranked_topics(scores)
    best_topic, best_score = next((t for t in topics if t[0] != "red_flag"))

    if intent == "follow_up":
        resolved = follow_up(aspects[best_label(scores, "follow_up").split("/")[1]], last_topic)
        if resolved:
            return Decision("faq", f"faq/{resolved}", (resolved,))
        return Decision("out_of_scope", "out_of_scope/follow_up")

    several = two_topics(parts, thresholds)
    if several:
        return Decision("faq_several", None, several)

    if intent == "out_of_scope":
        lead = score - best_score
        needed = thresholds.out_of_scope + (_NAMED_LEAD if names_treatment else 0.0)
        if lead >= needed or best_score < thresholds.offer:
            return Decision("out_of_scope", best_label(scores, "out_of_scope"))
    elif not intent.startswith("faq/") and intent not in ("follow_up", "red_flag") and score >= thresholds.offer:
        return Decision(intent)

    if tells_conditions:
        return Decision("condition_check", None, (best_topic,) if best_score >= thresholds.answer else ())
    rest = [value for name, value in topics if name != best_topic]
    if best_score >= thresholds.answer and best_score - rest[0] >= thresholds.margin:
        return Decision("faq", f"faq/{best_topic}", (best_topic,))
    if best_score >= thresholds.offer:
        options = tuple(name for name, value in topics if value >= best_score / 2 and name != "red_flag")[:3]
        return Decision("unclear", None, (), options)
    return Decision("out_of_scope", "out_of_scope/unknown")


_NAMED_LEAD = 0.25
"""A message that names microneedling is out of scope only where that is clear: "does microneedling cure baldness"."""
