"""The guided check: which question comes next, and what an answer makes of the facts. Pure: no dialogue, no files."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from needlewise.knowledge.screening import CheckAnswer, CheckQuestion, Condition
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.assessment import is_settled
from needlewise.screening.facts import Facts, Reply

MOST_MISSED = 2
"""Answers in a row that could not be used, after which the question is explained and stopping is offered."""


class Move(enum.Enum):
    """What the visitor does in the check."""

    START = "start"
    RESUME = "resume"
    ANSWER = "answer"
    NONE = "none"
    NOT_SURE = "not_sure"
    SKIP = "skip"
    WHY = "why"
    AGAIN = "again"
    BACK = "back"
    VERDICT = "verdict"
    LEFT = "left"
    STOP = "stop"
    UNUSABLE = "unusable"


class Stage(enum.Enum):
    """What the assistant does next in the check."""

    ASK = "ask"
    AGAIN = "again"
    """Comes back to the question after something else."""
    WHY = "why"
    """Says why it asks, and asks again."""
    LEFT = "left"
    """Says how many questions are left, and asks again."""
    HINT = "hint"
    """Says that it could not use the answer, and asks again."""
    EXPLAIN = "explain"
    """After several such answers: explains, and offers to stop."""
    STOPPED = "stopped"
    SO_FAR = "so_far"
    """The outcome of what was answered so far; the check waits to be taken up again."""
    DONE = "done"


@dataclass(frozen=True)
class CheckState:
    """Where the guided check stands.

    Attributes:
        question: id of the question that waits for an answer; None while the check is stopped or done.
        asked: ids of the questions that were put so far, in order.
        missed: answers in a row that could not be used.
        who: how the visitor calls the person whom the check is about; empty for themselves.
        unread: ids of questions to which something was said that could not be read.
    """

    question: str | None = None
    asked: tuple[str, ...] = ()
    missed: int = 0
    who: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What one message says in the check.

    Attributes:
        answers: ids of answers that were chosen.
        mentions: conditions told in words.
        figures: numbers told, by what they measure ("age").
        person, who: whom a check that starts is about; None where only what was told before says so.
        rest_denied: what is told is all: the rest of what the question asks about is not so.
    """

    move: Move
    answers: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    figures: Mapping[str, float] | None = None
    person: Person | None = None
    who: str = ""
    rest_denied: bool = False


@dataclass(frozen=True)
class Step:
    """What a message made of the check.

    Attributes:
        noted: conditions that were told beside the question, or otherwise than before.
        news: conditions that are there and were not known to be before this message.
        started: the check begins with this step.
    """

    stage: Stage
    state: CheckState
    facts: Facts
    noted: tuple[Mention, ...] = ()
    started: bool = False
    news: tuple[Mention, ...] = ()


