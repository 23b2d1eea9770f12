"""From a message to the conditions and signs that it speaks of."""

import functools
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.scales import Outcome, Urgency
from needlewise.knowledge.screening import Condition, ContextTerm, Sign, Words, load_conditions, load_signs
from needlewise.language.context import Context
from needlewise.language.cues import FoundCues
from needlewise.language.mentions import Mention, Person, Status
from needlewise.language.numbers import find_quantities
from needlewise.language.phrases import Hit, PhraseIndex
from needlewise.language.text import Text
from needlewise.language.utterance import Reader, Utterance
from needlewise.paths import DATA

Kind = Literal["condition", "sign", "neutral"]


@dataclass(frozen=True)
class _Label:
    """What a phrase means: a condition, a sign, or something that is neither (neutral)."""

    kind: Kind
    id: str
    context: ContextTerm | None = None


_LONG_AGO = 14.0
"""Days; a sign told as that long over needs no triage now."""
_STRENGTH = (Status.ABSENT, Status.PAST, Status.POSSIBLE, Status.PRESENT)


class MentionExtractor:
    """Reads messages. One is enough for a process: use `shared()`."""

    def __init__(self, data: Path = DATA, reader: Reader | None = None) -> None:
        """Reads the tables.

        Args:
            data: the data folder.
            reader: of the same folder, where one is at hand.

        Raises:
            DataError: where a data file is not as it must be.
        """
        self.conditions = load_conditions(data)
        self.signs = load_signs(data)
        self.reader = reader or Reader(data)
        neutral = read_mapping(data / "language" / "neutral.yml")["phrases"]
        phrases: list[tuple[str, _Label]] = [(phrase, _Label("neutral", "")) for phrase in neutral]
        phrases += [pair for entry in self.conditions.values() for pair in _phrases("condition", entry.id, entry.words)]
        phrases += [pair for entry in self.signs.values() for pair in _phrases("sign", entry.id, entry.words)]
        self._index = PhraseIndex(phrases, self.reader.cues.rewrites)
        without = {phrase for _, label in phrases if label.context for phrase in label.context.without}
        self._without = PhraseIndex([(phrase, phrase) for phrase in without], self.reader.cues.rewrites)

    @classmethod
    @functools.lru_cache(maxsize=1)
    def shared(cls) -> "MentionExtractor":
        """The one of this process."""
        return cls(reader=Reader.shared())

    def extract(self, said: Utterance | str, company: Collection[str] = ()) -> tuple[Mention, ...]:
        """The conditions and signs that a message's words name, in order of appearance.

        Args:
            said: a message, read or as it was typed.
            company: what words need beside them and the conversation has already: "infection" lets "confused" count.

        Returns:
            At most one mention for each condition or sign and person.
        """
        utterance = self.reader.read(said) if isinstance(said, str) else said
        context = utterance.context
        found = [
            mention
            for hit in self._hits(utterance.text, utterance.cues, company)
            if (mention := self._mention(hit.label.kind, hit.label.id, hit.first, hit.last, context))
        ]
        found += self._by_number(utterance, context)
        if context.denies_it():
            found = [_denied(mention) for mention in found]
        return _merged(self._settled(found, context))

    def meant(self, kind: Literal["condition", "sign"], id_: str, utterance: Utterance) -> Mention:
        """A condition or sign that a message tells of without any listed word.

        What the words around it make of a mention holds for the whole message: whose it is, and since when.
        """
        last = len(utterance.text.tokens)
        mention = self._mention(kind, id_, 0, last, utterance.context, spoken=False)
        return replace(mention or Mention(kind, id_, Status.PRESENT), by_meaning=True)

    def _hits(self, text: Text, cues: FoundCues, company: Collection[str]) -> list[Hit[_Label]]:
        """What the tables' words show; of two that overlap, the longer."""
        barred = {hit.label for hit in self._without.find(text)}
        hits = [hit for hit in self._index.find(text) if _in_company(hit.label.context, cues, barred, company)]
        kept: list[Hit[_Label]] = []
        for hit in sorted(hits, key=lambda hit: (hit.first - hit.last, hit.label.kind != "neutral", hit.first)):
            if not any(
                hit.overlaps(other.first, other.last)
                and other.last - other.first >= hit.last - hit.first + (other.label.kind != "neutral")
                and (other.label.kind in {hit.label.kind, "neutral"})
                and other.label.id != hit.label.id
                for other in kept
            ):
                kept.append(hit)
        return [hit for hit in kept if hit.label.kind != "neutral"]

    def _by_number(self, utterance: Utterance, context: Context) -> list[Mention]:
        """What the message's numbers show."""
        entries: list[tuple[Literal["condition", "sign"], str, Words]] = [
            *(("condition", entry.id, entry.words) for entry in self.conditions.values()),
            *(("sign", entry.id, entry.words) for entry in self.signs.values()),
        ]
        found = []
        for quantity in find_quantities(utterance.text, utterance.today):
            for kind, id_, words in entries:
                if any(
                    rule.measure == quantity.measure and rule.at_least <= quantity.value < rule.below
                    for rule in words.numbers
                ):
                    mention = self._mention(kind, id_, quantity.first, quantity.last, context)
                    if mention is not None:
                        whose = context.whose(quantity.first, quantity.last)
                        found.append(replace(mention, person=whose.person, who=whose.who, asked=whose.asked))
        return found

    def _mention(
        self, kind: Kind, id_: str, first: int, last: int, context: Context, spoken: bool = True
    ) -> Mention | None:
        """The mention that a stretch of the message makes; None where it is only an effect asked about.

        Args:
            spoken: words of the tables stand there; else only the meaning of the stretch is known.
        """
        if spoken and kind == "condition" and context.over_a_mention("past", first, last):
            return None
        words = context.text.shown(first, last)
        whose = context.whose(first, first + 1 if kind == "condition" and spoken else last)
        mention = Mention(
            "sign" if kind == "sign" else "condition",
            id_,
            Status.PRESENT,
            whose.person,
            words,
            whose.who,
            whose.asked,
            context.asks_at(first),
            own=context.cues.any("states_own", *context.text.sentence(first)),
        )
        if not spoken and kind == "sign" and context.opens_as_effect(first):
            return replace(mention, status=Status.POSSIBLE)
        if spoken and not context.no_longer(first) and context.negated(first, last):
            return replace(mention, status=Status.ABSENT)
        if context.effect(first, last):
            return replace(mention, status=Status.POSSIBLE) if kind == "sign" else None
        supposed = context.hypothetical(first, last) or context.helped(first, last)
        if supposed or (kind == "condition" and context.general(first, last)):
            mention = replace(mention, status=Status.POSSIBLE)
        if kind == "sign":
            return self._sign(mention, self.signs[id_], first, last, context, spoken)
        return self._condition(mention, self.conditions[id_], first, last, context)

    def _condition(
        self, mention: Mention, condition: Condition, first: int, last: int, context: Context
    ) -> Mention | None:
        if condition.others_count and mention.person is Person.OTHER and not mention.asked:
            mention = replace(mention, person=Person.SELF, who="", asked=True)
        if condition.period_days is None and condition.past_home is Outcome.OK_USUAL_CARE and not condition.past_means:
            return mention
        days = context.days_since(first, last)
        leaves_nothing = condition.past_home is Outcome.OK_USUAL_CARE and condition.period_days in (None, 0)
        if days is not None and days > (condition.period_days or 0):
            return self._past(mention, condition)
        if days is None and (leaves_nothing or condition.gone_is_past) and context.is_over(first, last):
            return self._past(mention, condition)
        return mention

    def _past(self, mention: Mention, condition: Condition) -> Mention:
        if condition.past_means:
            return replace(mention, id=condition.past_means)
        return replace(mention, status=Status.PAST)

    def _sign(
        self, mention: Mention, sign: Sign, first: int, last: int, context: Context, spoken: bool
    ) -> Mention | None:
        if mention.status is Status.PRESENT and sign.urgency is not Urgency.EMERGENCY_NOW and _is_circumstance(context):
            condition = self.conditions.get(sign.beforehand)
            if condition is None:
                return None
            return self._condition(replace(mention, kind="condition", id=condition.id), condition, first, last, context)
        if mention.status is Status.PRESENT and context.is_long_over(first, last, _LONG_AGO):
            return replace(mention, status=Status.PAST)
        guessed_only = not spoken and sign.then and self.signs[sign.then].urgency >= Urgency.SAME_DAY_DOCTOR
        if sign.until_days is not None and not guessed_only:
            days = context.days_lasting(first, last)
            if days is not None and days > sign.until_days:
                return replace(mention, id=sign.then)
        return mention

    def _settled(self, found: list[Mention], context: Context) -> list[Mention]:
        """Leaves out mild signs whose words only describe a condition that the message tells of."""
        if context.cues.any("after_needling"):
            return found
        named = [mention.words for mention in found if mention.kind == "condition"]
        return [
            mention
            for mention in found
            if mention.kind == "condition"
            or self.signs[mention.id].urgency > Urgency.NORMAL_HEALING
            or not any(mention.words in words for words in named)
        ]


