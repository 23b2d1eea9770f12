"""The numbers of a message that matter: ages, needle lengths, temperatures, and how long ago."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from needlewise.language.text import Text

_WORDS = {
    word: float(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0}
_SMALL = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = (
    rf"(?:\d+(?:\.\d+)? \d / \d|\d / \d|\d+(?:\.\d+)?(?: and a half)?|(?:{_SMALL})(?: (?:{_SMALL}))?(?: and a half)?"
    r"|half(?: an?)?|(?:an? )?couple(?: of)?|(?:an? )?few|several|an?)"
)
_THING = r"(?:roller|scar|tattoo|device|pen|derma|stamp|mark|bottle|tube|tube|burn|wound)"
_NO_AGE = (
    r"(?! (?:week|month|day|hour|minute|min|mm|mil|year (?!old)|time|stone|kg|pound|percent|per|mg|session|out of|or"
    rf"|degree|of |\d|/|spot|needle|% |in a|a day|{_THING}))"
)
_AGE_BEFORE = (
    r"(?:im|i am|still|he is|hes|he|she is|shes|they are|theyre|aged|age|age is|turning|turned|just turned|turn|be"
    r"|nearly|almost|(?:son|daughter|nephew|niece|brother|sister|boy|girl|kid|lad|cousin|friend|mate|boyfriend|girlfriend"
    r"|child|teenager|stepson|stepdaughter) (?:is |who is |whos )?(?:only |just |turning |nearly |almost )?"
    r"|i am only|im only|im just|shes only|hes only|she is only|he is only|but im|at)"
)
_AGES = (
    re.compile(rf"(?<= )(?P<n>{_NUMBER}) (?:year|yr) (?:old|young|of age)(?! {_THING}) "),
    re.compile(rf"(?<= )(?P<n>{_NUMBER}) (?:yo|y o|yrold|yearold) "),
    re.compile(rf"(?<= )not (?P<n>{_NUMBER}) (?P<soon>yet) "),
    re.compile(rf"(?<= )(?P<soon>turning|nearly|almost|not yet|not quite) (?P<n>{_NUMBER}){_NO_AGE} "),
    re.compile(rf"(?<= )(?P<soon>(?:ill|i will|i|will) (?:turn|be)) (?P<n>{_NUMBER}) (?:next|soon|in|on|this) "),
    re.compile(rf"(?<= )age (?:is |to |was )(?P<n>{_NUMBER}){_NO_AGE} "),
    re.compile(rf"(?<= ){_AGE_BEFORE} ?(?P<n>{_NUMBER}){_NO_AGE} "),
    re.compile(r"^ (?P<n>\d\d)(?= (?:and|with|m|f|male|female|,|here|on|girl|boy|lad|woman|man|guy|now) )"),
    re.compile(r"(?<= [,.] )(?P<n>\d\d)(?= (?:, )?(?:m|f|male|female|woman|man|girl|guy) )"),
    re.compile(r"(?<= )born (?:in )?(?P<year>(?:19|20)\d\d) "),
)
_THINGS_AGE = re.compile(rf" (?:{_THING} (?:is|are|be|about|over|nearly)?|its|it is) ?(?:about |over |nearly )?$")
_LENGTHS = (
    re.compile(rf"(?<= )(?P<n>{_NUMBER}) ?(?:mm|mil|mill|millimetre|millimeter|milimeter|milimetre) "),
    re.compile(r"(?<= )(?P<n>0\.\d{1,2}) (?!(?:percent|per|%|ml|g|mg|l|litre|cm|inch|in|out) )"),
    re.compile(r"(?<= )(?P<n>[0-2]\.\d+) (?:roller|derma|dermaroller|dermapen|needle|pen|stamp|head|cartridge) "),
)
_TEMPERATURES = (
    re.compile(
        r"(?<= )(?P<n>3[5-9]|4[0-3]|3[5-9]\.\d+|4[0-3]\.\d+|9\d(?:\.\d+)?|10\d(?:\.\d+)?) "
        r"(?:degree |deg )?(?P<unit>c|f|celsiu|celsius|fahrenheit|centigrade|degree|temperature|fever) "
    ),
    re.compile(
        r"(?<= )(?:temperature|fever|thermometer) (?:[^ .]+ ){0,3}?"
        r"(?P<n>3[5-9](?:\.\d+)?|4[0-3](?:\.\d+)?|9\d(?:\.\d+)?|10\d(?:\.\d+)?) "
    ),
    re.compile(r"(?<= )(?P<n>3[6-9]\.\d|4[0-2]\.\d)(?! (?:mm|week|mil|percent)) "),
)
_DAYS = {
    "minute": 1 / 1440, "min": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0,
    "month": 30.0, "year": 365.0, "decade": 3650.0,
}  # fmt: skip
_UNIT = "|".join(_DAYS)
_SPAN = re.compile(
    rf"(?<= )(?P<before>(?:for|past|last|over|nearly|almost|about|been|in|than|day|week) )?(?:the )?"
    rf"(?:(?P<n>{_NUMBER}) )?(?P<unit>{_UNIT})"
    r"(?P<after> (?:ago|back|earlier|later|after|on|post|in|now|time|old|since))?"
    r"(?= )"
)
_DAY_NUMBER = re.compile(rf"(?<= )(?P<unit>day|week) (?P<n>\d+|{_SMALL}) ")
_NAMED = {
    "yesterday": 1.0, "last night": 1.0, "today": 0.0, "this morning": 0.0, "tonight": 0.0, "last week": 7.0,
    "last month": 30.0, "last year": 365.0, "the weekend": 3.0, "last weekend": 7.0, "fortnight ago": 14.0,
    "monday": 4.0, "tuesday": 4.0, "wednesday": 4.0, "thursday": 4.0, "friday": 4.0, "saturday": 4.0, "sunday": 4.0,
}  # fmt: skip
_NAMED_PATTERN = re.compile(rf"(?<= )(?P<name>{'|'.join(sorted(_NAMED, key=len, reverse=True))}) ")
_YEAR = re.compile(r"(?<= )(?:in|since|from|of|back in) (?P<year>(?:19|20)\d\d) ")


@dataclass(frozen=True)
class Quantity:
    """A number with its meaning: `measure` is one of the knowledge tables' (age, needle_mm, temperature_c)."""

    measure: str
    value: float
    first: int
    last: int


