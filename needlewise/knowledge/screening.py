"""What the suitability check and triage know: conditions, signs, combinations and the questions of the guided check.

All of it stands in data/knowledge/*.yml; a new condition or sign is a new entry there and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needlewise.knowledge.entry import Entry
from needlewise.knowledge.read import DataError, read_mapping, shown
from needlewise.knowledge.scales import Outcome, Urgency
from needlewise.paths import DATA


@dataclass(frozen=True)
class ContextTerm:
    """Words that mean something here only in company.

    Attributes:
        words: phrases, as in `lay_terms`.
        needs: names of cue lists (data/language/cues.yml); one phrase of one of them must stand in the message.
        without: phrases of which none may stand in the message.
    """

    words: tuple[str, ...]
    needs: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class NumberRule:
    """A number that means the condition or sign: `at_least` <= number < `below`, in the unit of `measure`."""

    measure: str
    at_least: float = float("-inf")
    below: float = float("inf")


MEASURES = ("age", "needle_mm", "temperature_c")


@dataclass(frozen=True)
class Words:
    """How people say it.

    Attributes:
        lay_terms: phrases that mean it wherever they stand.
        context_terms: phrases that mean it only in company.
        descriptions: indirect ways to say it, as whole sentences, for the sentence encoder.
        numbers: numbers that mean it.
    """

    lay_terms: tuple[str, ...]
    context_terms: tuple[ContextTerm, ...] = ()
    descriptions: tuple[str, ...] = ()
    numbers: tuple[NumberRule, ...] = ()


@dataclass(frozen=True)
class Condition:
    """A contraindication, medicine or circumstance, and what it means for needling.

    Attributes:
        period_days: how long after it ended it still counts; None where it counts for ever.
        past_means: the condition that a past one of this kind is (a past cold sore: a history of cold sores).
        past_home: what a past one still means at home; OK_USUAL_CARE where it no longer counts.
        gone_is_past: "it has gone" is enough for it to be over, whenever that was; else a time must be told.
        others_count: another's counts as one's own, where they do not want to needle themselves: keloids in the family,
            a friend's roller.
        from_memory: what of the entry rests on no source that was seen.
    """

    id: str
    name: str
    category: str
    home: Outcome
    professional: Outcome
    reason: str
    sources: tuple[str, ...]
    confidence: str
    words: Words
    wait: str = ""
    contested: str = ""
    from_memory: str = ""
    period_days: float | None = None
    past_means: str = ""
    past_home: Outcome = Outcome.OK_USUAL_CARE
    past_professional: Outcome = Outcome.OK_USUAL_CARE
    gone_is_past: bool = False
    others_count: bool = False


@dataclass(frozen=True)
class Sign:
    """Something seen or felt after needling, and how soon it needs care.

    Attributes:
        until_days: how long it may last; longer, it is the sign `then`.
        beforehand: the condition that it is where needling is only planned; "" for none.
        shown_by: of an emergency, what would show it: "it is hard to breathe".
        cleared: of an emergency that may pass quickly, what is due then; "" where it stays one.
    """

    id: str
    name: str
    urgency: Urgency
    advice: str
    sources: tuple[str, ...]
    confidence: str
    words: Words
    normal_duration: str = ""
    from_memory: str = ""
    until_days: float | None = None
    then: str = ""
    beforehand: str = ""
    shown_by: str = ""
    cleared: str = ""


@dataclass(frozen=True)
class Combination:
    """Facts that together weigh more than the gravest of them.

    Attributes:
        all_of: groups of condition or sign ids; one of each group must be present.
        home, professional: the least outcome of a suitability check; None in rows about triage.
        urgency, sign: the least urgency of triage, and the sign whose advice is given.
        reasoning: why, where no source says it.
    """

    id: str
    all_of: tuple[tuple[str, ...], ...]
    reason: str
    sources: tuple[str, ...]
    reasoning: str = ""
    home: Outcome | None = None
    professional: Outcome | None = None
    urgency: Urgency | None = None
    sign: str = ""


@dataclass(frozen=True)
class CheckAnswer:
    """One answer that the visitor can choose.

    Attributes:
        means: the conditions that it tells.
        words: any of which says it too, where it tells none.
    """

    id: str
    title: str
    means: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckQuestion:
    """One question of the guided check.

    Attributes:
        asks_about: the conditions that it is about; told or denied before, they need no asking.
        multiple: several answers may be chosen.
        measure: the number that a free-text answer may give ("age", "needle_mm"); empty where none.
        topic: in the summary, what was left open when this one is unanswered ("your medicines").
        supposed: the conditions that "not sure" leaves possible enough to be weighed.
    """

    id: str
    text: str
    why: str
    topic: str
    answers: tuple[CheckAnswer, ...]
    asks_about: tuple[str, ...]
    multiple: bool
    measure: str = ""
    supposed: tuple[str, ...] = ()


def load_conditions(data: Path = DATA) -> dict[str, Condition]:
    """The conditions of knowledge/conditions.yml by id, in the file's order.

    Raises:
        DataError: where an entry is not as it must be.
    """
    path = data / "knowledge" / "conditions.yml"
    said = data / "language" / "conditions.yml"
    words = read_mapping(said)
    conditions = {}
    for key, row in read_mapping(path).items():
        entry = Entry(path, key, row)
        period = row.get("period_days")
        conditions[key] = Condition(
            id=key,
            name=entry.text("name"),
            category=entry.text("category"),
            home=entry.outcome("home"),
            professional=entry.outcome("professional"),
            reason=entry.text("reason"),
            sources=entry.texts("sources"),
            confidence=entry.text("confidence"),
            words=_words(said, key, {**words.get(key, {}), **row}),
            wait=entry.text("wait", ""),
            contested=entry.text("contested", ""),
            from_memory=entry.text("from_memory", ""),
            period_days=None if period is None else entry.number("period_days"),
            past_means=entry.text("past_means", ""),
            past_home=entry.outcome("past_home", Outcome.OK_USUAL_CARE),
            past_professional=entry.outcome("past_professional", Outcome.OK_USUAL_CARE),
            gone_is_past=row.get("gone_is_past") is True,
            others_count=row.get("others_count") is True,
        )
    for condition in conditions.values():
        if condition.past_means and condition.past_means not in conditions:
            raise DataError(shown(path), f"{condition.id}.past_means", f"no condition {condition.past_means!r}")
    return conditions


def load_signs(data: Path = DATA) -> dict[str, Sign]:
    """The signs of knowledge/signs.yml by id, in the file's order.

    Raises:
        DataError: where an entry is not as it must be.
    """
    path = data / "knowledge" / "signs.yml"
    said = data / "language" / "signs.yml"
    words = read_mapping(said)
    signs = {}
    for key, row in read_mapping(path).items():
        entry = Entry(path, key, row)
        signs[key] = Sign(
            id=key,
            name=entry.text("name"),
            urgency=entry.urgency("urgency"),
            advice=entry.text("advice"),
            sources=entry.texts("sources"),
            confidence=entry.text("confidence"),
            words=_words(said, key, {**words.get(key, {}), **row}),
            normal_duration=entry.text("normal_duration", ""),
            from_memory=entry.text("from_memory", ""),
            until_days=None if row.get("until_days") is None else entry.number("until_days"),
            then=entry.text("then", ""),
            beforehand=entry.text("beforehand", ""),
            shown_by=entry.text("shown_by", ""),
            cleared=entry.text("cleared", ""),
        )
    conditions = read_mapping(data / "knowledge" / "conditions.yml") if signs else {}
    for sign in signs.values():
        if sign.beforehand and sign.beforehand not in conditions:
            raise DataError(shown(path), f"{sign.id}.beforehand", f"no condition {sign.beforehand!r}")
        if bool(sign.then) != (sign.until_days is not None) or (sign.then and sign.then not in signs):
            raise DataError(shown(path), sign.id, "until_days and then go together, and then names a sign")
    return signs


def load_combinations(data: Path = DATA) -> tuple[Combination, ...]:
    """The rows of knowledge/combinations.yml.

    Raises:
        DataError: where an entry is not as it must be, or names a condition or sign that is not there.
    """
    path = data / "knowledge" / "combinations.yml"
    known = {*load_conditions(data), *load_signs(data)}
    content = read_mapping(path)
    groups: dict[str, list[str]] = content.get("groups") or {}
    rows = []
    for key, row in (content.get("combinations") or {}).items():
        entry = Entry(path, f"combinations.{key}", row)
        all_of = tuple(tuple(groups.get(part, [part])) for part in entry.texts("all_of"))
        for name in (*(name for group in all_of for name in group), *([row["sign"]] if "sign" in row else [])):
            if name not in known:
                raise DataError(shown(path), f"combinations.{key}", f"no condition, sign or group {name!r}")
        combination = Combination(
            id=key,
            all_of=all_of,
            reason=entry.text("reason"),
            sources=entry.texts("sources"),
            reasoning=entry.text("reasoning", ""),
            home=entry.outcome("home") if "home" in row else None,
            professional=entry.outcome("professional") if "professional" in row else None,
            urgency=entry.urgency("urgency") if "urgency" in row else None,
            sign=entry.text("sign", ""),
        )
        if not combination.sources and not combination.reasoning:
            raise DataError(shown(path), f"combinations.{key}", "needs sources, or the reasoning behind it")
        rows.append(combination)
    return tuple(rows)


def load_check_questions(data: Path = DATA) -> tuple[CheckQuestion, ...]:
    """The questions of the guided check in the order in which they are asked.

    Raises:
        DataError: where an entry is not as it must be, or names a condition that is not there.
    """
    path = data / "knowledge" / "check_questions.yml"
    conditions = load_conditions(data)
    questions = []
    for key, row in read_mapping(path).items():
        entry = Entry(path, key, row)
        answers = []
        for answer_key, answer_row in (row.get("answers") or {}).items():
            answer = Entry(path, f"{key}.answers.{answer_key}", answer_row)
            answers.append(CheckAnswer(answer_key, answer.text("title"), answer.texts("means"), answer.texts("words")))
        means = [condition for answer in answers for condition in answer.means]
        asks_about = tuple(dict.fromkeys([*means, *entry.texts("also_about")]))
        for condition in asks_about:
            if condition not in conditions:
                raise DataError(shown(path), key, f"no condition {condition!r}")
        questions.append(
            CheckQuestion(
                id=key,
                text=entry.text("text"),
                why=entry.text("why"),
                topic=entry.text("topic"),
                answers=tuple(answers),
                asks_about=asks_about,
                multiple=row.get("multiple", True) is True,
                measure=entry.text("measure", ""),
                supposed=entry.texts("supposed"),
            )
        )
    return tuple(questions)


def _words(path: Path, key: str, row: Mapping[str, Any]) -> Words:
    """How people say the condition or sign of `row`."""
    context_terms = []
    for position, part in enumerate(row.get("context_terms") or []):
        term = Entry(path, f"{key}.context_terms[{position}]", part)
        context_terms.append(ContextTerm(term.texts("words"), term.texts("needs"), term.texts("without")))
    numbers = []
    for position, part in enumerate(row.get("numbers") or []):
        rule = Entry(path, f"{key}.numbers[{position}]", part)
        if rule.text("measure") not in MEASURES:
            raise rule.error("measure", f"expected one of {', '.join(MEASURES)}")
        bounds = {name: rule.number(name) for name in ("at_least", "below") if name in part}
        numbers.append(NumberRule(rule.text("measure"), **bounds))
    entry = Entry(path, key, row)
    return Words(entry.texts("lay_terms"), tuple(context_terms), entry.texts("descriptions"), tuple(numbers))
