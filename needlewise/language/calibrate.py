"""Sets how sure the meaning layer must be: `python -m needlewise.language.calibrate`.

Every description is judged by a classifier that has not seen it (five folds), and so are the harmless sentences. For
each level the lowest threshold is taken at which few harmless sentences are taken for it; the graver the level, the
more of them are put up with. A topic's example question that tells something in words of the tables ("retinol the
night before?") counts for nothing here. The result is written to data/language/thresholds.yml.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from needlewise.encoder.remembered import encode_remembered
from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import load_signs
from needlewise.language.extractor import MentionExtractor
from needlewise.language.meaning import Vectors, fit, kind_of, probabilities, training_examples, weighed
from needlewise.language.wording import KINDS, NOTHING, Wording
from needlewise.paths import DATA

_FALSE_ALARMS = {
    "condition": 0.025,
    Urgency.EMERGENCY_NOW.value: 0.003,
    Urgency.SAME_DAY_DOCTOR.value: 0.006,
    Urgency.BOOK_APPOINTMENT.value: 0.010,
    Urgency.NORMAL_HEALING.value: 0.015,
}
"""The share of harmless sentences that may be taken for a condition, or for a sign of this level or graver.

About a third of those taken for a condition are topic examples that do tell one in words that no table lists.
"""
_WHOLE = 5
"""Words; what is shorter is a name or a term, which the tables' words show."""
_STEPS = np.arange(0.20, 0.96, 0.01)


def unseen_probabilities(
    sentences: list[str], vectors: Vectors, names: list[str], seed: int = 7
) -> tuple[Vectors, Vectors, tuple[str, ...]]:
    """What a classifier tells of sentences that it was trained without.

    Returns:
        Class probabilities by the vectors alone, the same with what words tell (see `weighed`), both of shape
        (sentences, classes), and the names of the columns.
    """
    classes = tuple(sorted(set(names)))
    alone = np.zeros((len(names), len(classes)), dtype=np.float32)
    together = np.zeros_like(alone)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(vectors, names):
        own, weights, bias = fit(vectors[train], [names[index] for index in train])
        columns = np.ix_(test, [classes.index(name) for name in own])
        wording = Wording.learn([sentences[index] for index in train], [kind_of(names[index]) for index in train])
        words = wording.probabilities([sentences[index] for index in test])
        alone[columns] = probabilities(vectors[test], weights, bias)
        together[columns] = weighed(alone[columns], words, own)
    return alone, together, classes


def found_share(
    table: Vectors, classes: tuple[str, ...], pairs: Sequence[tuple[str, str]], harmless: list[bool], kind: str
) -> float:
    """The share of a kind's whole sentences that are found, at the false alarms that a condition may have."""
    scores = table[:, [kind_of(name) == kind for name in classes]].sum(axis=1)
    least = np.quantile(scores[harmless], 1 - _FALSE_ALARMS["condition"])
    told = [kind_of(name) == kind and len(text.split()) >= _WHOLE for text, name in pairs]
    return float((scores >= least)[told].mean())


def harmless_rows(pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """Which of the pairs are harmless and tell nothing by their words either."""
    words = MentionExtractor()
    return [name == NOTHING and not words.extract(sentence) for sentence, name in pairs]


def thresholds(table: Vectors, classes: tuple[str, ...], data: Path = DATA) -> dict[str, float]:
    """The lowest threshold for each level that keeps false alarms as rare as they must be.

    Args:
        table: class probabilities of the harmless sentences, shape (sentences, classes).
        classes: the names of the columns.
        data: the data folder.
    """
    signs = load_signs(data)
    is_condition = [name.startswith("condition/") for name in classes]
    best = {"condition": _lowest(table[:, is_condition].sum(axis=1), _FALSE_ALARMS["condition"])}
    together = np.zeros(len(table), dtype=np.float32)
    for urgency in reversed(Urgency):
        members = [name.startswith("sign/") and signs[name[5:]].urgency is urgency for name in classes]
        together = together + table[:, members].sum(axis=1)
        best[urgency.value] = _lowest(together, _FALSE_ALARMS[urgency.value])
    return best


def _lowest(scores: Vectors, share: float) -> float:
    return next((float(step) for step in _STEPS if (scores >= step).mean() <= share), float(_STEPS[-1]))


def main() -> None:
    """Measures, writes data/language/thresholds.yml and says what it found."""
    pairs = training_examples()
    sentences, names = [text for text, _ in pairs], [name for _, name in pairs]
    alone, table, classes = unseen_probabilities(sentences, encode_remembered(sentences), names)
    harmless = harmless_rows(pairs)
    found = thresholds(table[harmless], classes)
    lines = [
        "# Set by `python -m needlewise.language.calibrate`: how sure the meaning layer must be.",
        f"condition: {found.pop('condition'):.2f}",
        "urgency:",
        *(f"  {level}: {value:.2f}" for level, value in found.items()),
    ]
    (DATA / "language" / "thresholds.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(lines) + "\n")
    for kind in KINDS[:2]:
        shares = [found_share(scores, classes, pairs, harmless, kind) for scores in (alone, table)]
        sys.stdout.write(
            f"Unseen sentences of a {kind} found: {shares[0]:.1%} by vectors, {shares[1]:.1%} with words\n"
        )


if __name__ == "__main__":
    main()
