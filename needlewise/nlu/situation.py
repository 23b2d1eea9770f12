"""What the conversation makes of a message: an open emergency, an open check, what was told before.

Pure functions on what the pipeline found (`Heard`) and what the conversation knows (`Memory`); no Rasa in sight.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from needlewise.dialogue.memory import Memory, said_as_json
from needlewise.knowledge.routing import Routing
from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import CheckQuestion
from needlewise.language.about import About
from needlewise.language.mentions import Mention, Person, Status
from needlewise.nlu.heard import Heard
from needlewise.nlu.payload import GUIDED_CHECK
from needlewise.nlu.telling import tells_condition
from needlewise.nlu.text import names_treatment, with_one_name
from needlewise.nlu.turn import Decision, Ranking, Scores, best_intent, best_label
from needlewise.screening.answer import is_title, read_answer
from needlewise.screening.check import Move, Said
from needlewise.screening.reminder import to_remind_of
from needlewise.screening.tables import Tables

_MOVES: Mapping[str, Move] = {
    "deny": Move.NONE,
    "none_of_these": Move.NONE,
    "check_not_sure": Move.NOT_SURE,
    "check_skip": Move.SKIP,
    "follow_up/why": Move.WHY,
    "repeat": Move.AGAIN,
    "check_resume": Move.AGAIN,
    "stop": Move.STOP,
}
"""What a message of an intent does while a question of the check waits."""
_WHILE_CHECKING = frozenset({"check_not_sure", "check_skip"})
_WHILE_STARTED = frozenset({"check_resume"})
_IN_EMERGENCY = frozenset({"help_coming", "misunderstanding", "help_doubted"})
_EMERGENCY_ENDS = frozenset({"help_coming", "misunderstanding"})
_FIRST = frozenset({"red_flag", "self_harm", "other_emergency"})
_FEW_WORDS = 3
_UNKNOWN = frozenset({"out_of_scope/unknown", "out_of_scope/follow_up"})
_SURE = 0.6
"""The least score of a topic at which a statement, in the middle of the check, is taken for a question."""
_WORRIED = 0.3
"""The least score of a worrying sign at which a harmless one is explained, where no needling is told of."""
_SUPPOSED = 0.2
"""The least score of a worrying sign at which one that is only supposed is explained."""
_ENDING = 0.4
"""The least score at which a message is taken to say that help is coming, or that there is no emergency."""


@dataclass(frozen=True)
class Situated:
    """A decision, with what the action that carries it out needs besides."""

    decision: Decision
    record: Mapping[str, Any] = field(default_factory=dict)


def possible_scores(scores: Scores, memory: Memory) -> Scores:
    """The scores without the labels that mean nothing where the conversation stands."""
    barred = set(_WHILE_CHECKING | _WHILE_STARTED | _IN_EMERGENCY)
    if memory.emergency_open:
        barred -= _IN_EMERGENCY
    if memory.check is not None:
        barred -= _WHILE_STARTED
        if memory.check.question:
            barred -= _WHILE_CHECKING
    return {label: score for label, score in scores.items() if label not in barred}


def in_emergency(heard: Heard, memory: Memory) -> Situated:
    """While an emergency is open: nothing but new danger, and what ends it; else the call for help again."""
    signs = {mention.id for mention in heard.mentions if mention.kind == "sign" and mention.status is Status.PRESENT}
    if heard.urgency is Urgency.EMERGENCY_NOW and not signs.issubset(memory.emergency_open):
        return Situated(Decision("red_flag"))
    intent, score = best_intent(heard.scores) if heard.scores else ("", 0.0)
    if intent in {"self_harm", "other_emergency"}:
        return Situated(Decision(intent))
    if intent in _EMERGENCY_ENDS and score >= _ENDING and not About.shared().asks(heard.text):
        return Situated(Decision(intent))
    return Situated(Decision("emergency_open"))


def takes_advice(scores: Scores, decision: Decision) -> Decision:
    """The decision; where it would refuse somebody who says that they get help, thanks for thanks.

    Args:
        scores: all of them, also those that mean nothing without an emergency (see `possible_scores`).
        decision: what the message would be.
    """
    intent, score = best_intent(scores)
    refuses = decision.intent in {"out_of_scope", "unclear"}
    return Decision("thanks") if refuses and intent == "help_coming" and score >= _ENDING else decision


def is_small_talk(heard: Heard) -> bool:
    """Whether the message surely is of an intent of data/dialogue that asks nothing about needling or health."""
    intent, score = best_intent(heard.scores)
    about = intent.startswith("faq/") or intent in {"condition_check", "red_flag", "follow_up", "out_of_scope"}
    return not about and score >= _SURE


def is_for_other_help(heard: Heard) -> bool:
    """Whether the message is of somebody who may harm themselves, or of an emergency that is not about the skin."""
    intent, score = best_intent(heard.scores)
    if intent == "other_emergency":
        return score >= _SURE and heard.urgency is not Urgency.EMERGENCY_NOW
    return intent == "self_harm" and score >= _ENDING


def weighed(heard: Heard, memory: Memory, tables: Tables) -> Heard:
    """What was heard, without the signs that mean nothing where it stands.

    Small talk ("start over") shows no sign by its meaning. A word or two in answer to the check ("eczema", "stop") mean
    little by themselves: there, what only the meaning of the words suggests is no sign, and a sign that can wait for an
    appointment does not break the check off.
    """
    question = waiting_question(memory, tables)
    if question is None or memory.check is None:
        if not is_small_talk(heard):
            return heard
        mentions = tuple(mention for mention in heard.mentions if not mention.by_meaning)
        return replace(heard, mentions=mentions, urgency=tables.urgency(mentions, memory.facts))
    if is_title(heard.text, question):
        return replace(heard, mentions=tuple(m for m in heard.mentions if m.kind == "condition"), urgency=None)
    short = len(heard.text.split()) <= _FEW_WORDS
    said = read_answer(heard.text, question, heard.mentions, memory.facts, memory.check)
    answers = said is not None and bool({mention.id for mention in said.mentions}.intersection(question.asks_about))
    if not (short or answers):
        return heard

    def counts(mention: Mention) -> bool:
        if mention.kind == "condition":
            return True
        urgency = tables.signs[mention.id].urgency
        if mention.by_meaning:
            return urgency is Urgency.EMERGENCY_NOW and not short
        return urgency >= Urgency.SAME_DAY_DOCTOR or not answers

    mentions = tuple(mention for mention in heard.mentions if counts(mention))
    return replace(heard, mentions=mentions, urgency=tables.urgency(mentions, memory.facts))


def waiting_question(memory: Memory, tables: Tables) -> CheckQuestion | None:
    """The question of the check that waits for an answer, or None."""
    waiting = memory.check.question if memory.check else None
    return next((question for question in tables.questions if question.id == waiting), None)


def in_check(
    heard: Heard, decision: Decision, memory: Memory, tables: Tables, routing: Routing, readable: bool = True
) -> Situated:
    """While a question of the check waits: an answer to it, or something else that is answered before it returns.

    Args:
        decision: what the message would be without the check.
        readable: whether the message has words in it.
    """
    if decision.intent in _FIRST:
        return Situated(supposed(heard, decision, routing))
    question = waiting_question(memory, tables)
    assert question is not None and memory.check is not None
    asks = About.shared().asks(heard.text)
    said = read_answer(heard.text, question, heard.mentions, memory.facts, memory.check)
    if said is not None:
        return guided(said, decision.topics if asks and decision.intent in {"faq", "faq_several"} else ())
    move = _move(heard.scores) if readable else Move.UNUSABLE
    if move is not None:
        return guided(Said(move))
    if decision.intent == "condition_check":
        return guided(Said(Move.AGAIN if asks else Move.UNUSABLE))
    if decision.intent == "affirm" or (decision.intent in {"unclear", "out_of_scope"} and not asks):
        return guided(Said(Move.UNUSABLE))
    if decision.intent == "faq" and not asks and best_intent(heard.scores)[1] < _SURE:
        return guided(Said(Move.UNUSABLE))
    return aside(decision, routing)


def guided(said: Said, topics: tuple[str, ...] = ()) -> Situated:
    """A move in the guided check, with topics to answer before it goes on."""
    return Situated(Decision(GUIDED_CHECK, None, topics), {"check": said_as_json(said)})


def aside(decision: Decision, routing: Routing) -> Situated:
    """The decision carried out by an action, which can say more before and after; itself where it is an action's."""
    if decision.intent in {"faq", "faq_several"}:
        responses = [f"utter_faq/{topic}" for topic in decision.topics]
    elif decision.label:
        responses = [f"utter_{decision.label}"]
    elif decision.intent in routing.asides:
        responses = [f"utter_{decision.intent}"]
    else:
        return Situated(decision)
    return Situated(Decision("aside", None, decision.topics), {"say": responses})


