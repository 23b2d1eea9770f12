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
        mentions: conditions and signs; of one told twice, the later counts.
        replies: how each question of the check that was put was left, by its id.
        person: whom the check is about; None where only the mentions tell.
    """

    mentions: tuple[Mention, ...] = ()
    replies: dict[str, Reply] = field(default_factory=dict)
    person: Person | None = None

    def told(self, mentions: Iterable[Mention]) -> "Facts":
        """With more mentions; one of the same id and person replaces what was told of it before."""
        latest = {(mention.kind, mention.id, mention.person): mention for mention in self.mentions}
        for mention in mentions:
            key = (mention.kind, mention.id, mention.person)
            latest.pop(key, None)
            latest[key] = mention
        return replace(self, mentions=tuple(latest.values()))

    def replied(self, question: str, reply: Reply) -> "Facts":
        """With a question of the check left so."""
        return replace(self, replies={**self.replies, question: reply})

    def about(self) -> Person:
        """Whom the assessment is about: the one person who has something, the writer where both do."""
        if self.person is not None:
            return self.person
        told = [mention for mention in self.mentions if mention.asked and mention.status is not Status.ABSENT]
        people = {mention.person for mention in told if counts(mention)} or {mention.person for mention in told}
        return Person.OTHER if people == {Person.OTHER} else Person.SELF


def counts(mention: Mention) -> bool:
    """Whether a mention weighs as present; what is only supposed is weighed as if it were."""
    return mention.status in {Status.PRESENT, Status.POSSIBLE}
