"""Whether a message is taken as telling of a condition, and gets an assessment, whatever else it may be about.

Who tells of a reason not to needle is warned; who asks about the same condition in general, or about another subject,
is not. The suitability check's score is compared with the best other one: how much of that it must reach depends on how
the condition comes up. The shares were chosen on our own sentences (tests/language, tests/validation, tests/content).
"""

import re

from needlewise.knowledge.routing import Routing
from needlewise.language.about import About
from needlewise.language.mentions import Status
from needlewise.nlu.heard import Heard
from needlewise.nlu.text import names_act
from needlewise.nlu.turn import Decision, Ranking

_TOLD, _TOLD_OF_NOBODY, _TOLD_BESIDE_NEEDLING = 0.1, 0.13, 0.4
"""A statement with words for a condition: of the writer or somebody named; of nobody ("psoriasis on knees"); of nobody,
beside the name of the treatment ("keloid after microneedling"), which most questions about effects look like."""
_ASKED = 0.5
"""The same in a question."""
_SUPPOSED, _SUPPOSED_ASKED = 0.3, 0.4
"""Words for a condition that someone may have: a statement, and a question."""
_DENIED_ASKED = 0.4
_MEANT, _MEANT_OF_NOBODY, _MEANT_ASKED = 0.1, 0.3, 0.5
"""A condition that no word shows."""
_SENTENCE = re.compile(r"[.!?]+\s+")
_FEWEST_WORDS = 4
"""Of a message whose meaning, not its words, tells of a condition."""
_EASE = {"out_of_scope": 1.0, "unclear": 0.2}
"""What the shares are multiplied with: a message that would be refused, and one that would only be given options."""
_EASE_OF_ACT = 0.4
"""The same for one that would be refused, though it has a word that is used for needling."""
_EASE_BESIDE_ANSWER = 0.6
"""The same for a message that a topic answers."""
_LIKE_NOTHING = 0.25
"""The score of other subjects below which a refused message is not about them, but like nothing known."""
_LEAST_OTHER = 0.1
"""What the best other score counts for at least: a message that is like nothing known tells of a condition if any."""


def tells_condition(heard: Heard, decision: Decision, routing: Routing, *, named: bool) -> bool:
    """Whether to assess the conditions of a message.

    Args:
        heard: the message.
        decision: what it would be otherwise.
        routing: see data/knowledge/routing.yml.
        named: whether the message names microneedling or a tool.
    """
    ranking = Ranking.of(heard.scores)
    check = ranking.check / max(ranking.out_of_scope, ranking.topics[0][1], _LEAST_OTHER)
    refused = decision.intent == "out_of_scope"
    check /= _EASE_OF_ACT if refused and names_act(heard.text) else _EASE.get(decision.intent, _EASE_BESIDE_ANSWER)
    asks = About.shared().asks(heard.text) or _asks_for_information(heard.text, routing)
    own = About.shared().speaks_of_self(heard.text) or any(mention.who for mention in heard.conditions)
    plain = {mention.status for mention in heard.conditions if mention.is_plain}
    if Status.PRESENT in plain:
        if refused:
            if ranking.out_of_scope < _LIKE_NOTHING and (not asks or About.shared().asks_leave(heard.text)):
                return True
            return check >= (_ASKED if asks else _TOLD if own else _TOLD_OF_NOBODY)
        stated = any(
            mention.status is Status.PRESENT and not mention.in_question and mention.is_plain
            for mention in heard.conditions
        )
        if stated or About.shared().states_own(heard.text):
            apart = len(_SENTENCE.split(heard.text)) > 1
            sure = own or decision.intent == "unclear"
            return sure or check >= (_TOLD_BESIDE_NEEDLING if named and not apart else _TOLD)
        return check >= _ASKED
    if Status.POSSIBLE in plain:
        asked_of_suitability = bool(routing.asks_suitability.intersection(decision.topics))
        return asked_of_suitability or check >= (_SUPPOSED_ASKED if asks else _SUPPOSED)
    if plain:
        return not asks or check >= _DENIED_ASKED
    if any(mention.status is Status.PRESENT for mention in heard.conditions):
        least = _MEANT_ASKED if asks else _MEANT if own else _MEANT_OF_NOBODY
        return check >= least and len(heard.text.split()) >= _FEWEST_WORDS
    return False


def _asks_for_information(text: str, routing: Routing) -> bool:
    """Whether the message has a word that asks for information, not for leave."""
    return not routing.asks_else.isdisjoint(re.findall(r"[a-z]+", text.lower()))
