"""What the pipeline found in a typed message."""

from dataclasses import dataclass

from needlewise.knowledge.scales import Urgency
from needlewise.language.mentions import Mention
from needlewise.nlu.turn import Scores


@dataclass(frozen=True)
class Heard:
    """A message as the components before the interpreter left it.

    Attributes:
        scores: for every label of the classifier that can be meant here.
        urgency: of the signs that it tells; None where it tells of none.
    """

    text: str
    scores: Scores
    mentions: tuple[Mention, ...] = ()
    urgency: Urgency | None = None

    @property
    def conditions(self) -> list[Mention]:
        """The conditions of the people whom the message asks about."""
        return [mention for mention in self.mentions if mention.kind == "condition" and mention.asked]