@dataclass(frozen=True)
class Duration:
    """A stretch of time: `ago` says when it was, `lasting` how long it has been so; `plain` may be either."""

    days: float
    kind: Literal["ago", "lasting", "plain"]
    first: int
    last: int


def number_value(words: str) -> float:
    """The number that words such as "1 1 / 2", "twenty two", "a couple of" or "half a" say."""
    half = words.endswith(" and a half")
    words = words.removesuffix(" and a half")
    mixed = re.fullmatch(r"(?:(\d+(?:\.\d+)?) )?(\d) / (\d)", words)
    if mixed:
        return float(mixed[1] or 0) + int(mixed[2]) / max(int(mixed[3]), 1)
    if words.startswith("half"):
        return 0.5
    if "couple" in words:
        return 2.0
    if "few" in words or words == "several":
        return 3.0
    if words in {"a", "an", ""}:
        return 1.0
    total = sum(_WORDS[word] if word in _WORDS else float(word) for word in words.split())
    return total + (0.5 if half else 0.0)


def find_quantities(text: Text, today: date | None = None) -> list[Quantity]:
    """Ages in years, needle lengths in millimetres and temperatures in degrees Celsius."""
    year = (today or date.today()).year
    found: list[Quantity] = []

    def add(measure: str, value: float, match: re.Match[str]) -> None:
        first, last = text.token_at(match.start()), text.token_at(match.end() - 1) + 1
        if not any(other.measure == measure and other.first < last and first < other.last for other in found):
            found.append(Quantity(measure, value, first, last))

    for pattern in _AGES:
        for match in pattern.finditer(text.line):
            if _THINGS_AGE.search(text.line[: match.start()]):
                continue
            groups = match.groupdict()
            age = year - int(groups["year"]) if groups.get("year") else number_value(groups["n"])
            if groups.get("soon"):
                age -= 1
            if 8 <= age <= 110:
                add("age", age, match)
    for pattern in _LENGTHS:
        for match in pattern.finditer(text.line):
            if (length := number_value(match["n"])) <= 10:
                add("needle_mm", length, match)
    for pattern in _TEMPERATURES:
        for match in pattern.finditer(text.line):
            degrees = float(match["n"])
            add("temperature_c", (degrees - 32) / 1.8 if degrees > 60 else degrees, match)
    return found


def find_durations(text: Text, today: date | None = None) -> list[Duration]:
    """How long ago or for how long, in days; what lies ahead ("in three weeks") is left out."""
    year = (today or date.today()).year
    found: list[Duration] = []

    def add(days: float, kind: Literal["ago", "lasting", "plain"], start: int, end: int) -> None:
        found.append(Duration(days, kind, text.token_at(start), text.token_at(end - 1) + 1))

    for match in _SPAN.finditer(text.line):
        before, after, words = (match["before"] or "").strip(), (match["after"] or "").strip(), match["n"]
        if match["unit"] != "fortnight" and words is None and before not in {"last", "past", "over"}:
            continue
        if before == "last" and words is None:
            continue  # "last week" is a named time, below
        if after in {"time", "old"} or (before == "in" and after not in {"ago", "now"}) or (after == "in" and before):
            continue
        days = number_value(words or "a") * _DAYS[match["unit"]]
        if before in {"over", "than"}:
            days *= 1.1
        if after in {"ago", "back", "earlier"}:
            kind: Literal["ago", "lasting", "plain"] = "ago"
        else:
            kind = "lasting" if before in {"for", "past", "last", "over", "been", "than"} else "plain"
        add(days, kind, match.start(), match.end())
    for match in _DAY_NUMBER.finditer(text.line):
        add(number_value(match["n"]) * _DAYS[match["unit"]], "plain", match.start(), match.end())
    for match in _NAMED_PATTERN.finditer(text.line):
        add(_NAMED[match["name"]], "ago", match.start(), match.end())
    for match in _YEAR.finditer(text.line):
        add(max(year - int(match["year"]) - 0.5, 0) * 365, "ago", match.start(), match.end())
    return found