def outside(heard: Heard, decision: Decision, memory: Memory, tables: Tables, routing: Routing) -> Situated:
    """Where no question of the check waits: what was told now and before decides with the message."""
    if decision.intent in _FIRST:
        return Situated(supposed(heard, decision, routing))
    offered = {"/start_check": Move.START, "/resume_check": Move.RESUME}.keys() & set(memory.offered)
    if decision.intent == "affirm" and offered:
        return guided(Said(Move.RESUME if "/resume_check" in offered else Move.START))
    if decision.intent == "check_resume":
        return guided(Said(Move.RESUME))
    topics = decision.topics if decision.intent in {"faq", "faq_several"} else ()
    if corrects(heard.conditions, memory):
        asked = topics if About.shared().asks(heard.text) else ()
        return _told(heard, Decision("condition_check", None, asked), {"changed": True})
    if decision.intent == "condition_check" and not heard.conditions:
        return _whole_check(heard, decision, routing)
    if heals_normally(heard, decision, routing):
        return Situated(Decision("red_flag"))
    informed = supposed(heard, Decision("red_flag"), routing)
    if informed.topics and heard.scores["red_flag"] >= max(_SUPPOSED, Ranking.of(heard.scores).topics[0][1]):
        return Situated(informed)
    named = names_treatment(heard.text)
    if decision.intent == "condition_check" or tells_condition(heard, decision, routing, named=named):
        return _told(heard, Decision("condition_check", None, topics))
    return with_reminder(decision, memory, tables, routing)


