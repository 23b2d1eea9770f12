"""What the arbiter decided, in full: the act, and which topic, move, condition or sign it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from needlewise.dialogue import acts
from needlewise.dialogue.policy import Decision
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.scales import Urgency
from needlewise.language import Mention, MentionExtractor, Person, Status
from needlewise.nlu.arbiter import Arbiter, Choice
from needlewise.nlu.evidence import Array, Labels, Message, evidence, possible, two_topics
from needlewise.screening.tables import shared_tables

STILL_OPEN = frozenset({"emergency/doubt", "emergency/meanwhile"})
"""What a question means while an emergency is open: who asks has not said that it is over or that help is coming."""
OVER = "emergency/over"
"""What is told beside a question too: "the paramedics have been, is the cream ever safe?"."""
TOLD = frozenset({"triaged/help_coming", "triaged/better"})
"""What nobody means who asks something after a triage; that it was seen to is told beside a question too."""
CALLS_OFF = frozenset({"triaged/seen", "emergency/over", "emergency/misunderstanding"})
SURELY = 1.5
"""How far what calls off an alarm must be ahead of what else the message may mean."""
NAMED = 0.4
"""Score from which a condition or a sign that no word shows is named; below, it is said to be unknown. Of those of
unseen authors at this score half the conditions and three of four signs were right."""
CERTAIN = 0.9
"""Probability from which an emergency that no word shows is treated as one without asking first."""
SMALL_TALK = frozenset({"affirm", "deny", "none_of_these", "how_are_you", "greet", "compliment", "helpful_yes", "more"})
"""What somebody hardly means who names a condition."""
MAY_BE = 0.2
"""Probability from which a condition that words name is not refused."""
LIKELY = 0.5
"""Probability from which a condition that no word shows is assessed."""
ALSO_ASKED = 0.3
"""Score from which a clause asks for a point of its own."""
ASKED_ON = 0.25
"""Share of a topic's score that a point must have where the general answer was given before."""
MOST_OPTIONS = 3
_OF_THE_OUTCOME = frozenset({"assessed/home", "assessed/clinic", "assessed/insist", "assessed/verdict"})
"""Follow-ups on an assessment that something new may change."""
_SEEN = frozenset({OVER, "triaged/seen"})
_ASKED = frozenset({acts.ANSWER, acts.ANSWER_IN_CONTEXT, acts.REFUSE, acts.OFFER})
_ANSWERED_BESIDE = frozenset({acts.EMERGENCY, acts.TRIAGED, *acts.TRIAGE.values()})
"""Acts beside which a question of something else may stand: "they say it is fine, can I shower?"."""
_CALM_TRIAGE = frozenset(name for urgency, name in acts.TRIAGE.items() if urgency is not Urgency.EMERGENCY_NOW)
CHECK_ANSWER = "move/answer"
"""No move: the arbiter has an act of its own for it."""
OTHER_PERSON = "assessed/other_person"
"""Only where the message names somebody."""


@dataclass(frozen=True)
class Weighed:
    """A decision with what led to it, for `needlewise ask --why`.

    Attributes:
        beside: the answer to what the message asks, if nothing else were in it.
    """

    decision: Decision
    choices: tuple[Choice, ...]
    record: dict[str, float]
    beside: tuple[str, ...] = ()

    @property
    def seen(self) -> bool:
        """Whether it is certain that a professional has seen to what was wrong."""
        return self.decision.label in _SEEN and self.decision.probability >= CERTAIN

    @property
    def danger(self) -> float:
        """How likely the message tells of a sign, or asks about an emergency that is open."""
        signs = {*acts.TRIAGE.values(), acts.EMERGENCY, acts.TRIAGED, acts.DISTRESS}
        return sum(choice.probability for choice in self.choices if choice.act in signs)


