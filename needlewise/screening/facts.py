"""What is known of a person: what they told, and how they answered the guided check."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from needlewise.language.mentions import Mention, Person, Status


class Reply(enum.Enum):
    """How a question of the guided check was left. Only ANSWERED and NONE settle it."""

    ANSWERED = "answered"
    NONE = "none"
    """None of these: all that the question asks about is denied."""
    NOT_SURE = "not_sure"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Facts:
    """Everything told so far; a new one for each change.

    Attributes:
        mentions: conditions and signs of all people; of one told twice of the same person, the later counts.
        replies: how each question of the check that was put was left, by its id, for the person whom the talk is about.
        person: whom the talk is about; None where only the mentions tell.
        who: how the visitor calls that person ("mum"); empty for themselves.
        others: what the check was answered for the people whom the talk was about before, by how they are called.
    """

    mentions: tuple[Mention, ...] = ()
    replies: dict[str, Reply] = field(default_factory=dict)
    person: Person | None = None
    who: str = ""
    others: dict[str, dict[str, Reply]] = field(default_factory=dict)

    def told(self, mentions: Iterable[Mention]) -> "Facts":
        """With more mentions; one of the same id and person replaces what was told of it before."""
        latest = {_key(mention): mention for mention in self.mentions}
        for mention in mentions:
            named = self.named(mention)
            latest.pop(_key(named), None)
            latest[_key(named)] = named
        return replace(self, mentions=tuple(latest.values()))

    def without_signs(self) -> "Facts":
        """Without the signs told: they are over, have been seen to, or never were."""
        return replace(self, mentions=tuple(mention for mention in self.mentions if mention.kind != "sign"))

    def takes_back(self, mention: Mention) -> bool:
        """Whether a mention denies what was told to be there: only a plain correction may."""
        before = {_key(known): known.status for known in self.mentions}
        return mention.status is Status.ABSENT and before.get(_key(self.named(mention))) is Status.PRESENT

    def overturns(self, before: "Facts") -> bool:
        """Whether something that was told before is otherwise now."""
        now = {_key(mention): mention.status for mention in self.mentions}
        return any(now.get(_key(mention), mention.status) is not mention.status for mention in before.mentions)

    def named(self, mention: Mention) -> Mention:
        """The mention with the other person's name, where only "she" or "he" was said and somebody was named before."""
        if mention.person is Person.SELF or mention.who:
            return mention
        return replace(mention, who=self.who or next((m.who for m in reversed(self.mentions) if m.who), ""))

    def replied(self, question: str, reply: Reply) -> "Facts":
        """With a question of the check left so."""
        return replace(self, replies={**self.replies, question: reply})

    def without_reply(self, question: str) -> "Facts":
        """With a question of the check open again."""
        return replace(self, replies={id_: reply for id_, reply in self.replies.items() if id_ != question})

    def turned_to(self, person: Person, who: str = "") -> "Facts":
        """With the talk about somebody; what the check was answered for each is kept apart."""
        if self.person is not None and (self.person, self.who) == (person, who):
            return self
        if self.person is None and self.about() is person:
            return replace(self, person=person, who=who)
        others = {**self.others, self.who: self.replies}
        return replace(self, person=person, who=who, replies=others.get(who, {}), others=others)

    def about(self) -> Person:
        """Whom the assessment is about: the one person who has something, the writer where both do."""
        if self.person is not None:
            return self.person
        told = [mention for mention in self.mentions if mention.asked and mention.status is not Status.ABSENT]
        people = {mention.person for mention in told if counts(mention)} or {mention.person for mention in told}
        return Person.OTHER if people == {Person.OTHER} else Person.SELF

    def concerns(self, mention: Mention) -> bool:
        """Whether a mention is of the person whom the talk is about."""
        if mention.person is not self.about():
            return False
        return mention.person is Person.SELF or not (mention.who and self.who) or mention.who == self.who


def _key(mention: Mention) -> tuple[str, str, Person, str]:
    return mention.kind, mention.id, mention.person, mention.who


def counts(mention: Mention) -> bool:
    """Whether a mention weighs as present; what is only supposed is weighed as if it were."""
    return mention.status in {Status.PRESENT, Status.POSSIBLE}
