"""Which topic or intent a sentence belongs to: kernel ridge regression on sentence vectors and character n-grams.

Each training sentence votes for its label with a weight that falls with its distance, so a sentence that is near
nothing known scores low for everything: one number serves to choose a label and to notice that none fits.
Solving for the weights takes a second; docs/architecture.md has the comparison with logistic regression.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.linalg
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer

Array = npt.NDArray[np.float32]
_ARRAYS = "classifier.npz"
_REST = "classifier.json"


@dataclass(frozen=True)
class Sentences:
    """Sentences as the kernel compares them.

    Attributes:
        as_written: vectors of unit length, shape (n, 384).
        one_name: the same with one name for the treatment, shape (n, 384).
        ngrams: character n-grams, rows of unit length, shape (n, vocabulary), sparse.
    """

    as_written: Array
    one_name: Array
    ngrams: Any


@dataclass(frozen=True)
class KernelSettings:
    """What the classifier is made with; the values were chosen by cross-validation.

    Attributes:
        ngram_share: share of the character n-grams in the similarity, 0 to 1.
        width: how fast the weight of a training sentence falls with its distance; larger is narrower.
        ridge: how much the fit is smoothed.
        balance: 0 counts every sentence alike, 1 every label alike.
    """

    ngram_share: float = 0.25
    width: float = 1.5
    ridge: float = 0.2
    balance: float = 0.7


class SentenceClassifier:
    """Scores a sentence for every label."""

    def __init__(
        self,
        labels: Sequence[str],
        sentences: Sentences,
        weights: Array,
        vectorizer: TfidfVectorizer,
        settings: KernelSettings,
    ) -> None:
        """Use `train`."""
        self.labels = list(labels)
        self.sentences = sentences
        self.weights = weights
        self.vectorizer = vectorizer
        self.settings = settings

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        as_written: Array,
        one_name: Array,
        labels: Sequence[str],
        settings: KernelSettings = KernelSettings(),
    ) -> SentenceClassifier:
        """Learns from `texts` (with one name for the treatment), their vectors, shape (n, 384), and their labels."""
        vectorizer = _vectorizer()
        sentences = Sentences(as_written, one_name, vectorizer.fit_transform(texts))
        names, classes, counts = np.unique(np.array(labels), return_inverse=True, return_counts=True)
        wanted = np.zeros((len(texts), len(names)), dtype=np.float32)
        wanted[np.arange(len(texts)), classes] = 1
        importance = (np.median(counts) / counts[classes]) ** settings.balance
        kernel = _kernel(sentences, sentences, settings)
        kernel[np.diag_indices_from(kernel)] += (settings.ridge / importance).astype(np.float32)
        weights = scipy.linalg.solve(kernel, wanted, assume_a="pos", overwrite_a=True, check_finite=False)
        return cls(names.tolist(), sentences, weights.astype(np.float32), vectorizer, settings)

    def scores(self, texts: Sequence[str], as_written: Array, one_name: Array) -> Array:
        """Scores of each text for each label, shape (len(texts), len(labels)).

        About 1 for a sentence it was taught, about 0 for one that is near nothing known; not probabilities.
        """
        asked = Sentences(as_written, one_name, self.vectorizer.transform(texts))
        result: Array = _kernel(asked, self.sentences, self.settings) @ self.weights
        return result

    def save(self, folder: Path) -> None:
        """Writes the classifier as arrays and JSON: loading it runs no code out of the files."""
        ngrams = self.sentences.ngrams
        np.savez(
            folder / _ARRAYS,
            as_written=self.sentences.as_written.astype(np.float16),
            one_name=self.sentences.one_name.astype(np.float16),
            data=ngrams.data,
            indices=ngrams.indices,
            indptr=ngrams.indptr,
            idf=self.vectorizer.idf_,
            weights=self.weights,
        )
        rest = {
            "labels": self.labels,
            "settings": vars(self.settings),
            "vocabulary": {ngram: int(column) for ngram, column in self.vectorizer.vocabulary_.items()},
        }
        (folder / _REST).write_text(json.dumps(rest), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> SentenceClassifier:
        """Reads what `save` wrote."""
        rest = json.loads((folder / _REST).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS) as arrays:
            vectorizer = _vectorizer(rest["vocabulary"])
            vectorizer.idf_ = arrays["idf"]
            shape = (len(arrays["as_written"]), len(rest["vocabulary"]))
            sentences = Sentences(
                arrays["as_written"].astype(np.float32),
                arrays["one_name"].astype(np.float32),
                scipy.sparse.csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape),
            )
            return cls(rest["labels"], sentences, arrays["weights"], vectorizer, KernelSettings(**rest["settings"]))


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        min_df=1 if vocabulary else 2,
        sublinear_tf=True,
        dtype=np.float32,
        vocabulary=vocabulary,
    )


def _kernel(left: Sentences, right: Sentences, settings: KernelSettings) -> Array:
    meaning = (left.as_written @ right.as_written.T + left.one_name @ right.one_name.T) / 2
    spelling = (left.ngrams @ right.ngrams.T).toarray()
    similarity = (1 - settings.ngram_share) * meaning + settings.ngram_share * spelling
    return np.exp(settings.width * (similarity - 1)).astype(np.float32)
