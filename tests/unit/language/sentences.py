"""The sentences of tests/language, and what the code makes of one."""

from functools import lru_cache
from pathlib import Path

import yaml

from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import load_combinations
from needlewise.language import MentionExtractor
from needlewise.screening import Facts, assess, triage

FOLDER = Path(__file__).parents[2] / "language"


def lines(path: Path) -> list[str]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8"))["sentences"].splitlines())


def cases(kind: str) -> list[tuple[str | None, str]]:
    """(expected outcome or urgency, sentence) pairs of a folder."""
    found = []
    for path in sorted((FOLDER / kind).glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        expected = content["home"] if kind.endswith("conditions") else content["urgency"]
        found += [(expected, line) for line in lines(path)]
    return found


@lru_cache(maxsize=1)
def _combinations():  # type: ignore[no-untyped-def]
    return load_combinations()


def home_outcome(sentence: str) -> str:
    extractor = MentionExtractor.shared()
    return assess(Facts().told(extractor.extract(sentence)), extractor.conditions, _combinations()).home.value


def urgency(sentence: str) -> str | None:
    extractor = MentionExtractor.shared()
    mentions = extractor.extract(sentence)
    found = triage(mentions, Facts().told(mentions), extractor.signs, _combinations())
    return None if found is None or found.hypothetical else found.urgency.value


def is_right(kind: str, expected: str | None, sentence: str) -> bool:
    """Where nothing needs triage, advice on normal healing does no harm."""
    if kind.endswith("conditions"):
        return home_outcome(sentence) == expected
    found = urgency(sentence)
    return found == expected or (expected is None and found == Urgency.NORMAL_HEALING.value)