def weigh(message: Message, labels: Labels, arbiter: Arbiter) -> Weighed:
    """What to do with a message."""
    record = evidence(message, labels)
    may_be = possible(message.situation, message.facts, message.check)
    barred = [act for act, can_be in may_be.items() if not can_be]
    if message.situation.options:
        barred.append(acts.OFFER)  # Who was asked already, and chose none, is not asked again.
    choices = arbiter.ranked(record, barred)
    decision = decide(_likelier(choices), choices, message, labels)
    if decision.act in (acts.ASSESS, acts.CORRECT) and decision.probability < LIKELY and not _is_named(decision):
        utterance = message.utterance  # Nothing is named that could be assessed.
        if utterance.asks or utterance.asks_leave or message.situation.heading:
            choices = arbiter.ranked(record, [*barred, acts.ASSESS, acts.CORRECT])
            decision = decide(choices[0].act, choices, message, labels)
        else:
            decision = decide(choices[1].act, choices, message, labels)
    if decision.unknown and decision.act == acts.ASSESS and _asks_for_check(message, labels):
        decision = decide(acts.START_CHECK, choices, message, labels)
    if passes_over_what_is_told(decision, message, choices):
        decision = decide(acts.ASSESS, choices, message, labels)
    if decision.act == acts.ASSESSED and decision.label in _OF_THE_OUTCOME and _tells_more(message):
        decision = decide(acts.ASSESS, choices, message, labels)
    if said := says_again(decision, message):
        choices = arbiter.ranked(record, [*barred, *said])
        decision = decide(choices[0].act, choices, message, labels)
    beside: tuple[str, ...] = ()
    told = decision.act in _ANSWERED_BESIDE or any(mention.kind == "sign" for mention in message.mentions)
    if message.utterance.asks and told:  # Where neither is, not even a guard finds danger: nothing stands beside it.
        plain = arbiter.ranked(record, [*barred, *(act for act in acts.ACTS if act not in _ASKED)])
        asked = replace(message, readings=replace(message.readings, alone=message.readings.closest))
        beside = decide(plain[0].act, plain, asked, labels).answers
    return Weighed(with_question(decision, beside), tuple(choices), record, beside)


def with_question(decision: Decision, beside: tuple[str, ...]) -> Decision:
    """The decision with the answer to what is asked beside it, where it may stand beside such."""
    return replace(decision, answers=beside) if decision.act in _ANSWERED_BESIDE else decision


def passes_over_what_is_told(decision: Decision, message: Message, choices: Sequence[Choice]) -> bool:
    """Whether words name a condition, nothing is asked, and what was decided would lose it.

    A first message that was taken for small talk always tells it ("healthy except for hiv"); else it may well be told.
    """
    small_talk = decision.act == acts.DIALOGUE and decision.label in SMALL_TALK
    asks = message.utterance.asks and not (small_talk and "?" not in message.utterance.original)  # "Might be pregnant."
    if asks or not (small_talk or decision.act in (acts.REFUSE, acts.OFFER)):
        return False
    may_be = any(choice.act == acts.ASSESS and choice.probability >= MAY_BE for choice in choices)
    there = (Status.PRESENT, Status.POSSIBLE)
    named = any(m.asked and m.status in there for m in _told(message.mentions))
    return named and (may_be or (small_talk and message.situation.kind == "nothing"))


def _tells_more(message: Message) -> bool:
    """Whether words name a condition that the assessment did not know of."""
    known = {(m.id, m.person) for m in message.facts.mentions}
    there = (Status.PRESENT, Status.POSSIBLE)
    return any(m.asked and m.status in there and (m.id, m.person) not in known for m in _told(message.mentions))