class GuidedCheck:
    """The questions, and the conditions that they ask about."""

    def __init__(self, questions: Sequence[CheckQuestion], conditions: Mapping[str, Condition]) -> None:
        """Takes the knowledge tables."""
        self.questions = {question.id: question for question in questions}
        self._conditions = conditions

    def take(self, state: CheckState | None, facts: Facts, said: Said) -> Step:
        """The next step after a message.

        Args:
            state: where the check stands; None where none was started.
            facts: what is known so far.
            said: the message.
        """
        before = _present(facts)
        if state is None or said.move is Move.START:
            step = replace(self._step(*self._started(facts, said), said), started=True)
        else:
            step = self._step(state, facts, said)
        there = [mention for mention in step.facts.mentions if step.facts.concerns(mention)]
        news = [m for m in there if m.status is Status.PRESENT and m.id not in before and m.id in self._conditions]
        return replace(step, news=tuple(news))

    def _step(self, state: CheckState, facts: Facts, said: Said) -> Step:
        current = self.questions.get(state.question or "")
        told, noted = self._told(state, facts, said, current)
        match said.move:
            case Move.STOP:
                return Step(Stage.STOPPED, replace(state, question=None, missed=0), told)
            case Move.VERDICT:
                return Step(Stage.SO_FAR, replace(state, question=None, missed=0), told, noted)
            case Move.BACK:
                return self._back(state, told, noted)
            case Move.RESUME:
                # What was passed over comes again when all the rest has been asked.
                rest = self.next_question(told) is not None
                return self._asking(state, told if rest else self._reopened(told), noted)
            case Move.WHY if current:
                return Step(Stage.WHY, state, told)
            case Move.LEFT if current:
                return Step(Stage.LEFT, state, told)
            case Move.UNUSABLE if current:
                return self._missed(state, told, current)
        if current is None or said.move in {Move.START, Move.AGAIN}:
            return self._asking(state, told, noted)
        reply = self._reply_to(current, facts, said)
        if reply is not None:
            told = told.replied(current.id, reply)
            if reply is Reply.NOT_SURE:
                told = told.told(self._mention(id_, Status.POSSIBLE, state, facts) for id_ in current.supposed)
            if reply is Reply.NONE:
                told = told.told(self._denials(current, told, state))
            if reply is Reply.ANSWERED:
                state = replace(state, unread=tuple(q for q in state.unread if q != current.id))
        elif told == facts:
            return self._missed(state, told, current)
        return self._asking(replace(state, missed=0), told, noted)

    def _back(self, state: CheckState, facts: Facts, noted: tuple[Mention, ...]) -> Step:
        """The question before the one that waits, open again with what was denied in it."""
        place = state.asked.index(state.question) if state.question in state.asked else len(state.asked)
        if not state.asked:
            return self._asking(state, facts, noted)
        before = self.questions[state.asked[max(place - 1, 0)]]
        kept = [m for m in facts.mentions if not (m.id in before.asks_about and facts.concerns(m))]
        facts = replace(facts.without_reply(before.id), mentions=tuple(kept))
        return Step(Stage.ASK, replace(state, question=before.id, missed=0), facts, noted)

    def next_question(self, facts: Facts) -> CheckQuestion | None:
        """The first question that is neither settled nor passed over."""
        for question in self.questions.values():
            if not is_settled(question, facts) and question.id not in facts.replies:
                return question
        return None

    def open_answers(self, question: CheckQuestion, facts: Facts) -> tuple[CheckAnswer, ...]:
        """The answers that can still tell something: without those that were told or denied before."""
        known = known_conditions(facts)
        return tuple(answer for answer in question.answers if not answer.means or not known.issuperset(answer.means))

    def progress(self, state: CheckState, facts: Facts) -> tuple[int, int]:
        """The number of the question that waits, and of how many; questions settled beforehand are not counted."""
        rest = [
            question
            for question in self.questions.values()
            if question.id not in state.asked and not is_settled(question, facts)
        ]
        step = state.asked.index(state.question) + 1 if state.question in state.asked else len(state.asked)
        return step, len(state.asked) + len(rest)

    def _started(self, facts: Facts, said: Said) -> tuple[CheckState, Facts]:
        """A check of the person who is asked about; what was answered for another person does not count for them."""
        person = said.person or facts.about()
        known = next((m.who for m in facts.mentions if m.person is person and m.who), "")
        who = "" if person is Person.SELF else said.who or facts.who or known
        return CheckState(who=who), self._reopened(facts.turned_to(person, who))

    @staticmethod
    def _reopened(facts: Facts) -> Facts:
        """With the questions that were passed over open again."""
        settled: dict[str, Reply] = {
            q: reply for q, reply in facts.replies.items() if reply in {Reply.ANSWERED, Reply.NONE}
        }
        return replace(facts, replies=settled)

    def _told(
        self, state: CheckState, facts: Facts, said: Said, current: CheckQuestion | None
    ) -> tuple[Facts, tuple[Mention, ...]]:
        """The facts with all that the message tells, and what of it deserves a word."""
        before = {(mention.id, mention.person): mention.status for mention in facts.mentions}
        figures = figure_mentions(said.figures or {}, self._conditions, facts.about(), state.who)
        numbered = {(mention.id, mention.person) for mention in figures}
        worded = [mention for mention in said.mentions if (mention.id, mention.person) not in numbered]
        mentions = [*worded, *self._chosen(state, facts, said, current)]
        noted = tuple(
            mention
            for mention in mentions
            if before.get((mention.id, mention.person)) is not mention.status
            and ((mention.id, mention.person) in before or (current and mention.id not in current.asks_about))
        )
        return facts.told([*figures, *mentions]), noted

    def _chosen(self, state: CheckState, facts: Facts, said: Said, current: CheckQuestion | None) -> list[Mention]:
        """What the chosen answers tell; an answer of an earlier question still counts."""
        asked = [self.questions[id_] for id_ in reversed(state.asked) if id_ in self.questions]
        asked = asked or list(self.questions.values())
        chosen = []
        answers = [answer for question in ([current] if current else []) + asked for answer in question.answers]
        for id_ in said.answers:
            answer = next((answer for answer in answers if answer.id == id_), None)
            chosen += [self._mention(name, Status.PRESENT, state, facts) for name in (answer.means if answer else ())]
        return chosen

    def _denials(self, question: CheckQuestion, facts: Facts, state: CheckState) -> list[Mention]:
        """That what the question's answers name, and nobody told, is not there."""
        known = known_conditions(facts)
        named = dict.fromkeys(name for answer in question.answers for name in answer.means if name not in known)
        return [self._mention(name, Status.ABSENT, state, facts) for name in named]

    @staticmethod
    def _mention(id_: str, status: Status, state: CheckState, facts: Facts) -> Mention:
        return Mention("condition", id_, status, facts.about(), who=state.who)

    def _reply_to(self, current: CheckQuestion, facts: Facts, said: Said) -> Reply | None:
        """How the message leaves the question; None where it does not answer it."""
        if said.move is Move.NOT_SURE:
            return Reply.NOT_SURE
        if said.move is Move.SKIP:
            return Reply.SKIPPED
        if said.move is Move.NONE:
            return Reply.NONE if current.multiple else None
        if current.measure in (said.figures or {}):
            return Reply.ANSWERED
        if {answer.id for answer in current.answers}.intersection(said.answers):
            return Reply.ANSWERED
        told = {
            mention.status for mention in said.mentions if mention.id in current.asks_about and facts.concerns(mention)
        } - {Status.ABSENT}
        if told == {Status.POSSIBLE}:
            return Reply.NOT_SURE
        if not told and said.rest_denied and current.multiple:
            return Reply.NONE  # "Just the rosacea, no spots."
        return Reply.ANSWERED if told else None

    def _asking(self, state: CheckState, facts: Facts, noted: tuple[Mention, ...]) -> Step:
        question = self.next_question(facts)
        if question is None:
            return Step(Stage.DONE, replace(state, question=None, missed=0), facts, noted)
        asked = state.asked if question.id in state.asked else (*state.asked, question.id)
        return Step(Stage.ASK, replace(state, question=question.id, asked=asked), facts, noted)

    @staticmethod
    def _missed(state: CheckState, facts: Facts, current: CheckQuestion) -> Step:
        missed = state.missed + 1
        unread = state.unread if current.id in state.unread else (*state.unread, current.id)
        stage = Stage.EXPLAIN if missed >= MOST_MISSED else Stage.HINT
        return Step(stage, replace(state, missed=missed, unread=unread), facts)


