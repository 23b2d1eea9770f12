"""What an act does where the conversation stands: a plan for the turn, which Rasa's rules and actions carry out.

Pure: a decision and the memory of the conversation in, a plan out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from needlewise.dialogue import acts
from needlewise.dialogue.memory import Emergency, Memory, mention_as_json, said_as_json
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import CheckQuestion
from needlewise.language import Mention, Person, Status
from needlewise.language.utterance import Utterance
from needlewise.paths import DATA
from needlewise.screening.answer import read_answer
from needlewise.screening.check import Move, Said
from needlewise.screening.facts import Facts
from needlewise.screening.reminder import to_remind_of
from needlewise.screening.tables import shared_tables

_MOVES = {
    "none": Move.NONE,
    "not_sure": Move.NOT_SURE,
    "skip": Move.SKIP,
    "why": Move.WHY,
    "back": Move.BACK,
    "next": Move.AGAIN,
    "stop": Move.STOP,
    "verdict": Move.VERDICT,
    "left": Move.LEFT,
}
_IN_CHECK = {
    "deny": Move.NONE,
    "none_of_these": Move.NONE,
    "stop": Move.STOP,
    "repeat": Move.AGAIN,
    "more": Move.AGAIN,
    "affirm": Move.UNUSABLE,
}
"""What dialogue intents do while a question of the check waits."""
SURE_TO_ERASE = 0.9
"""Probability from which free words erase a conversation; below, the reply says which words do."""
MOST_ASIDES = 2
"""Messages in a row that plainly ask something else, after which an emergency lets go."""
ENDS = frozenset({"misunderstanding", "over"})
"""What ends an emergency; while help is coming it stays open."""
SETTLES = frozenset({"misunderstanding", "better", "seen"})
"""What settles a triage: what else is asked beside it can be answered."""
_PLAINLY_TOLD = frozenset({Status.PRESENT, Status.PAST, Status.ABSENT})
_PLAIN = frozenset({acts.ANSWER, acts.ANSWER_IN_CONTEXT, acts.ANSWER_TWO, acts.OFFER, acts.START_CHECK, acts.MOVE})
"""Acts that plainly ask something else than the emergency that is open."""


@dataclass(frozen=True)
class Decision:
    """What was decided on a message.

    Attributes:
        act: one of acts.ACTS.
        label: what of it: "faq/pain", "move/skip", "thanks", "out_of_scope/hair"; empty where the act says it all.
        probability: that it was due.
        answers: ids of the topics or points to answer, in order.
        options: topics to offer where it is unclear.
        near: topics and points that come nearest, for buttons.
        mentions: what the message tells.
        unknown: a condition or a sign is told, and it cannot be said which.
        unsure: an emergency is suspected, and neither words nor the model show it for certain.
        language: another than English, in which the message is written.
    """

    act: str
    label: str = ""
    probability: float = 1.0
    answers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unknown: bool = False
    unsure: bool = False
    language: str = ""

    @property
    def what(self) -> str:
        """The last part of the label: "skip" of "move/skip"."""
        return self.label.rpartition("/")[2]


@dataclass(frozen=True)
class Plan:
    """What Rasa is told.

    Attributes:
        intent: an intent of the domain; a rule maps it to its action.
        label: the full retrieval intent where a response of that name is the reply.
        record: what the action needs besides.
    """

    intent: str
    label: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)


def plan(decision: Decision, utterance: Utterance, memory: Memory) -> Plan:
    """The plan of a turn."""
    if memory.emergency is not None:
        return _in_emergency(decision, utterance, memory)
    if memory.suspected and _confirms(decision, utterance):
        return Plan("red_flag", record={"confirmed": memory.suspected})
    if decision.act in (*acts.TRIAGE.values(), acts.DISTRESS):
        return _of_danger(decision)
    if decision.act == acts.ASSESS and not decision.unknown and _in_trouble(memory) and not utterance.asks_leave:
        # What else is told of somebody who needs a doctor can make it more urgent; it asks for no leave to needle.
        return Plan("red_flag", record={"confirmed": memory.situation.triaged})
    if memory.situation.question:
        return _in_check(decision, utterance, memory)
    return _elsewhere(decision, utterance, memory)


def _confirms(decision: Decision, utterance: Utterance) -> bool:
    """Whether a message says that what the last reply suspected is so: yes, or more of what is wrong."""
    if decision.act == acts.DIALOGUE:
        return decision.label == "affirm"
    return decision.act in acts.TRIAGE.values() and not utterance.denies


def _in_trouble(memory: Memory) -> bool:
    """Whether the talk stands at a sign for which a doctor is due today, or an ambulance."""
    sign = shared_tables().signs.get(memory.situation.triaged)
    return sign is not None and sign.urgency >= Urgency.SAME_DAY_DOCTOR


def _of_danger(decision: Decision) -> Plan:
    if decision.act == acts.DISTRESS:
        return Plan(decision.label)
    record = {"unknown": decision.unknown, "unsure": decision.unsure, "answers": list(decision.answers)}
    return Plan("red_flag", record=record)


def _in_emergency(decision: Decision, utterance: Utterance, memory: Memory) -> Plan:
    """While an emergency is open: what is asked of it, what ends it, new danger; the rest lets go when it insists."""
    assert memory.emergency is not None
    coming = memory.emergency.coming
    if decision.act == acts.EMERGENCY:
        ends = decision.what in ENDS or (decision.what == "better" and _can_clear(memory.emergency))
        asked = decision.answers or memory.emergency.asked if ends else ()
        return Plan("emergency_open", record={"what": decision.what, "ends": ends, "answers": list(asked)})
    if decision.label == "self_harm":
        return _of_danger(decision)
    new = {m.id for m in decision.mentions if m.kind == "sign" and not m.by_meaning} - set(memory.emergency.signs)
    if decision.act == acts.TRIAGE[Urgency.EMERGENCY_NOW] and new and not coming:
        return _of_danger(decision)
    if decision.label in ("thanks", "goodbye"):
        return Plan(decision.label if coming else "emergency_open", record={"what": "again", "ends": False})
    if coming and decision.act == acts.TRIAGE[Urgency.EMERGENCY_NOW]:
        return Plan("emergency_open", record={"what": "worse", "ends": False})
    if coming and decision.act in (acts.REFUSE, acts.OFFER):
        return Plan("emergency_open", record={"what": "waiting", "ends": False})
    if coming or (decision.act in _PLAIN and memory.emergency.asides + 1 >= MOST_ASIDES):
        let_go = plan(decision, utterance, replace(memory, emergency=None))
        if let_go.intent in ("faq", "faq_several"):
            let_go = aside(let_go, [f"utter_faq/{id_}" for id_ in decision.answers])
        return Plan(let_go.intent, let_go.label, {**let_go.record, "emergency_over": True})
    return Plan("emergency_open", record={"what": "aside" if decision.act in _PLAIN else "again", "ends": False})


def _can_clear(emergency: Emergency) -> bool:
    """Whether all that it rests on may pass quickly, such as a short faint."""
    known = shared_tables().signs
    return all(id_ in known and known[id_].cleared for id_ in emergency.signs)


def _in_check(decision: Decision, utterance: Utterance, memory: Memory) -> Plan:
    """While a question of the check waits: an answer or a move, else something that is answered before it returns."""
    question = next(q for q in shared_tables().questions if q.id == memory.situation.question)
    assert memory.check is not None
    said = read_answer(utterance, question, decision.mentions, memory.facts, memory.check)
    if decision.act == acts.MOVE:
        move = _MOVES.get(decision.what, Move.AGAIN)
        if move is Move.NONE and question.supposed and utterance.hedges:  # "No, well, a tiny chance."
            move = Move.NOT_SURE
        return guided(said if said and move is Move.NONE and _tells(said, question) else Said(move))
    match decision.act:
        case acts.CHECK_ANSWER if said is None and decision.what in ("none", "not_sure", "skip"):
            return guided(Said(_MOVES[decision.what]))  # "I'm a man" denies as "none of these" does.
        case acts.CHECK_ANSWER | acts.ASSESS | acts.CORRECT:
            return guided(said or Said(Move.UNUSABLE), changed=decision.act == acts.CORRECT)
        case acts.START_CHECK | acts.ASSESSED:
            return guided(Said(Move.VERDICT if decision.act == acts.ASSESSED else Move.AGAIN))
        case acts.DIALOGUE if decision.label in _IN_CHECK:
            return guided(said or Said(_IN_CHECK[decision.label]))
        case acts.ANSWER | acts.ANSWER_IN_CONTEXT | acts.ANSWER_TWO:
            return guided(said, decision.answers if utterance.asks else ()) if said else _aside_of(decision, memory)
        case acts.OFFER if utterance.asks:
            return _aside_of(decision, memory)
        case acts.REFUSE if utterance.asks and not said:
            return _aside_of(decision, memory)
        case acts.REFUSE | acts.OFFER:
            return guided(said or Said(Move.UNUSABLE))
    return _aside_of(decision, memory)


def _tells(said: Said, question: CheckQuestion) -> bool:
    """Whether an answer tells of what the question asks about: "no, only eczema"."""
    return any(m.id in question.asks_about and m.status is Status.PRESENT for m in said.mentions)


def _aside_of(decision: Decision, memory: Memory) -> Plan:
    """The decision's plan, carried out by an action that comes back to the question afterwards."""
    if decision.act == acts.OFFER:
        return aside(Plan("faq"), [f"utter_faq/{decision.near[0]}"], memory)
    done = _plain(decision)
    if done.intent in ("faq", "faq_several"):
        return aside(done, [f"utter_faq/{id_}" for id_ in decision.answers], memory)
    if done.label:
        return aside(done, [f"utter_{done.label}"], memory)
    return aside(done, [f"utter_{done.intent}"], memory) if decision.label in ASIDES else done