def _phrases(kind: Kind, id_: str, words: Words) -> list[tuple[str, _Label]]:
    plain = [(phrase, _Label(kind, id_)) for phrase in words.lay_terms]
    return plain + [(phrase, _Label(kind, id_, term)) for term in words.context_terms for phrase in term.words]


def _in_company(term: ContextTerm | None, cues: FoundCues, barred: set[str], company: Collection[str]) -> bool:
    """Whether the company that a context term needs is there, and none that rules it out."""
    if term is None:
        return True
    met = any(need in company or cues.any(f"context.{need}") for need in term.needs)
    return met and not barred.intersection(term.without)


def _denied(mention: Mention) -> Mention:
    """The mention of a message that ends "never had it myself": what it asks about is not there."""
    asked = mention.status is Status.POSSIBLE or (mention.status is Status.PRESENT and mention.in_question)
    return replace(mention, status=Status.ABSENT) if asked and mention.kind == "condition" else mention


def _is_circumstance(context: Context) -> bool:
    """Whether the message asks for leave to needle and tells of no needling yet: then a boil is a circumstance."""
    asks = context.cues.any("permission") and not context.cues.any("not_permission")
    return asks and not context.cues.any("after_needling")


def _merged(found: list[Mention]) -> tuple[Mention, ...]:
    """One mention for each id and person: the strongest."""
    merged: dict[tuple[str, str, Person], Mention] = {}
    for mention in found:
        key = (mention.kind, mention.id, mention.person)
        if key not in merged or _STRENGTH.index(mention.status) > _STRENGTH.index(merged[key].status):
            merged[key] = mention
    return tuple(merged.values())