def heals_normally(heard: Heard, decision: Decision, routing: Routing) -> bool:
    """Whether a message tells of nothing but signs of normal healing, and asks about nothing else."""
    if heard.urgency is not Urgency.NORMAL_HEALING:
        return False
    danger = heard.scores.get("red_flag", 0.0)
    denies = any(mention.kind == "sign" and mention.status is Status.ABSENT for mention in heard.mentions)
    after = denies or About.shared().after_needling(heard.text)  # "No fever, just pink" speaks of needled skin.
    asks = About.shared().asks(heard.text)
    if decision.intent in {"faq", "faq_several"}:
        about_healing = bool(routing.asks_healing.intersection(decision.topics))
        return (about_healing and (after or not heard.conditions)) or (after and not asks and danger >= _SUPPOSED)
    if after and (not asks or danger >= heard.scores.get("condition_check", 0.0)):
        return decision.intent in {"out_of_scope", "unclear", "condition_check"}
    if decision.intent not in {"out_of_scope", "unclear", "condition_check"} or heard.conditions:
        return False
    return danger >= _WORRIED or (not asks and danger >= Ranking.of(heard.scores).out_of_scope)


def supposed(heard: Heard, decision: Decision, routing: Routing) -> Decision:
    """The decision, with a topic to answer besides where the signs that a message names are only supposed."""
    signs = {mention.status for mention in heard.mentions if mention.kind == "sign"}
    if decision.intent == "red_flag" and Status.POSSIBLE in signs and Status.PRESENT not in signs:
        return Decision("red_flag", None, (routing.supposed_signs,))
    return decision


def _whole_check(heard: Heard, decision: Decision, routing: Routing) -> Situated:
    """Asks about suitability and tells of no condition: the whole check, unless it names something unknown."""
    if names_unknown(heard.text, routing):
        return Situated(decision, {"unknown": True})
    whose = About.shared().whose(heard.text)
    told = whose.who or About.shared().speaks_of_self(heard.text)
    return guided(Said(Move.START, person=whose.person if told else None, who=whose.who))


def _told(heard: Heard, decision: Decision, record: Mapping[str, Any] | None = None) -> Situated:
    """An assessment, with the numbers that the message tells of the person."""
    people = {mention.person for mention in heard.conditions}
    person = people.pop() if len(people) == 1 else Person.SELF
    return Situated(decision, {**(record or {}), "figures": dict(About.shared().figures(heard.text, person))})


def with_reminder(decision: Decision, memory: Memory, tables: Tables, routing: Routing) -> Situated:
    """The decision, as an aside where something that was told must be recalled before the answer."""
    if decision.intent in {"faq", "faq_several"} and routing.remind_before.intersection(decision.topics):
        due = to_remind_of(memory.facts, memory.reminded, tables.conditions)
        if due:
            situated = aside(decision, routing)
            return Situated(situated.decision, {**situated.record, "remind": [condition.id for condition in due]})
    return Situated(decision)


def corrects(told: Sequence[Mention], memory: Memory) -> bool:
    """Whether the message takes back something that was told before, or tells what was denied."""
    before = {(mention.id, mention.person): mention.status for mention in memory.facts.mentions}
    return any(
        {before.get((mention.id, mention.person)), mention.status} in ({Status.PRESENT, Status.ABSENT},)
        or (before.get((mention.id, mention.person)) is Status.POSSIBLE and mention.status is Status.ABSENT)
        for mention in told
    )


def names_unknown(text: str, routing: Routing) -> bool:
    """Whether a message that tells no condition of the tables still names something: "I have Fabry disease"."""
    words = " ".join(re.findall(r"[a-z]+|[.,;?]", with_one_name(text).replace("'", "").replace("’", "")))
    for lead in routing.unknown_leads:
        for match in re.finditer(rf"\b{re.escape(lead)}\b((?: [a-z]+){{1,4}})", words):
            if set(match[1].split()) - routing.plain_words:
                return True
    return False


def _move(scores: Scores) -> Move | None:
    """What the message does in the check, by its intent."""
    intent, score = best_intent(scores)
    label = best_label(scores, "follow_up") if intent == "follow_up" else intent
    return _MOVES.get(label) if score >= _MOVING else None


_MOVING = 0.25
"""The least score at which a message is taken for a move of the check."""
