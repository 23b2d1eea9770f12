"""Whether a message is taken as telling of a condition, and gets an assessment, whatever else it may be about.

Chosen on our own sentences (tests/language, tests/validation): who tells of a reason not to needle is warned, and who
asks about the same condition in general, or about another subject, is not.
"""

import re

from needlewise.knowledge.routing import Routing
from needlewise.knowledge.scales import Outcome
from needlewise.language.about import About
from needlewise.language.mentions import Mention, Status
from needlewise.nlu.heard import Heard
from needlewise.nlu.turn import Decision, Ranking
from needlewise.screening.tables import Tables

_TOLD, _NAMED, _SUPPOSED = 0.1, 0.15, 0.2
"""The least scores of the suitability check: where a condition is told beside another subject, beside a question about
needling that speaks of nobody, and where it is only supposed."""
_ONE_TOPIC = 0.5
"""The score from which a message that only supposes a condition is a question about the topic."""
_FAR = 0.35
"""The score of other subjects from which a condition that no word shows is passed over."""
_LIKE_ELSE = 0.2
"""The share of other subjects' score that the check must have where the message does not name the treatment."""
_FEWEST_WORDS = 4


def tells_condition(heard: Heard, decision: Decision, tables: Tables, routing: Routing, *, named: bool) -> bool:
    """Whether to assess the conditions of a message.

    Args:
        heard: the message.
        decision: what it would be otherwise.
        tables: the screening tables.
        routing: see data/knowledge/routing.yml.
        named: whether the message names microneedling or a tool.
    """
    spoken = [mention for mention in heard.conditions if not mention.by_meaning]
    told = [mention for mention in spoken if mention.status is Status.PRESENT]
    supposed = [mention for mention in spoken if mention.status is Status.POSSIBLE]
    meant = [m for m in heard.conditions if m.by_meaning and m.status is Status.PRESENT]
    check = heard.scores.get("condition_check", 0.0)
    if decision.intent == "out_of_scope":
        if asks_else(heard.text, routing) and not named:
            return False
        near = decision.label in {"out_of_scope/unknown", "out_of_scope/follow_up"}
        others = Ranking.of(heard.scores).out_of_scope
        if not (named or near) and check < _LIKE_ELSE * others:
            return False
        least = _SUPPOSED if About.shared().asks(heard.text) and not _own(heard) else _TOLD
        return bool(
            (told and (named or near or _own(heard) or check >= least))
            or (supposed and check >= _SUPPOSED)
            or (spoken and not told and not supposed and check >= _TOLD)
            or (meant and others < _FAR and len(heard.text.split()) >= _FEWEST_WORDS)
        )
    if decision.intent in {"faq", "faq_several"}:
        return _beside_question(heard, decision, spoken, tables, routing, named=named)
    if decision.intent == "unclear" and named and check < _TOLD and not _own(heard):
        return False
    by_meaning = meant if decision.intent == "unclear" else []
    return bool(told or supposed or by_meaning or (spoken and not About.shared().asks(heard.text)))


def _beside_question(
    heard: Heard, decision: Decision, spoken: list[Mention], tables: Tables, routing: Routing, *, named: bool
) -> bool:
    """Whether a message that asks about a topic tells of a condition besides."""
    check = heard.scores.get("condition_check", 0.0)
    told = [mention for mention in spoken if mention.status is Status.PRESENT]
    if told:
        grave = any(tables.conditions[mention.id].home is Outcome.DO_NOT for mention in told)
        return _own(heard) or not named or (grave and check >= _NAMED)
    if any(mention.status is Status.POSSIBLE for mention in spoken):
        score = heard.scores.get(decision.label or "", 1.0)
        if _own(heard) and score < _ONE_TOPIC and not asks_else(heard.text, routing):
            return True
        return check >= _SUPPOSED or bool(routing.asks_suitability.intersection(decision.topics))
    return bool(spoken) and not About.shared().asks(heard.text)


def _own(heard: Heard) -> bool:
    """Whether the message speaks of the writer, or of somebody whom it names."""
    return About.shared().speaks_of_self(heard.text) or any(mention.who for mention in heard.conditions)


def asks_else(text: str, routing: Routing) -> bool:
    """Whether the message has a word that asks for information, not for leave."""
    return not routing.asks_else.isdisjoint(re.findall(r"[a-z]+", text.lower()))
