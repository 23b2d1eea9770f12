"""Of whom a message speaks, and the numbers that it tells of them."""

import functools
from collections.abc import Mapping
from pathlib import Path

from needlewise.language.context import Context, Whose
from needlewise.language.cues import Cues
from needlewise.language.mentions import Person
from needlewise.language.numbers import find_quantities
from needlewise.language.text import read_text
from needlewise.paths import DATA


class About:
    """Reads whole messages. One is enough for a process: use `shared()`."""

    def __init__(self, data: Path = DATA) -> None:
        """Reads the cue lists.

        Raises:
            DataError: where a data file is not as it must be.
        """
        self._cues = Cues(data)

    @classmethod
    @functools.lru_cache(maxsize=1)
    def shared(cls) -> "About":
        """The one of this process."""
        return cls()

    def whose(self, text: str) -> Whose:
        """Of whom the message asks: the person whom it names, else the writer."""
        context = self._context(text)
        whose = context.whose(0, len(context.text.tokens))
        return whose if whose.asked else Whose(Person.SELF)

    def figures(self, text: str, person: Person) -> Mapping[str, float]:
        """The numbers that the message tells of that person, by what they measure: age, needle_mm."""
        context = self._context(text)
        found: dict[str, float] = {}
        for quantity in find_quantities(context.text):
            whose = context.whose(quantity.first, quantity.last)
            if whose.person is person and not context.hypothetical(quantity.first, quantity.last):
                found.setdefault(quantity.measure, quantity.value)
        return found

    def speaks_of_self(self, text: str) -> bool:
        """Whether the message has a word for the writer."""
        return self._context(text).cues.any("self")

    def states_own(self, text: str) -> bool:
        """Whether the writer says how it is with them: "I am on ...", "I have ...", whatever else they ask."""
        return self._context(text).cues.any("states_own")

    def after_needling(self, text: str) -> bool:
        """Whether the message tells of needling that was done."""
        return self._context(text).cues.any("after_needling")

    def asks_leave(self, text: str) -> bool:
        """Whether the message asks for leave, or tells of a plan: "can I", "is it safe", "I want to"."""
        return self._context(text).cues.any("permission")

    def asks(self, text: str) -> bool:
        """Whether the message asks something."""
        return self._context(text).is_question()

    def _context(self, text: str) -> Context:
        read = read_text(text, self._cues.rewrites)
        return Context(read, self._cues.find(read), [])