def says_again(decision: Decision, message: Message) -> tuple[str, ...]:
    """The acts that would only say again what was said last: the same assessment, the same triage without a new sign.

    Whoever goes on about a thing wants something else of it. An emergency is said as often as it is told.
    """
    conditions = {m.id: m.status for m in decision.mentions if m.kind == "condition"}
    known = {m.id: m.status for m in message.facts.mentions if m.kind == "condition"}
    situation = message.situation
    if decision.act == acts.ASSESS and (situation.assessed or situation.checked) and not decision.unknown:
        new = message.utterance.figures(Person.SELF) or message.utterance.names_person
        again = situation.kind in ("assessed", "checked") and conditions.items() <= known.items() and not new
        return (acts.ASSESS, acts.CORRECT, acts.START_CHECK) if again else ()
    signs = {m.id for m in decision.mentions if m.kind == "sign" and m.status is Status.PRESENT}
    told = {m.id for m in message.facts.mentions if m.kind == "sign"} | {situation.triaged}
    if situation.kind == "triaged" and decision.act in _CALM_TRIAGE and signs <= told:
        return tuple(acts.TRIAGE.values())
    return ()


def _likelier(choices: Sequence[Choice]) -> str:
    """The act that costs least; of telling and correcting, which cost much the same, the one that is likelier."""
    first = choices[0].act
    if first not in (acts.ASSESS, acts.CORRECT):
        return first
    return max((c for c in choices if c.act in (acts.ASSESS, acts.CORRECT)), key=lambda c: c.probability).act


def decide(act: str, choices: Sequence[Choice], message: Message, labels: Labels) -> Decision:
    """The decision for an act: the best label of its group, and what is told."""
    probability = next((choice.probability for choice in choices if choice.act == act), 1.0)
    scores = message.readings.in_context if act == acts.ANSWER_IN_CONTEXT else message.readings.alone
    both = message.readings.alone + message.readings.in_context
    ranked = labels.best(both if message.situation.heading else message.readings.alone, "faq", MOST_OPTIONS)
    near = tuple(answer_of(label, message.readings.alone, labels, message.answered) for label, _ in ranked)
    decision = Decision(act, probability=probability, near=near, mentions=_told(message.mentions))
    match act:
        case acts.ANSWER | acts.ANSWER_IN_CONTEXT:
            label = labels.best(scores, "faq")[0][0]
            answer = answer_of(label, scores, labels, message.answered)
            near = siblings(label, scores, labels) + tuple(id_ for id_ in near if label not in id_)
            near = tuple(id_ for id_ in near if id_ not in message.answered)
            answers = (answer, *_also_asked(message, answer, labels))
            return replace(decision, label=label, answers=answers, near=near)
        case acts.ANSWER_TWO:
            two = [label for label, _ in two_topics(message.readings, labels)]
            answers = tuple(answer_of(label, message.readings.clauses, labels, message.answered) for label in two)
            return replace(decision, label=two[0], answers=answers)
        case acts.OFFER if _surely_asked(
            choices
        ):  # One of the two readings is right: the topic that both have most of.
            label = ranked[0][0]
            answer = answer_of(label, both, labels, message.answered)
            return replace(decision, act=acts.ANSWER, label=label, answers=(answer,), near=near)
        case acts.OFFER:
            return replace(decision, options=near)
        case acts.REFUSE:
            return replace(decision, label=labels.best(message.readings.alone, "oos")[0][0])
        case acts.CORRECT if message.utterance.takes_back or message.utterance.figures(Person.SELF):
            return replace(decision, mentions=_taken_back(message))
        case acts.ASSESS | acts.CORRECT:
            mentions = with_meant_condition(message, labels)
            return replace(decision, mentions=mentions, unknown=not any(m.kind == "condition" for m in mentions))
        case acts.CHECK_ANSWER:
            move = next(label for label, _ in labels.best(both, acts.MOVE, 2) if label != CHECK_ANSWER)
            return replace(decision, label=move)
        case acts.DIALOGUE:
            return replace(decision, label=labels.best(both, act)[0][0])
        case acts.DISTRESS:
            return replace(decision, label=_distress(message.readings.alone, labels))
        case acts.EMERGENCY:
            found = _surely(labels.best(both, act, len(labels.columns[act])))
            asking = message.utterance.asks and found[0] != OVER
            return replace(decision, label=next(label for label in found if not asking or label in STILL_OPEN))
        case acts.MOVE if message.situation.question:
            return replace(decision, label=_move(both, labels))
        case acts.MOVE | acts.ASSESSED | acts.TRIAGED:
            found = [
                label for label in _surely(labels.best(both, act, len(labels.columns[act]))) if label != CHECK_ANSWER
            ]
            if act == acts.TRIAGED and message.utterance.asks:
                found = [label for label in found if label not in TOLD]
            other = found[0] == OTHER_PERSON and not message.utterance.names_person
            return replace(decision, label=found[1] if other else found[0])
    urgency = next((level for level, name in acts.TRIAGE.items() if name == act), None)
    return decision if urgency is None else _triaged(decision, urgency, message, labels)


