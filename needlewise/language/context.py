"""What the words around a mention make of it: denied, over, only asked about, somebody else's."""

import itertools
from dataclasses import dataclass

from needlewise.language.cues import Cue, FoundCues
from needlewise.language.mentions import Person
from needlewise.language.numbers import Duration
from needlewise.language.phrases import Hit
from needlewise.language.text import Text

_FAR = 12
"""Words; a denial further away than this is about something else."""
_ARTICLES = frozenset({"the", "this", "it", "is", "its", "are"})
"""They end a denial, yet do not turn a question into something told: "how long is the redness there"."""
_AND_THAT = 3
"""Words between a clause and what the next one says of it: "a bit pink, but that went completely"."""


@dataclass(frozen=True)
class Whose:
    """A person, and how the message calls them."""

    person: Person
    who: str = ""
    asked: bool = True


class Context:
    """Answers questions about a stretch of a message, from its cues and durations."""

    def __init__(self, text: Text, cues: FoundCues, durations: list[Duration]) -> None:
        self.text = text
        self.cues = cues
        self._durations = durations
        self._for_other = cues.of("asks_for")
        self._asks_only_self = cues.any("asks_only_self")
        self._asks_self = cues.any("asks_self")
        for_someone = any(hit.first and text.tokens[hit.first - 1].word == "for" for hit in cues.of("people"))
        self._asks_other = cues.any("asks_other") or bool(self._for_other) or for_someone

    def negated(self, first: int, last: int) -> bool:
        """Whether the stretch is denied; two denials make none."""
        start, _ = self.text.sentence(first)
        start = max(start, first - 2 * _FAR)  # No denial reaches from further; a sentence may be without end.
        cues = [cue for cue in self.denials(start, first) if first - cue.last <= _FAR and self._reaches(cue, first)]
        if cues:
            doubled = [one for one, next_ in itertools.pairwise(cues) if self._doubles(one, next_)]
            return len(doubled) % 2 == 0
        after = last + 1 if last < len(self.text.tokens) and self.text.tokens[last].is_break else last
        return any(hit.first == after and self._stands_alone(hit) for hit in self.cues.of("denied_after", last))

    def denials(self, start: int, end: int) -> list[Hit[Cue]]:
        """The words between two tokens that deny what follows them, in order."""
        false_friends = self.cues.of("not_negation", start)
        found = []
        for cue in self._longest(self.cues.of("negation", start, end)):
            if any(
                friend.overlaps(cue.first, cue.last) and friend.last - friend.first >= cue.last - cue.first
                for friend in false_friends
            ):
                continue
            if cue.last - cue.first == 1 and cue.last < len(self.text.tokens) and self.text.tokens[cue.last].is_break:
                continue  # "No, I have …"
            found.append(cue)
        return sorted(found, key=lambda cue: cue.first)

    def _doubles(self, one: Hit[Cue], next_: Hit[Cue]) -> bool:
        """Whether two denials make none: "never not", "not that I don't"; those of a list do not."""
        if one.first == 0 and one.last == next_.first and self.text.tokens[0].word == "no":
            return False  # "No not breathless": the first is the answer, the second denies.
        fillers = {hit.first for hit in self.cues.of("between_denials", one.last, next_.first)}
        return self.text.tokens[next_.first].word != "nor" and fillers >= set(range(one.last, next_.first))

    def _stands_alone(self, hit: Hit[Cue]) -> bool:
        """ "Eczema: no" denies; "eczema, no cold sores" denies what follows, not what stands before."""
        return hit.last >= len(self.text.tokens) or self.text.tokens[hit.last].is_break

    @staticmethod
    def _longest(hits: list[Hit[Cue]]) -> list[Hit[Cue]]:
        """The hits without those that lie within or right beside a longer one."""
        kept: list[Hit[Cue]] = []
        for hit in sorted(hits, key=lambda hit: (-(hit.last - hit.first), hit.first)):
            if not any(hit.overlaps(other.first, other.last) for other in kept):
                kept.append(hit)
        return kept

    def _reaches(self, cue: Hit[Cue], first: int) -> bool:
        """Whether nothing between the denial and the mention ends the denial."""
        carried = self.cues.of("negation_carries", cue.first)
        for end in self.cues.of("negation_ends", cue.last, first):
            if not any(hit.overlaps(end.first, end.last) for hit in carried):
                return False
        between = [token.word for token in self.text.tokens[cue.last : first]]
        if any(hit.overlaps(cue.first, cue.last) for hit in self.cues.of("negation_spreads", cue.first)):
            return True
        if "," in between or "and" in between:
            _, sentence_end = self.text.sentence(first)
            following = [token.word for token in self.text.tokens[first:sentence_end]]
            stop = {hit.first for hit in self.cues.of("negation_ends", first, sentence_end)}
            if stop:
                following = following[: max(min(stop) - first, 0)]
            listing = [*between, *following]
            return "or" in listing or "nor" in listing
        return True

    def no_longer(self, first: int) -> bool:
        """Whether the denial says that it was so before ("not on it any more")."""
        return self.cues.any("no_longer", *self.text.clause(first))

    def over_a_mention(self, name: str, first: int, last: int) -> bool:
        """Whether a cue of the list covers part of the mention itself ("as a teenager")."""
        return any(hit.overlaps(first, last) for hit in self.cues.of(name))

    def is_question(self) -> bool:
        """Whether the message has a sentence that asks."""
        if "?" in self.text.original:
            return True
        return any(hit.first == self.text.sentence(hit.first)[0] for hit in self.cues.of("question"))

    def asks_at(self, first: int) -> bool:
        """Whether the stretch stands in a question: one that begins before it, or a clause that ends with the mark.

        What is called the writer's own ("help my rosacea?") is told, not asked.
        """
        if "my" in [token.word for token in self.text.tokens[max(first - 2, 0) : first]]:
            return False
        start, end = self.text.clause(first)
        cues = [hit.first for hit in self.cues.of("question", start, end)]
        if start in cues:
            return True
        marked = end < len(self.text.tokens) and self.text.original[self.text.tokens[end].start] == "?"
        return marked and not any(cue > first for cue in cues)

    def hypothetical(self, first: int, last: int) -> bool:
        """Whether the stretch is supposed, feared or unsure rather than told."""
        start, end = self._near(first, last)
        return any(hit.first <= first for hit in self.cues.of("hypothetical", start, end))

    def general(self, first: int, last: int) -> bool:
        """Whether the stretch is about people in general."""
        start, end = self.text.sentence(first)
        hits = [hit for hit in self.cues.of("general", start, end) if hit.first <= first]
        return bool(hits) and not self._own(first, max(hit.last for hit in hits))

    def effect(self, first: int, last: int) -> bool:
        """Whether the stretch is asked as something that needling may do."""
        start, _ = self.text.sentence(first)
        hits = [hit for hit in self.cues.of("effect", start) if hit.last <= first + 2 and hit.first <= first]
        return bool(hits) and not self._told_after(max(hit.last for hit in hits), first)

    def opens_as_effect(self, first: int) -> bool:
        """Whether the stretch begins as a question about what needling may do, or supposes something."""
        return any(
            hit.first <= first + 1
            for name in ("effect", "hypothetical", "general")
            for hit in self.cues.of(name, first)
        )

    def helped(self, first: int, last: int) -> bool:
        """Whether the stretch is asked as something that needling may help."""
        start, _ = self.text.sentence(first)
        hits = [hit for hit in self.cues.of("helps", start) if hit.last <= first + 1 and hit.first <= first]
        return bool(hits) and not self._told_after(max(hit.last for hit in hits), first)

    def _told_after(self, start: int, first: int) -> bool:
        """Whether the words from `start` to the mention turn to something that is so: "can it scar if I take …"."""
        ends = [hit for hit in self.cues.of("negation_ends", start, first) if hit.label.phrase not in _ARTICLES]
        return bool(ends) or self.cues.any("own", start, first)

    def _own(self, first: int, start: int | None = None) -> bool:
        begin, _ = self.text.clause(first)
        return self.cues.any("own", max(begin, start or 0), first)

    def _near(self, first: int, last: int) -> tuple[int, int]:
        """The clause, widened over a comma that follows an if-clause's opening words."""
        start, end = self.text.clause(first)
        return start, max(end, last)

    def _told_of(self, first: int, last: int) -> tuple[int, int]:
        """The clause, from a verb that says that it is so now: "had a stent last year and take ..."."""
        start, end = self.text.clause(first)
        now = [hit.first for hit in self.cues.of("now", start, first) if hit.last == first]
        return max([start, *now]), max(end, last)

    def denies_it(self) -> bool:
        """Whether the message denies what it asks about: "never had it myself"."""
        return any(
            self._stands_alone(hit) or self.text.tokens[hit.last].word == "myself" for hit in self.cues.of("denies_it")
        )

    def is_over(self, first: int, last: int, healed_only: bool = False) -> bool:
        """Whether the stretch is told as ended, however long ago; with `healed_only`, as gone by itself."""
        start, end = self._told_of(first, last)
        if self.cues.any("not_over", start, end):
            return False
        if any(end < hit.first <= end + _AND_THAT for hit in self.cues.of("healed", end)):
            return not self.cues.any("not_over", end)
        return self.cues.any("healed", start, end) or (not healed_only and self.cues.any("over", start, end))

    def is_long_over(self, first: int, last: int, days: float) -> bool:
        """Whether a sign is told as over: cleared up, or had more than `days` ago and no needling told of."""
        if self.is_over(first, last, healed_only=True):
            return True
        since = self.days_since(first, last)
        return since is not None and since > days and not self.cues.any("after_needling")

    def days_since(self, first: int, last: int) -> float | None:
        """How long ago the stretch was, at least; None where it is not told, or still goes on."""
        start, end = self._told_of(first, last)
        if self.cues.any("not_over", start, end):
            return None
        over = self.is_over(first, last)
        ongoing = self.cues.any("started", start, end) and not over
        told = [] if ongoing else [cue.label.days for cue in self.cues.of("past", start, end)]  # "since last summer"
        for duration in sorted(self._durations, key=lambda item: self._distance(item, first, last)):
            if not (start <= duration.first and duration.last <= end):
                continue
            if (duration.kind == "ago" and not ongoing) or over:
                told.append(duration.days)
                break
        return max(told) if told else None

    def days_lasting(self, first: int, last: int) -> float | None:
        """For how long the stretch has been so, or how long after needling it is; None where it is not told."""
        start, end = self.text.sentence(first)
        found = [item for item in self._durations if start <= item.first and item.last <= end]
        return max((item.days for item in found), default=None)

    @staticmethod
    def _distance(item: Duration, first: int, last: int) -> int:
        return item.first - last if item.first >= last else first - item.last + 1

    def whose(self, first: int, last: int) -> Whose:
        """Whose it is: the last person named up to it, else one named right after, else the writer."""
        if self._for_other:
            return Whose(Person.OTHER, self._who(self._for_other[0]))
        start, end = self.text.sentence(first)
        if self.cues.any("family", start, last):
            return Whose(Person.OTHER, "family", asked=False)
        named = self._people(start, last)
        if not named:
            named = self._people(last, end)[:1] if not self.cues.any("self", start, end) else []
        if not named and not self.cues.any("self", start, end):
            named = self._people(0, start)[-1:]
        latest = named[-1] if named and not self._with_writer(named[-1]) else None
        selves = self.cues.of("self", start, first + 1)
        if latest is None or (selves and selves[-1].first >= latest.last):
            return Whose(Person.SELF)
        asked = not self._asks_only_self and (self._asks_other or not self._asks_self)
        return Whose(Person.OTHER, self._who(latest), asked)

    def _with_writer(self, hit: Hit[Cue]) -> bool:
        """Whether the writer is one of them: "me and my flatmate", "my mum and I"."""
        words = [token.word for token in self.text.tokens]
        before, after = words[max(hit.first - 2, 0) : hit.first], words[hit.last : hit.last + 2]
        return before in (["me", "and"], ["i", "and"]) or after in (["and", "me"], ["and", "i"])

    def _people(self, start: int, end: int) -> list[Hit[Cue]]:
        past = self.cues.of("past", start)  # "as a kid" is no kid
        hits = [
            hit for hit in self.cues.of("people", start, end) if not any(hit.overlaps(p.first, p.last) for p in past)
        ]
        hits += self.cues.of("she_he", start, end)
        if self.cues.any("people"):
            hits += self.cues.of("they", start, end)
        return sorted(hits, key=lambda hit: (hit.first, hit.last))

    def _who(self, hit: Hit[Cue]) -> str:
        """The noun for the person ("daughter"); for a pronoun, the last noun before it."""
        if hit.label.list == "people":
            return self.text.tokens[hit.last - 1].word
        nouns = [other for other in self.cues.of("people") if other.first < hit.first]
        return self.text.tokens[nouns[-1].last - 1].word if nouns else ""
