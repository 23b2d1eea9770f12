"""What a clause means, without any listed word: a classifier over sentence vectors, trained on descriptions.

The vectors tell which condition or sign it would be; whether anything is told at all, their classifier and the words
(wording.py) decide together: the geometric mean of what each gives to the kind against nothing.
"""

import contextlib
import functools
import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import yaml

from needlewise.encoder import SentenceEncoder
from needlewise.encoder.remembered import encode_remembered
from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import load_conditions, load_signs
from needlewise.language.phrases import plainest
from needlewise.language.text import Text
from needlewise.language.wording import KINDS, NOTHING, Wording
from needlewise.paths import DATA, MODELS

Vectors = npt.NDArray[np.float32]
CACHE = MODELS / "meaning.npz"
_WEIGHT_OF_NOTHING = 0.1
"""There are some thirty times as many examples of it as of any other class."""
_TINY = np.float32(1e-6)
_MOST_UNITS = 12
"""Stretches of a message that are encoded; a longer message is taken in larger pieces."""


@dataclass(frozen=True)
class Guess:
    """What a stretch of a message means, from token `first` up to, not including, token `last`.

    Attributes:
        kind: of what.
        id: of the condition or sign.
        probability: that the stretch tells of a condition, or of a sign as grave as this, vectors and words together.
        alone: the same by the vectors alone, and of a condition that it is just this one.
        first: where it begins.
        last: where it ends.
    """

    kind: Literal["condition", "sign"]
    id: str
    probability: float
    alone: float
    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """What a message means: the guesses, and how surely the whole of it, and each part, tells of nothing."""

    guesses: tuple[Guess, ...]
    nothing: float
    least_nothing: float


@dataclass(frozen=True)
class Thresholds:
    """How sure a guess must be, by what is at stake; data/language/thresholds.yml, set by `calibrate`.

    Attributes:
        condition: for a condition.
        urgency: for the signs of a level together, the gravest level first.
    """

    condition: float
    urgency: dict[Urgency, float]


def load_thresholds(data: Path = DATA) -> Thresholds:
    """The thresholds that `python -m needlewise.language.calibrate` wrote."""
    content = read_mapping(data / "language" / "thresholds.yml")
    return Thresholds(
        condition=float(content["condition"]),
        urgency={urgency: float(content["urgency"][urgency.value]) for urgency in reversed(Urgency)},
    )