def _surely_asked(choices: Sequence[Choice]) -> bool:
    """Whether it is certain that something is asked which is known, and only unsure in the light of what it was."""
    answered = (acts.ANSWER, acts.ANSWER_IN_CONTEXT)
    return sum(choice.probability for choice in choices if choice.act in answered) >= CERTAIN


def _surely(ranked: list[tuple[str, float]]) -> list[str]:
    """The labels, best first; one that would call off the alarm only where it is well ahead of the next."""
    (first, score), (second, next_score), *rest = ranked
    sure = first not in CALLS_OFF or score >= SURELY * max(next_score, 0.0)
    return [first, second, *(label for label, _ in rest)] if sure else [second, *(label for label, _ in rest), first]


def _taken_back(message: Message) -> tuple[Mention, ...]:
    """What a correction leaves: what it names and was noted is not so; naming nothing, it means what was said last."""
    named = _told(message.mentions)
    if not named and message.situation.assessed in shared_tables().conditions and message.utterance.takes_back:
        meant = MentionExtractor.shared().meant("condition", message.situation.assessed, message.utterance)
        return (replace(meant, status=Status.ABSENT),)
    known = {(m.id, m.person) for m in message.facts.mentions if m.status is Status.PRESENT}
    return tuple(
        replace(m, status=Status.ABSENT) if message.utterance.takes_back and (m.id, m.person) in known else m
        for m in named
    )


def _move(scores: Array, labels: Labels) -> str:
    """The move that is nearest; whoever says no to a question of the check has none of these."""
    found = dict(labels.best(scores, acts.MOVE, len(labels.columns[acts.MOVE])))
    found.pop(CHECK_ANSWER, None)
    found["move/none"] = max(found["move/none"], labels.best(scores, "no")[0][1])
    return max(found, key=lambda label: found[label])


def _distress(scores: Array, labels: Labels) -> str:
    """Somebody who may harm themselves, where the words say so; else an emergency, for which help is the same."""
    best, score = labels.best(scores, acts.DISTRESS)[0]
    return best if score >= NAMED else "other_emergency"


def _asks_for_check(message: Message, labels: Labels) -> bool:
    """Whether a message that names nothing known is as much like asking for the check as like telling something."""
    alone = message.readings.alone
    return labels.best(alone, "start_check")[0][1] >= labels.best(alone, "condition_check")[0][1] / 2


def _is_named(decision: Decision) -> bool:
    """Whether words show a condition."""
    return any(mention.kind == "condition" and not mention.by_meaning for mention in decision.mentions)