def known_conditions(facts: Facts) -> set[str]:
    """The conditions that were told or denied of the person whom the check is about; what was supposed is not known."""
    return {
        mention.id
        for mention in facts.mentions
        if mention.kind == "condition" and facts.concerns(mention) and mention.status is not Status.POSSIBLE
    }


def _present(facts: Facts) -> set[str]:
    return {m.id for m in facts.mentions if m.status is Status.PRESENT and facts.concerns(m)}


def can_resume(state: CheckState | None, facts: Facts, questions: Sequence[CheckQuestion]) -> bool:
    """Whether a check was started and broken off: some of its questions were never put."""
    if state is None or state.question:
        return False
    return any(question.id not in facts.replies and not is_settled(question, facts) for question in questions)


def figure_mentions(
    figures: Mapping[str, float], conditions: Mapping[str, Condition], person: Person, who: str = ""
) -> tuple[Mention, ...]:
    """What numbers mean: the conditions in whose range they lie, and that the others with such a range are not so."""
    return tuple(
        Mention(
            "condition",
            condition.id,
            Status.PRESENT if rule.at_least <= value < rule.below else Status.ABSENT,
            person,
            who=who,
        )
        for measure, value in figures.items()
        for condition in conditions.values()
        for rule in condition.words.numbers
        if rule.measure == measure
    )