@dataclass(frozen=True)
class State:
    """What training gives: `weights` (classes, 384), `bias` (classes,), the class names, and what words tell."""

    classes: tuple[str, ...]
    weights: Vectors
    bias: Vectors
    wording: Wording
    fingerprint: str

    def save(self, path: Path) -> None:
        """Writes the arrays as .npz, in one step."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.stem}.{os.getpid()}.part.npz")
        np.savez(
            part,
            classes=np.array(self.classes),
            weights=self.weights,
            bias=self.bias,
            fingerprint=np.array(self.fingerprint),
            **{f"wording_{field.name}": getattr(self.wording, field.name) for field in fields(Wording)},
        )
        part.replace(path)

    @classmethod
    def load(cls, path: Path, expected: str) -> "State | None":
        """Reads what `save` wrote; None where its fingerprint is not the expected one."""
        with np.load(path, allow_pickle=False) as arrays:
            if str(arrays["fingerprint"]) != expected:
                return None
            return cls(
                tuple(str(name) for name in arrays["classes"]),
                arrays["weights"],
                arrays["bias"],
                Wording(*(arrays[f"wording_{field.name}"] for field in fields(Wording))),
                expected,
            )


def _harmless(data: Path) -> list[str]:
    """What tells of no circumstance and no sign: language/harmless.yml, and what was written for harmless intents."""
    content = read_mapping(data / "language" / "harmless.yml")
    intents = set(content["intents"])
    examples = list(content["sentences"])
    for path in sorted([*(data / "faq").glob("*.yml"), *(data / "dialogue").glob("*.yml")]):
        for block in read_mapping(path).get("nlu") or []:
            if path.parent.name == "faq" or block.get("intent") in intents:
                examples += [line.removeprefix("- ").strip() for line in str(block.get("examples", "")).splitlines()]
    return [example for example in examples if example]


def training_examples(data: Path = DATA) -> list[tuple[str, str]]:
    """(sentence, class) pairs: names, lay terms and descriptions by id, and what is neither as NOTHING."""
    pairs = [
        (sentence, f"{kind}/{entry.id}")
        for kind, entries in (("condition", load_conditions(data)), ("sign", load_signs(data)))
        for entry in entries.values()
        for sentence in (entry.name, *map(plainest, entry.words.lay_terms), *entry.words.descriptions)
    ]
    return pairs + [(sentence, NOTHING) for sentence in _harmless(data)]


def training_sentences(data: Path = DATA) -> list[str]:
    """The sentences of `training_examples`."""
    return [sentence for sentence, _ in training_examples(data)]


def fingerprint(pairs: Sequence[tuple[str, str]]) -> str:
    """Changes when the training sentences do, or the code that learns from them."""
    digest = hashlib.sha256(yaml.safe_dump([list(pair) for pair in pairs], width=10_000).encode())
    for module in (__name__, Wording.__module__):
        digest.update(Path(str(sys.modules[module].__file__)).read_bytes())
    return digest.hexdigest()


def fit(vectors: Vectors, names: Sequence[str]) -> tuple[tuple[str, ...], Vectors, Vectors]:
    """One multinomial logistic regression: its classes, weights (classes, 384) and bias (classes,)."""
    from sklearn.linear_model import LogisticRegression

    weights = {name: _WEIGHT_OF_NOTHING if name == NOTHING else 1.0 for name in names}
    model = LogisticRegression(C=100.0, max_iter=300, class_weight=weights)
    model.fit(vectors, names)
    classes = tuple(str(name) for name in model.classes_)
    return classes, model.coef_.astype(np.float32), model.intercept_.astype(np.float32)


def probabilities(vectors: Vectors, weights: Vectors, bias: Vectors) -> Vectors:
    """Of each class for each vector, shape (len(vectors), classes)."""
    scores = vectors @ weights.T + bias
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Vectors = exponents / exponents.sum(axis=1, keepdims=True)
    return result


def kind_of(name: str) -> str:
    """Of a class: one of KINDS."""
    return name.split("/")[0]


def weighed(rows: Vectors, words: Vectors, classes: Sequence[str]) -> Vectors:
    """What vectors and words say together.

    Args:
        rows: class probabilities by the vectors, shape (n, classes).
        words: probabilities of the KINDS by the words, shape (n, 3).
        classes: the names of the columns.

    Returns:
        Shape (n, classes). The conditions of a row add up to how surely it tells of a condition, the signs to how
        surely of a sign; what vectors give to nothing stays as it is.
    """
    result = rows.copy()
    told = np.array([name != NOTHING for name in classes])
    share = rows[:, told].sum(axis=1) + _TINY
    nothing = rows[:, ~told].sum(axis=1)
    for index, kind in enumerate(KINDS[:2]):
        columns = np.array([kind_of(name) == kind for name in classes])
        mass = rows[:, columns].sum(axis=1)
        by_vectors = mass / (mass + nothing + _TINY)
        by_words = words[:, index] / (words[:, index] + words[:, 2])
        result[:, columns] *= (np.sqrt(by_vectors * by_words) / share)[:, None]
    return result


def train(pairs: Sequence[tuple[str, str]], encode: Callable[[list[str]], Vectors] = encode_remembered) -> State:
    """What the pairs teach, ready to be saved."""
    sentences, names = [sentence for sentence, _ in pairs], [name for _, name in pairs]
    classes, weights, bias = fit(encode(sentences), names)
    return State(
        classes, weights, bias, Wording.learn(sentences, [kind_of(name) for name in names]), fingerprint(pairs)
    )


class Meaning:
    """Guesses conditions and signs from the meaning of a message and of its clauses."""

    def __init__(self, state: State, data: Path = DATA, encoder: SentenceEncoder | None = None) -> None:
        """Takes what `train` gave."""
        self._state = state
        self._encoder = encoder or SentenceEncoder.shared()
        self._thresholds = load_thresholds(data)
        signs = load_signs(data)
        self._levels = {
            urgency: np.array(
                [name.startswith("sign/") and signs[name[5:]].urgency is urgency for name in state.classes]
            )
            for urgency in reversed(Urgency)
        }
        self._nothing = state.classes.index(NOTHING)
        self._is_condition = np.array([name.startswith("condition/") for name in state.classes])

    @classmethod
    @functools.lru_cache(maxsize=1)
    def shared(cls) -> "Meaning":
        """The one of this process: from models/meaning.npz where that fits the data, else trained and kept there."""
        pairs = training_examples()
        known = State.load(CACHE, fingerprint(pairs)) if CACHE.is_file() else None
        if known is not None:
            return cls(known)
        state = train(pairs)
        with contextlib.suppress(OSError):  # A folder that cannot be written to costs training at each start.
            state.save(CACHE)
        return cls(state)

    def read(self, text: Text, vector: Vectors | None = None) -> Reading:
        """At most one condition and one sign for each stretch of the message, each only once."""
        units = _units(text)
        if not units:
            return Reading((), 1.0, 1.0)
        texts = [text.shown(first, last) for first, last in units]
        if vector is not None and len(text.original) == len(texts[0]):
            vectors = np.vstack([vector.reshape(1, -1), *([self._encoder.encode(texts[1:])] if texts[1:] else [])])
        else:
            vectors = self._encoder.encode(texts)
        guesses: dict[str, Guess] = {}
        by_vectors = probabilities(vectors, self._state.weights, self._state.bias)
        rows = weighed(by_vectors, self._state.wording.probabilities(texts), self._state.classes)
        for (first, last), row, alone in zip(units, rows, by_vectors, strict=True):
            for guess in self._read(row, alone, first, last):
                if guess.id not in guesses or guesses[guess.id].probability < guess.probability:
                    guesses[guess.id] = guess
        nothing = rows[:, self._nothing]
        return Reading(tuple(guesses.values()), float(nothing[0]), float(nothing.min()))

    def _read(self, row: Any, alone: Any, first: int, last: int) -> list[Guess]:
        found = []
        conditions = np.where(self._is_condition, row, 0.0)
        best = int(conditions.argmax())
        if conditions.sum() >= self._thresholds.condition:
            name = self._state.classes[best].removeprefix("condition/")
            found.append(Guess("condition", name, float(conditions.sum()), float(alone[best]), first, last))
        together, by_vectors = 0.0, 0.0
        for urgency, members in self._levels.items():
            together += float(row[members].sum())
            by_vectors += float(alone[members].sum())
            if members.any() and together >= self._thresholds.urgency[urgency]:
                signs = np.where(members, row, 0.0)
                best = int(signs.argmax())
                name = self._state.classes[best].removeprefix("sign/")
                found.append(Guess("sign", name, together, by_vectors, first, last))
                break
        return found


def _units(text: Text) -> list[tuple[int, int]]:
    """The whole message, then its sentences and clauses of three words and more, as token ranges."""
    tokens = text.tokens
    if not tokens:
        return []
    units = [(0, len(tokens))]
    for breaks in (frozenset("."), frozenset(".,")):
        start = 0
        for index in range(len(tokens) + 1):
            if index == len(tokens) or tokens[index].word in breaks:
                if index - start >= 3 and (start, index) not in units:
                    units.append((start, index))
                start = index + 1
    return units[:_MOST_UNITS]