ASIDES = frozenset(
    {"bot_identity", "compliment", "goodbye", "greet", "help", "helpful_no", "helpful_yes", "how_are_you", "insult"}
    | {"language", "prompt_injection", "thanks"}
)
"""Dialogue intents that are answered by the response of their own name, and can be in the midst of something."""


def _elsewhere(decision: Decision, utterance: Utterance, memory: Memory) -> Plan:
    """Where no question of the check waits."""
    offered = memory.situation.offered
    match decision.act, decision.label:
        case acts.START_CHECK, _:
            return _start(decision, utterance, memory.facts)
        case acts.DIALOGUE, "affirm" | "more" if offered == "resume_check":
            return guided(Said(Move.RESUME))
        case acts.DIALOGUE, "affirm" if offered:
            return _start(decision, utterance, memory.facts)
        case acts.DIALOGUE, "affirm" if memory.situation.options:
            return Plan("faq", f"faq/{memory.situation.options[0]}")
        case acts.DIALOGUE, "deny" if memory.situation.options:
            return Plan("none_of_these")
        case acts.MOVE, label if memory.check is not None:
            verdict = label == "move/verdict"
            return guided(Said(Move.VERDICT if verdict else Move.BACK if label == "move/back" else Move.RESUME))
        case acts.MOVE, _:
            return _move_without_check(decision, utterance, memory)
        case acts.ASSESS | acts.CORRECT | acts.CHECK_ANSWER, _:
            return _told(decision, utterance)
        case acts.ASSESSED, _:
            return _assessed(decision, utterance, memory)
    done = _plain(decision)
    told = tuple(mention for mention in noted(decision.mentions) if mention.own or not utterance.asks)
    due = _reminder(decision, memory, told)
    if done.intent in ("faq", "faq_several") and (told or due):
        record = {"remind": [condition.id for condition in due], "noted": [mention_as_json(m) for m in told]}
        says = [f"utter_faq/{id_}" for id_ in decision.answers]
        return Plan("aside", record={"say": says, **record})
    return done if not told else Plan(done.intent, done.label, {**done.record, "noted": [*map(mention_as_json, told)]})


