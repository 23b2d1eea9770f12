"""What is decided before the model is asked: a few rules, each with the reason why it is one."""

import re
from collections.abc import Mapping

from needlewise.dialogue import acts
from needlewise.dialogue.memory import Memory
from needlewise.dialogue.policy import Decision
from needlewise.dialogue.replies import Kind
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.scales import Urgency
from needlewise.language import Mention, Status
from needlewise.language.other_language import other_language
from needlewise.language.utterance import Utterance, bare
from needlewise.screening.answer import is_title
from needlewise.screening.tables import shared_tables

_LINK = re.compile(r"^\s*(?:https?://|www\.)\S{1,2000}\s*$", re.IGNORECASE)
_CODE = re.compile(r"[{};<>=\[\]|\\$`]")
_WORDS = {"start over": "start_over", "forget me": "forget_me", "stop": "stop"}
"""Told in data/dialogue/help.yml and in the reply on privacy."""
_FEWEST_OF_CODE = 4
_FEWEST_OF_TITLE, _MOST_BESIDE_TITLE = 3, 3
"""Words of a title that may be typed with others, and those others."""
_OF_A_NUMBER = frozenset({"the", "number", "no", "option", "one", "please"})
_NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
LEAST_DANGER = 0.1
"""Probability of any sign below which a question with the words of an emergency is only a question."""


def offered_payload(text: str, memory: Memory) -> str | None:
    """The payload of an offered button, topic or point whose title was typed.

    Why: whoever reads a title and types it must get just that; a model may know better, and be wrong.
    """
    typed = bare(text)
    if not typed:
        return None
    for button in memory.buttons:
        if bare(button.title) == typed:
            return button.payload
    return _titles().get(typed) or _counted(typed, memory) or _nearly(typed, memory)


def _counted(typed: str, memory: Memory) -> str | None:
    """The option of a "did you mean" whose number was typed: "2", "the second one"."""
    options = [button for reply in memory.last if reply.kind is Kind.CLARIFY for button in reply.buttons]
    words = [word for word in typed.split() if word not in _OF_A_NUMBER]
    number = _NUMBERS.get(words[0], 0) if len(words) == 1 else 0
    return options[number - 1].payload if 0 < number <= len(options) else None


def _nearly(typed: str, memory: Memory) -> str | None:
    """The button of an answer just offered of which all words were typed, and few others."""
    words = typed.split()
    for button in memory.buttons:
        title = bare(button.title).split() if button.payload.startswith("/faq") else []
        near = set(title) <= set(words) and len(words) <= len(title) + _MOST_BESIDE_TITLE
        if near and len(title) >= _FEWEST_OF_TITLE:
            return button.payload
    return None


def offered_words(text: str) -> Decision | None:
    """What the words do that replies tell visitors to type. Why: they must do just that, wherever the talk stands."""
    label = _WORDS.get(bare(text))
    return Decision(acts.DIALOGUE, label=label) if label else None


def _titles() -> Mapping[str, str]:
    topics = shared_knowledge().topics.values()
    return {bare(topic.title): f"/faq/{topic.id}" for topic in topics}


def unreadable(text: str) -> Decision | None:
    """Refuses what has no words. Why: a model of sentences makes something of anything.

    What it is: empty, link, digits, symbols or code.
    """
    stripped = text.strip()
    kind = None
    if not stripped:
        kind = "empty"
    elif _LINK.match(stripped):
        kind = "link"
    elif not any(character.isalpha() for character in stripped):
        kind = "digits" if any(character.isdigit() for character in stripped) else "symbols"
    elif len(_CODE.findall(stripped)) > max(_FEWEST_OF_CODE, len(stripped) // 12):
        kind = "code"
    return Decision(acts.REFUSE, label=f"{acts.OUT_OF_SCOPE}{kind}") if kind else None


def foreign(text: str) -> Decision | None:
    """Says, in it, that another language is not spoken. Why: the model would take its words for English."""
    language = other_language(text, shared_knowledge().languages)
    return Decision(acts.REFUSE, label="other_language", language=language) if language else None


def plain_emergency(
    utterance: Utterance, mentions: tuple[Mention, ...], memory: Memory, danger: float = 1.0, *, seen: bool = False
) -> Decision | None:
    """Triage where words show an emergency. Why: here a miss costs a life, and words are surer than likeness.

    Not for the title of an answer that the check offers, nor for a question in which the model sees hardly any danger
    ("is it true that people get blood poisoning"), nor where the model is certain that it has been
    seen to ("home from hospital, it was sepsis").

    Args:
        utterance: the message.
        mentions: what its words name.
        memory: where the conversation stands.
        danger: how likely the model holds it that the message tells of any sign.
        seen: the model is certain that help has come and gone.
    """
    tables = shared_tables()
    waiting = tables.question(memory.situation.question)
    if waiting is not None and is_title(utterance.original, waiting):
        return None
    if seen or (utterance.asks and danger < LEAST_DANGER):
        return None
    told = tuple(m for m in mentions if m.kind == "sign" and m.status is Status.PRESENT)
    if not told or tables.urgency(mentions, memory.facts) is not Urgency.EMERGENCY_NOW:
        return None
    return Decision(acts.TRIAGE[Urgency.EMERGENCY_NOW], mentions=mentions)


def only_the_name(utterance: Utterance) -> bool:
    """Whether nothing but the treatment's name was typed. Why: it asks nothing yet, and may mean anything."""
    return utterance.only_names_treatment
