"""Whether a sentence tells of a condition, of a sign or of nothing, by its words alone.

A second opinion beside the sentence vectors (meaning.py), which know the subject of a sentence better than whether it
tells something ("they give me tubs of grease for it") or asks in general. docs/architecture.md has what it adds.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

NOTHING = "nothing"
KINDS = ("condition", "sign", NOTHING)
_WORD = re.compile(r"[\w']+")
_SMOOTHING = 3.0
_WEIGHT_OF_NOTHING = 0.3
"""There are some twice as many sentences of it as of the others together."""

Array = npt.NDArray[np.float32]
_NO_WORD: Array = np.array([0, 0, 1], np.float32)
"""Of a text without any word that is known."""


@dataclass(frozen=True)
class Wording:
    """Logistic regression on tf-idf of words and pairs of words.

    Attributes:
        ngrams: what it knows, one or two words each, shape (n,).
        idf: how much each counts, shape (n,).
        weights: shape (n, 3), in the order of KINDS.
        bias: shape (3,).
    """

    ngrams: npt.NDArray[np.str_]
    idf: Array
    weights: Array
    bias: Array

    def __post_init__(self) -> None:
        """Makes the n-grams ready to be looked up."""
        object.__setattr__(self, "_row", {str(ngram): row for row, ngram in enumerate(self.ngrams)})

    @classmethod
    def learn(cls, texts: Sequence[str], kinds: Sequence[str]) -> "Wording":
        """Learns from sentences and the kind of each."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        vectorizer = TfidfVectorizer(analyzer=lambda text: list(_ngrams(text)), min_df=2, sublinear_tf=True)
        features = vectorizer.fit_transform(texts)
        model = LogisticRegression(C=_SMOOTHING, max_iter=300, class_weight={NOTHING: _WEIGHT_OF_NOTHING})
        model.fit(features, kinds)
        order = [list(model.classes_).index(kind) for kind in KINDS]
        return cls(
            np.array(vectorizer.get_feature_names_out(), dtype=np.str_),
            vectorizer.idf_.astype(np.float32),
            model.coef_[order].T.astype(np.float32),
            model.intercept_[order].astype(np.float32),
        )

    def probabilities(self, texts: Sequence[str]) -> Array:
        """Of each kind for each text, shape (len(texts), 3)."""
        return np.stack([self._of(text) for text in texts]) if texts else np.zeros((0, 3), np.float32)

    def _of(self, text: str) -> Array:
        rows: dict[str, int] = self._row  # type: ignore[attr-defined]
        counts = {rows[ngram]: count for ngram, count in Counter(_ngrams(text)).items() if ngram in rows}
        if not counts:
            return _NO_WORD
        known = np.fromiter(counts, dtype=np.intp)
        values = np.array([1 + math.log(count) for count in counts.values()], np.float32) * self.idf[known]
        scores = self.bias + values / np.linalg.norm(values) @ self.weights[known]
        exponents = np.exp(scores - scores.max())
        result: Array = exponents / exponents.sum()
        return result


def _ngrams(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    yield from words
    yield from (f"{one} {two}" for one, two in itertools.pairwise(words))