def _move_without_check(decision: Decision, utterance: Utterance, memory: Memory) -> Plan:
    """What a move means where no check was begun: the outcome of what was told, else to begin it, or to stop."""
    told = any(m.kind == "condition" for m in memory.facts.mentions)
    match decision.what:
        case "next" if memory.situation.offered:
            return _start(decision, utterance, memory.facts)
        case "verdict" | "why" if told:
            return Plan("assessed", record={"what": decision.what, "noted": []})
        case "stop" | "skip":
            return Plan("stop")
        case "verdict":
            return _start(decision, utterance, memory.facts)
    return Plan("out_of_scope", "out_of_scope/unknown")


def _plain(decision: Decision) -> Plan:
    """The plan of an act that means the same everywhere."""
    match decision.act:
        case acts.ANSWER | acts.ANSWER_IN_CONTEXT if len(decision.answers) == 1:
            return Plan("faq", f"faq/{decision.answers[0]}")
        case acts.ANSWER | acts.ANSWER_IN_CONTEXT | acts.ANSWER_TWO:
            return Plan("faq_several", record={"answers": list(decision.answers)})
        case acts.OFFER:
            return Plan("unclear", record={"options": list(decision.options)})
        case acts.REFUSE if decision.language:
            return Plan("other_language", record={"language": decision.language})
        case acts.REFUSE:
            return Plan("out_of_scope", decision.label)
        case acts.TRIAGED:
            asked = decision.answers if decision.what in SETTLES else ()
            return Plan("triaged", record={"what": decision.what, "answers": list(asked)})
        case acts.DIALOGUE if decision.label == "forget_me" and not _surely_forgets(decision):
            return Plan("privacy_known")  # It says how: what is erased by mistake cannot be brought back.
        case acts.DIALOGUE:
            return Plan(decision.label)
    return Plan("out_of_scope", "out_of_scope/unknown")


