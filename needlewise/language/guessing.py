"""Which guesses from the meaning of a message stand, beside what its words show."""

from collections.abc import Mapping, Sequence

from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import Condition, Sign
from needlewise.language.context import Context
from needlewise.language.meaning import Guess, Reading
from needlewise.language.mentions import Mention, Status
from needlewise.language.numbers import find_quantities

SHORT = 4
"""Words; a shorter message tells too little to be sure of."""
TELLS_NOTHING = 0.9
"""How surely a message must read like a general question for no sign to be guessed in it."""
_OVERRULES = 0.85
"""How sure the meaning must be of one more condition than the words show."""
_NAMED = 0.9
"""The same where the message gives it a short name, which is most likely one that no table has."""
_BESIDE = 0.6
"""The same where another condition is denied, over, supposed or also guessed, and in a few words."""
_JUST_THIS = 0.25
"""How sure the meaning must be of which condition it is, to name it."""
_GRAVER = 0.8
"""How sure it must be of a graver sign than the words show, and of any in a few words."""
_AS_GRAVE = 0.45
"""How sure it must be that there is a sign as grave as that."""


class Guessing:
    """Weighs the guesses of one message."""

    def __init__(
        self,
        conditions: Mapping[str, Condition],
        signs: Mapping[str, Sign],
        context: Context,
        reading: Reading,
        found: Sequence[Mention],
    ) -> None:
        """Takes the tables, the message, what it means, and the mentions that its words make."""
        self._conditions = conditions
        self._signs = signs
        self._context = context
        self._reading = reading
        self._found = found
        self._levels = [signs[mention.id].urgency for mention in found if mention.kind == "sign"]

    def standing(self) -> list[Guess]:
        """The guesses that count, in the order of the reading."""
        return [guess for guess in self._reading.guesses if self._stands(guess)]

    def _stands(self, guess: Guess) -> bool:
        if any(mention.id == guess.id for mention in self._found):
            return False
        if self._is_denied(guess) or self._is_reassuring(guess) or self._numbers_speak_against(guess):
            return False
        if guess.kind == "condition":
            feared = any(mention.kind == "sign" and mention.status is Status.POSSIBLE for mention in self._found)
            return not feared and guess.alone >= self._least(guess)
        graver = bool(self._levels) and self._signs[guess.id].urgency > max(self._levels)
        least = _GRAVER if graver or self._is_short() else _AS_GRAVE
        return guess.alone >= least and self._reading.nothing < TELLS_NOTHING

    def _is_denied(self, guess: Guess) -> bool:
        """Whether what the guess rests on is denied, or told as over."""
        cues = self._context.cues
        if self._context.denials(guess.first, guess.first + 3):
            return True
        if any(hit.last == guess.last for hit in cues.of("denied_after", guess.first)):
            return True  # "allergies? none"
        unlike = {Status.ABSENT, Status.PAST}
        if guess.alone >= _OVERRULES:
            unlike = set() if self._is_mild(guess) else {Status.ABSENT}
        part = self._context.text.shown(guess.first, guess.last)
        return any(mention.words in part for mention in self._found if mention.status in unlike)

    def _is_mild(self, guess: Guess) -> bool:
        """Whether it is a sign that needs nothing at once: people tell of these with what there is not, "no pus"."""
        return guess.kind == "sign" and self._signs[guess.id].urgency < Urgency.SAME_DAY_DOCTOR

    def _is_reassuring(self, guess: Guess) -> bool:
        """Whether the guess rests on a part of the message that says that all is well: "breathing is fine"."""
        whole = guess.last - guess.first >= len(self._context.text.tokens)
        if whole or self._is_mild(guess):
            return False
        cues = self._context.cues
        if guess.kind == "condition" and guess.alone >= _OVERRULES:
            return cues.any("reassuring", *self._context.text.clause(guess.first))
        return any(cues.any(name, guess.first, guess.last) for name in ("reassuring", "sounding_well"))

    def _numbers_speak_against(self, guess: Guess) -> bool:
        """Whether the message gives a number that would show the same, and does not: an age of 71 is not under 18."""
        words = (self._conditions if guess.kind == "condition" else self._signs)[guess.id].words
        measures = {rule.measure for rule in words.numbers}
        return bool(measures) and any(quantity.measure in measures for quantity in find_quantities(self._context.text))

    def _least(self, guess: Guess) -> float:
        """How sure the meaning must be that it is just this condition, beside what else the message tells."""
        if self._context.names_one_thing(guess.first, guess.last):
            return _NAMED
        told = [mention.status for mention in self._found if mention.kind == "condition"]
        if Status.PRESENT in told:
            return _OVERRULES
        others = any(other.kind == "condition" and other.alone > guess.alone for other in self._reading.guesses)
        return _BESIDE if told or others or self._is_short() else _JUST_THIS

    def _is_short(self) -> bool:
        return len(self._context.text.tokens) < SHORT
