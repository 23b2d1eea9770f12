"""One decision from all that is known of a message: pure functions, no Rasa in sight.

In order: danger, what the message says of conditions, two questions at once, a follow-up to the answer before,
one question, options where it is unclear, and that it is not for this assistant.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from needlewise.knowledge.scales import Urgency

IN_SCOPE = "in_scope"
"""Among the scores, beside the labels: the probability by words alone that a message is about the subject."""
SCORES = "label_scores"
PARTS = "part_scores"
"""Names of message properties: the scores of the whole message, and of pairs of parts of it."""

Scores = Mapping[str, float]

_SPLIT = re.compile(
    r"[?!.;]+\s+|\s*,?\s+(?:and|also|plus|&)\s+(?:also\s+)?|\s*,\s+(?=(?:how|what|when|does|is|can|will|do)\b)"
)
_MOST_SPLITS = 3


@dataclass(frozen=True)
class Thresholds:
    """Scores from which a reply is given; chosen by `needlewise calibrate` on the validation sentences.

    Where a message does not name the treatment ("how long does it last"), more is asked of it: most chatter on other
    subjects does not name it either.

    Attributes:
        answer: least score of a topic that is answered at once.
        answer_unnamed: the same where the treatment is not named.
        margin: least lead of it over the next topic.
        sure: score from which no lead is asked for.
        both: least score of a second topic that is answered as well: "how many sessions for hair loss".
        both_share: least share of the first topic's score that the second must have for that.
        offer: least score of a topic that is offered among options.
        offer_unnamed: the same where the treatment is not named.
        scope: least probability of the subject by words alone, where the treatment is not named.
        scope_sure: score of a topic from which its words do not matter.
        part: least score of each of two questions in one message.
        whole: score of one topic for the whole message from which it counts as one question.
        out_of_scope: lead over the best topic from which a message is about something else.
        out_of_scope_named: the same where the treatment is named.
        check: least score of the suitability check where no condition was found in the message.
        told: what a condition found in the message adds to the check's score.
        danger: least score of a worrying sign where none was found in the message.
        danger_words: share of the best other score that a sign's words must reach, below an emergency.
        danger_words_mild: the same for a sign that can wait for an appointment, and for one in a question.
        danger_meaning: the same for a sign that no word of the tables shows.
        danger_meaning_asked: the same in a question.
    """

    answer: float = 0.25
    answer_unnamed: float = 0.4
    margin: float = 0.08
    sure: float = 0.7
    both: float = 0.3
    both_share: float = 0.6
    offer: float = 0.15
    offer_unnamed: float = 0.25
    scope: float = 0.3
    scope_sure: float = 0.7
    part: float = 0.5
    whole: float = 0.6
    out_of_scope: float = 0.0
    out_of_scope_named: float = 0.3
    check: float = 0.25
    told: float = 0.1
    danger: float = 0.55
    danger_words: float = 0.1
    danger_words_mild: float = 0.3
    danger_meaning: float = 0.25
    danger_meaning_asked: float = 0.5


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


@dataclass(frozen=True)
class Ranking:
    """The scores of a message, grouped as decisions are made.

    Attributes:
        topics: topics with their scores, best first.
        check: of the suitability check.
        danger: of a worrying sign.
        dialogue: the best dialogue intent and its score.
        follow_up: of elliptical messages as a whole.
        out_of_scope: of the two nearest neighbouring subjects.
        in_scope_by_words: the probability by words alone.
    """

    topics: tuple[tuple[str, float], ...]
    check: float
    danger: float
    dialogue: tuple[str, float]
    follow_up: float
    out_of_scope: float
    in_scope_by_words: float

    @classmethod
    def of(cls, scores: Scores) -> "Ranking":
        """Groups the scores of all labels."""
        groups: dict[str, list[tuple[str, float]]] = {}
        for label, score in scores.items():
            group, _, rest = label.partition("/")
            groups.setdefault(group if rest else "", []).append((rest or label, max(score, 0.0)))
        single = dict(groups[""])
        check, danger, by_words = single.pop("condition_check"), single.pop("red_flag"), single.pop(IN_SCOPE, 1.0)
        return cls(
            topics=tuple(sorted(groups["faq"], key=lambda item: -item[1])),
            check=check,
            danger=danger,
            dialogue=max(single.items(), key=lambda item: item[1]),
            follow_up=sum(score for _, score in groups["follow_up"]),
            out_of_scope=sum(sorted(score for _, score in groups["out_of_scope"])[-2:]),
            in_scope_by_words=by_words,
        )

    @property
    def in_scope(self) -> float:
        """The best score of what the assistant is for."""
        return max(self.topics[0][1], self.check)

    def options(self) -> tuple[tuple[str, float], ...]:
        """Topics and the suitability check, best first."""
        return tuple(sorted((*self.topics, ("condition_check", self.check)), key=lambda item: -item[1]))


def ranked_topics(scores: Scores) -> list[tuple[str, float]]:
    """Topics, the suitability check and danger signs with their scores, best first: what a message is held for."""
    ranking = Ranking.of(scores)
    return sorted((*ranking.options(), ("red_flag", ranking.danger)), key=lambda item: -item[1])


def best_intent(scores: Scores) -> tuple[str, float]:
    """What a message is most: a label, "out_of_scope" or "follow_up" as a whole; and its score."""
    ranking = Ranking.of(scores)
    topic, score = ranking.topics[0]
    return max(
        (f"faq/{topic}", score),
        ("condition_check", ranking.check),
        ("red_flag", ranking.danger),
        ranking.dialogue,
        ("follow_up", ranking.follow_up),
        ("out_of_scope", ranking.out_of_scope),
        key=lambda item: item[1],
    )


def best_label(scores: Scores, group: str) -> str:
    """The best label of a group, such as "out_of_scope/hair" of "out_of_scope"."""
    return max((label for label in scores if label.startswith(group + "/")), key=lambda label: scores[label])


def is_danger(
    scores: Scores, thresholds: Thresholds, *, urgency: Urgency | None, denied: bool, in_words: bool, asks: bool
) -> bool:
    """Whether a message tells of a worrying sign now.

    A sign found in the message counts unless the message is far more like a question about something else; an
    emergency that its words show always counts.

    Args:
        scores: of the message for every label.
        thresholds: see `Thresholds`.
        urgency: of the signs that were found.
        denied: signs were found, and all of them are denied or over.
        in_words: words of the tables show a sign, not only the meaning of the message.
        asks: the message is a question.
    """
    ranking = Ranking.of(scores)
    others = [score for topic, score in ranking.topics if topic != _NORMAL_HEALING]
    other = max(others[0], ranking.out_of_scope)
    if urgency is None or urgency is Urgency.NORMAL_HEALING:
        return urgency is None and not denied and ranking.danger >= max(thresholds.danger, other)
    if urgency is Urgency.EMERGENCY_NOW and in_words:
        return True
    if in_words:
        mild = urgency is Urgency.BOOK_APPOINTMENT or asks
        share = thresholds.danger_words_mild if mild else thresholds.danger_words
        return ranking.danger >= share * other or other < _NEAR_NOTHING
    share = thresholds.danger_meaning_asked if asks else thresholds.danger_meaning
    if urgency is Urgency.EMERGENCY_NOW and not asks:
        share = thresholds.danger_words
    return ranking.danger >= share * other or other < _NEAR_NOTHING / 2


def two_topics(parts: Sequence[tuple[Scores, Scores]], thresholds: Thresholds) -> tuple[str, ...]:
    """The two topics that a message asks about, in its order; empty where it asks one thing."""
    best: tuple[float, tuple[str, ...]] = (thresholds.part, ())
    for pair in parts:
        labels = [max((label for label in scores if label != IN_SCOPE), key=scores.__getitem__) for scores in pair]
        weaker = min(scores[label] for scores, label in zip(pair, labels, strict=True))
        topics = tuple(label.removeprefix("faq/") for label in labels)
        if all(label.startswith("faq/") for label in labels) and topics[0] != topics[1] and weaker >= best[0]:
            best = (weaker, topics)
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
    only_names_treatment: bool = False,
    tells_conditions: bool,
    asks_conditions: bool,
) -> Decision:
    """What to do about a message without danger signs.

    Args:
        scores: of the whole message for every label.
        parts: scores of pairs of its parts.
        aspects: what elliptical messages ask.
        last_topic: the topic answered last in this conversation.
        thresholds: see `Thresholds`.
        names_treatment: whether the message names microneedling or a tool.
        only_names_treatment: whether it says nothing besides.
        tells_conditions: whether its words say that someone has a condition that the check knows.
        asks_conditions: whether its words ask about having one.
    """
    ranking = Ranking.of(scores)
    (best, best_score), (next_best, next_score) = ranking.topics[:2]
    strongest = max(ranking.in_scope, ranking.out_of_scope, ranking.dialogue[1])
    offer = thresholds.offer if names_treatment else thresholds.offer_unnamed

    if only_names_treatment:
        return _unclear(ranking)
    if ranking.follow_up > strongest:
        resolved = follow_up(aspects[best_label(scores, "follow_up").split("/")[1]], last_topic)
        return _answer(resolved) if resolved else Decision("out_of_scope", "out_of_scope/follow_up")
    if ranking.dialogue[1] >= max(strongest, thresholds.offer):
        return Decision(ranking.dialogue[0])
    several = two_topics(parts, thresholds)
    if several and best_score < thresholds.whole:
        return Decision("faq_several", None, several)

    lead = thresholds.out_of_scope_named if names_treatment else thresholds.out_of_scope
    about_else = ranking.out_of_scope - ranking.in_scope >= lead
    if about_else and not (names_treatment and tells_conditions):
        return Decision("out_of_scope", best_label(scores, "out_of_scope"))
    chatter = ranking.in_scope_by_words < thresholds.scope and ranking.in_scope < thresholds.scope_sure
    if ranking.in_scope < offer or (chatter and not names_treatment and not tells_conditions):
        return Decision("out_of_scope", "out_of_scope/unknown")

    named_condition = tells_conditions or asks_conditions
    check = ranking.check + (thresholds.told if named_condition else 0.0)
    if check >= best_score and (named_condition or ranking.check >= thresholds.check):
        return Decision("condition_check")
    needed = thresholds.answer if names_treatment else thresholds.answer_unnamed
    both = max(thresholds.both, thresholds.both_share * best_score)
    if next_score >= both and (names_treatment or best_score >= needed):
        return Decision("faq_several", None, (best, next_best))
    leads = best_score - next_score >= thresholds.margin
    if best_score >= thresholds.sure or (best_score >= needed and leads):
        return _answer(best)
    return _unclear(ranking)


def _unclear(ranking: Ranking) -> Decision:
    options = ranking.options()
    near = tuple(name for name, score in options if score >= options[0][1] * _NEAR_BEST)
    return Decision("unclear", None, (), near[:_MOST_OPTIONS])


def _answer(topic: str) -> Decision:
    return Decision("faq", f"faq/{topic}", (topic,))


_NORMAL_HEALING = "normal_healing"
_NEAR_NOTHING = 0.2
"""Best other score below which a message is like nothing that the assistant knows."""
_NEAR_BEST = 0.4
_MOST_OPTIONS = 3