def _surely_forgets(decision: Decision) -> bool:
    return decision.probability >= SURE_TO_ERASE and not decision.mentions


def guided(said: Said, answers: tuple[str, ...] = (), *, changed: bool = False) -> Plan:
    """A move in the guided check, with answers to give before it goes on."""
    return Plan("guided_check", record={"check": said_as_json(said), "answers": list(answers), "changed": changed})


def aside(done: Plan, says: list[str], memory: Memory | None = None) -> Plan:
    """Responses, said by an action that can say more before and after."""
    return Plan("aside", record={**done.record, "say": says})


def _start(decision: Decision, utterance: Utterance, facts: Facts) -> Plan:
    """The check, of the person whom the message speaks of; else of whom the talk was about. What it tells is noted."""
    whose = utterance.whose()
    named = bool(whose.who) or utterance.speaks_of_self
    person, who = (whose.person, whose.who) if named else (facts.person, facts.who)
    told = [m for m in decision.mentions if m.asked and not m.in_question and m.status in _PLAINLY_TOLD]
    mentions = tuple(m for m in told if m.kind == "condition" and m.person is (person or Person.SELF))
    figures = utterance.figures(person or Person.SELF)
    return guided(Said(Move.START, mentions=mentions, figures=figures, person=person, who=who))


def _told(decision: Decision, utterance: Utterance) -> Plan:
    """An assessment of what is told, with the numbers that the message tells of the person.

    What a question denies ("so no more rolling on warfarin?") is supposed, not denied.
    """
    mentions = [replace(m, status=Status.POSSIBLE) if _denied_in_question(m) else m for m in decision.mentions]
    people = {(m.person, m.who) for m in mentions if m.kind == "condition" and m.asked}
    person = people.pop()[0] if len(people) == 1 else Person.SELF
    figures = dict(utterance.figures(person))
    unknown = decision.unknown and not figures
    changed = decision.act == acts.CORRECT and not utterance.asks
    told = [mention_as_json(mention) for mention in mentions]
    return Plan(
        "condition_check", record={"figures": figures, "changed": changed, "unknown": unknown, "mentions": told}
    )


def _denied_in_question(mention: Mention) -> bool:
    return mention.kind == "condition" and mention.in_question and mention.status is Status.ABSENT


def _assessed(decision: Decision, utterance: Utterance, memory: Memory) -> Plan:
    """A follow-up on the assessment; about another person it is their turn."""
    if decision.what == "other_person":
        whose = utterance.whose()
        facts = memory.facts.turned_to(whose.person, whose.who)
        told = [m for m in (*facts.mentions, *decision.mentions) if m.kind == "condition" and facts.concerns(m)]
        if decision.mentions or any(m.status is Status.PRESENT for m in told):
            record = {"figures": dict(utterance.figures(whose.person)), "person": whose.person.value, "who": whose.who}
            return Plan("condition_check", record={**record, "changed": False, "unknown": False})
        return guided(Said(Move.START, person=whose.person, who=whose.who))
    return Plan("assessed", record={"what": decision.what, "noted": [*map(mention_as_json, noted(decision.mentions))]})


def noted(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """What a message tells of conditions by the way; what it only asks about is nobody's."""
    told = {Status.PRESENT, Status.PAST}
    return tuple(m for m in mentions if m.kind == "condition" and m.asked and not m.in_question and m.status in told)


def _reminder(decision: Decision, memory: Memory, told: tuple[Mention, ...]) -> tuple[Any, ...]:
    """The conditions to recall: what is told just now; before an answer on doing it oneself, what was told before."""
    new = to_remind_of(Facts().told(told), memory.reminded, shared_tables().conditions)
    if new:
        return new
    reminding = read_mapping(DATA / "knowledge" / "reminders.yml")["topics"]
    points = shared_knowledge().points
    topics = {points[id_].topic if id_ in points else id_ for id_ in decision.answers}
    if not topics.intersection(reminding):
        return ()
    return to_remind_of(memory.facts.told(told), memory.reminded, shared_tables().conditions)