def _told(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The conditions that a message's words name; its signs only count where the message is about them."""
    return tuple(mention for mention in mentions if mention.kind == "condition")


def answer_of(label: str, scores: Array, labels: Labels, answered: frozenset[str] = frozenset()) -> str:
    """The point of a topic that outscores its general answer, else the topic: ids.

    Who asks on after the general answer wants something particular; what was answered is not answered again.
    """
    topic = label.removeprefix(acts.FAQ)
    points = {id_: float(scores[labels.at[acts.FAQ + id_]]) for id_ in siblings(label, scores, labels)}
    new = [id_ for id_ in points if id_ not in answered]
    if not new:
        return topic
    whole = float(scores[labels.at[label]])
    general = ASKED_ON * whole if topic in answered else whole - sum(max(score, 0.0) for score in points.values())
    return new[0] if points[new[0]] > general else topic


def _also_asked(message: Message, answer: str, labels: Labels) -> tuple[str, ...]:
    """The point that another clause of the message asks for: two short answers are as long as a general one."""
    points = shared_knowledge().points
    if answer not in points or len(message.utterance.asking) < 2:
        return ()
    best: tuple[str, ...] = ()
    most = ALSO_ASKED
    columns = labels.columns["points"]
    for place in message.utterance.asking:
        scores = message.readings.by_clause[place]
        column = columns[int(np.argmax(scores[columns]))]
        id_ = labels.names[column].removeprefix(acts.FAQ)
        if scores[column] > most and id_ != answer and id_ not in message.answered:
            best, most = (id_,), float(scores[column])
    return best


def siblings(label: str, scores: Array, labels: Labels) -> tuple[str, ...]:
    """The points of a topic, nearest first."""
    points = [point.id for point in shared_knowledge().topics[label.removeprefix(acts.FAQ)].points]
    known = [id_ for id_ in points if acts.FAQ + id_ in labels.at]
    return tuple(sorted(known, key=lambda id_: -scores[labels.at[acts.FAQ + id_]]))


def with_meant_condition(message: Message, labels: Labels) -> tuple[Mention, ...]:
    """The conditions that the words name; where they name none, the one that is meant."""
    named = _told(message.mentions)
    if any(mention.asked for mention in named):
        return named
    if message.situation.assessed in shared_tables().conditions and not message.utterance.names_person:
        extractor = MentionExtractor.shared()  # "It's only mild", "I do have it": of what was assessed.
        return (*named, extractor.meant("condition", message.situation.assessed, message.utterance))
    scores = message.readings.closest
    best, score = max(labels.best(scores, "condition"), labels.best(message.readings.alone, "condition"), key=_score)[0]
    if score < NAMED:
        return named
    meant = MentionExtractor.shared().meant("condition", best.removeprefix(acts.CONDITION), message.utterance)
    return (*named, meant)


def _score(ranked: list[tuple[str, float]]) -> float:
    return ranked[0][1]


def _triaged(decision: Decision, urgency: Urgency, message: Message, labels: Labels) -> Decision:
    """The signs that the words show up to the urgency that is due; where none is as urgent, the one that is meant."""
    signs = shared_tables().signs
    named = [m for m in message.mentions if m.kind == "sign" and signs[m.id].urgency <= urgency]
    there = [m for m in named if m.status in {Status.PRESENT, Status.POSSIBLE} and signs[m.id].urgency is urgency]
    combined = shared_tables().urgency(message.mentions, message.facts)
    if there or (combined is urgency and any(m.status is Status.PRESENT for m in named)):
        return replace(decision, mentions=(*decision.mentions, *named))
    scores = message.readings.closest
    of_level = [
        (label, score)
        for label, score in labels.best(scores, "sign", len(labels.columns["sign"]))
        if signs[label.removeprefix(acts.SIGN)].urgency is urgency
    ]
    best, score = of_level[0]
    emergency = urgency is Urgency.EMERGENCY_NOW
    likely = emergency and decision.probability >= LIKELY
    if score < NAMED and not likely and combined is not None and combined >= Urgency.SAME_DAY_DOCTOR:
        return replace(decision, mentions=(*decision.mentions, *named))  # What words show, rather than nothing known.
    meant = replace(
        MentionExtractor.shared().meant("sign", best.removeprefix(acts.SIGN), message.utterance),
        id=best.removeprefix(acts.SIGN),
        kind="sign",
        status=Status.PRESENT,
    )
    unknown = score < NAMED and not likely
    unsure = emergency and decision.probability < CERTAIN
    return replace(decision, mentions=(*decision.mentions, *named, meant), unknown=unknown, unsure=unsure)
