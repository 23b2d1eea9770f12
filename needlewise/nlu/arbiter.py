"""What to do with a message: the act with the least expected cost.

The probability of each act is learned: multinomial logistic regression on the evidence, and on how the evidence counts
where the conversation stands. The costs stand in data/knowledge/costs.yml, for a clinician to read and sign.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from needlewise.dialogue import acts
from needlewise.dialogue.situation import KINDS
from needlewise.knowledge.shapes import read_shaped
from needlewise.paths import DATA

Array = npt.NDArray[np.float32]
_STRENGTH = 0.03
"""Of the fit against its smoothness (scikit-learn's C); chosen on authors that were left out."""
LEAST_LIKELY = 0.05
"""Probability below which no act is done: where nothing is likely, the cheapest would be what is never due. To offer
what may be meant is never wrong."""
_ANY = "any"
_FILE = "arbiter.npz"
_WITH_SITUATION = (
    *("alone_", "context_", "clause_", "reads_", "answers_", "condition_present", "sign_present"),
    *("asks", "is_short", "log_words", "same_topic"),
)
"""Evidence that counts differently where the conversation stands."""


@dataclass(frozen=True)
class Choice:
    """An act, how likely it is what was due, and what doing it is expected to cost."""

    act: str
    probability: float
    cost: float


class Arbiter:
    """Use `train` or `load`."""

    def __init__(self, keys: Sequence[str], names: Sequence[str], mean: Array, scale: Array, weights: Array) -> None:
        """Takes what training gives: keys of the evidence, acts, and weights of shape (acts, features + 1)."""
        self.keys = list(keys)
        self.acts = list(names)
        self._mean, self._scale, self._weights = mean, scale, weights
        self._expansion = Expansion.of(self.keys)
        self._costs = np.array([[load_costs()[due, done] for done in self.acts] for due in self.acts], np.float32)

    @classmethod
    def train(
        cls, records: Sequence[Mapping[str, float]], targets: Sequence[str], weights: Sequence[float]
    ) -> "Arbiter":
        """Learns from evidence, the act that was due for each, and how much each counts."""
        from sklearn.linear_model import LogisticRegression

        keys = sorted(records[0])
        rows = np.array([[record[key] for key in keys] for record in records], dtype=np.float32)
        features = Expansion.of(keys).of_rows(rows)
        mean, scale = features.mean(axis=0), features.std(axis=0) + np.float32(1e-6)
        model = LogisticRegression(C=_STRENGTH, max_iter=400)
        model.fit((features - mean) / scale, targets, sample_weight=weights)
        fitted = np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float32)
        return cls(keys, [str(name) for name in model.classes_], mean, scale, fitted)

    def probabilities(self, record: Mapping[str, float]) -> Array:
        """Of each act for one record, shape (acts,)."""
        return self.all_probabilities(np.array([[record[key] for key in self.keys]], dtype=np.float32))[0]

    def all_probabilities(self, rows: Array) -> Array:
        """Of each act for each row of evidence, shape (rows, acts)."""
        features = (self._expansion.of_rows(rows) - self._mean) / self._scale
        scores = features @ self._weights[:, :-1].T + self._weights[:, -1]
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: Array = exponents / exponents.sum(axis=1, keepdims=True)
        return result

    def ranked(self, record: Mapping[str, float], impossible: Sequence[str] = ()) -> list[Choice]:
        """The acts by expected cost, the least first; what is impossible here is neither due nor done.

        Where the message has the same topic in either reading, to answer it alone or in context is one act.
        """
        probabilities = self.probabilities(record)
        if record.get("same_topic") and acts.ANSWER_IN_CONTEXT in self.acts and acts.ANSWER in self.acts:
            either = [self.acts.index(acts.ANSWER), self.acts.index(acts.ANSWER_IN_CONTEXT)]
            probabilities[either] = probabilities[either].sum(), 0
        barred = np.isin(self.acts, list(impossible))
        probabilities = np.where(barred, 0, probabilities)
        probabilities = probabilities / max(float(probabilities.sum()), 1e-9)
        expected = np.where(barred, np.inf, probabilities @ self._costs)
        hardly = (probabilities < LEAST_LIKELY) & ~np.isin(self.acts, [acts.OFFER])
        order = np.lexsort([expected, hardly])
        return [Choice(self.acts[i], float(probabilities[i]), float(expected[i])) for i in order if not barred[i]]

    def save(self, folder: Path) -> None:
        """Writes the arrays: loading them runs no code."""
        np.savez(
            folder / _FILE,
            keys=np.array(self.keys),
            acts=np.array(self.acts),
            mean=self._mean,
            scale=self._scale,
            weights=self._weights,
        )

    @classmethod
    def load(cls, folder: Path) -> "Arbiter":
        """Reads what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            keys, names = (list(map(str, arrays[name])) for name in ("keys", "acts"))
            return cls(keys, names, arrays["mean"], arrays["scale"], arrays["weights"])


@dataclass(frozen=True)
class Expansion:
    """The evidence, and beside it some of it once more for each kind of situation: nought in all others.

    Attributes:
        situations: columns that say where the conversation stands.
        repeated: columns that count differently there.
    """

    situations: npt.NDArray[np.intp]
    repeated: npt.NDArray[np.intp]

    @classmethod
    def of(cls, keys: Sequence[str]) -> "Expansion":
        """That of evidence with these keys."""
        places = {key: place for place, key in enumerate(keys)}
        situations = [places[f"after_{kind}"] for kind in KINDS if f"after_{kind}" in places]
        repeated = [place for key, place in places.items() if key.startswith(_WITH_SITUATION)]
        return cls(np.array(situations, dtype=np.intp), np.array(repeated, dtype=np.intp))

    def of_rows(self, rows: Array) -> Array:
        """Features of evidence, shape (rows, keys * some)."""
        return np.hstack([rows, *(rows[:, self.repeated] * rows[:, [place]] for place in self.situations)])


@functools.cache
def load_costs(data: Path = DATA) -> Mapping[tuple[str, str], float]:
    """What doing one act costs where another was due, by (due, done).

    Raises:
        DataError: where the table is not as it must be.
    """
    found: dict[tuple[str, str], float] = {}
    for row in read_shaped(data / "knowledge" / "costs.yml", "costs")["costs"]:
        for due in _acts(row["due"]):
            for done in _acts(row["done"]):
                found[due, done] = 0.0 if due == done else float(row["cost"])
    return found


def _acts(value: str | list[str]) -> Sequence[str]:
    if value == _ANY:
        return acts.ACTS
    return value if isinstance(value, list) else [value]
