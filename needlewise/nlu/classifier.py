"""Which topic or intent a sentence belongs to: kernel ridge regression on sentence vectors and character n-grams.

Each training sentence votes for its label with a weight that falls with its distance, so a sentence that is near
nothing known scores low for everything: one number serves to choose a label and to notice that none fits. The
distance has three parts: what the encoder holds for similar, what is spelt alike, and the directions in which the
labels' sentences differ most (linear discriminant analysis), which tell topics apart that all speak of the same.
docs/architecture.md has the comparison with logistic regression.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.linalg
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from needlewise.nlu.turn import IN_SCOPE

Array = npt.NDArray[np.float32]
DIRECTIONS = 100
_WORD = re.compile(r"(?u)\b[\w']+\b")
_SHRINKAGE = 0.001
"""How far the spread within labels is drawn towards a sphere, as a share of its whole."""
_ROWS = 512
"""Of the kernel that are worked on at once."""
_ARRAYS = "classifier.npz"
_REST = "classifier.json"


@dataclass(frozen=True)
class Sentences:
    """Sentences as the kernel compares them: the similarity of two is the product of their rows in each, added up.

    Attributes:
        vectors: as written, with one name for the treatment, and in the directions that tell labels apart, side by
            side; each weighted with the root of its share. Shape (n, 768 + DIRECTIONS).
        ngrams: character n-grams, weighted likewise, shape (n, vocabulary), sparse.
    """

    vectors: Array
    ngrams: Any

    @functools.cached_property
    def by_ngram(self) -> Any:
        """The n-grams turned over, shape (vocabulary, n): one message is compared with all sentences at once."""
        return self.ngrams.T.tocsr()

    @classmethod
    def of(
        cls, as_written: Array, one_name: Array, ngrams: Any, directions: Directions, settings: KernelSettings
    ) -> Sentences:
        """Weighs the parts of sentences: vectors of shape (n, 384) each, and n-grams with rows of unit length."""
        both = np.float32(np.sqrt((1 - settings.ngram_share - settings.contrast_share) / 2))
        contrast = np.float32(np.sqrt(settings.contrast_share)) * directions.project(as_written, one_name)
        vectors = np.hstack([both * as_written, both * one_name, contrast])
        return cls(vectors, np.float32(np.sqrt(settings.ngram_share)) * ngrams)


@dataclass(frozen=True)
class Directions:
    """The directions in which the labels' sentences differ most, beside how they differ within a label.

    Attributes:
        centre: mean of all training sentences, shape (768,).
        axes: shape (768, DIRECTIONS).
    """

    centre: Array
    axes: Array

    @classmethod
    def of(cls, vectors: Array, classes: npt.NDArray[np.intp]) -> Directions:
        """Fits them to `vectors`, shape (n, 768), of the classes 0, 1, ..., shape (n,)."""
        centre = vectors.mean(axis=0)
        means = np.stack([vectors[classes == label].mean(axis=0) for label in range(classes.max() + 1)])
        within = vectors - means[classes]
        spread = within.T @ within / len(vectors)
        spread += np.eye(len(spread), dtype=np.float32) * (_SHRINKAGE * np.trace(spread))
        values, axes = np.linalg.eigh(spread)
        whitened = axes / np.sqrt(values)
        _, _, rotation = np.linalg.svd((means - centre) @ whitened, full_matrices=False)
        return cls(centre.astype(np.float32), (whitened @ rotation.T[:, :DIRECTIONS]).astype(np.float32))

    def project(self, as_written: Array, one_name: Array) -> Array:
        """Vectors of unit length, shape (n, DIRECTIONS)."""
        projected = (np.hstack([as_written, one_name]) - self.centre) @ self.axes
        result: Array = projected / np.linalg.norm(projected, axis=1, keepdims=True)
        return result


@dataclass(frozen=True)
class KernelSettings:
    """What the classifier is made with; the values were chosen by cross-validation.

    Attributes:
        ngram_share: share of the character n-grams in the similarity, 0 to 1.
        contrast_share: share of the directions that tell labels apart, 0 to 1; the vectors have the rest.
        width: how fast the weight of a training sentence falls with its distance; larger is narrower.
        ridge: how much the fit is smoothed.
        balance: 0 counts every sentence alike, 1 every label alike.
    """

    ngram_share: float = 0.25
    contrast_share: float = 0.3
    width: float = 1.5
    ridge: float = 0.2
    balance: float = 0.7


@dataclass(frozen=True)
class Scope:
    """Whether a sentence is about the assistant's subject, by its words alone: a second opinion on chatter.

    Attributes:
        weights: of each word that tells; above nought speaks for the subject.
        intercept: of a sentence without such words.
    """

    weights: dict[str, float]
    intercept: float

    @classmethod
    def of(cls, texts: Sequence[str], labels: Sequence[str]) -> Scope:
        """Learns the words of topics, and those of what is out of scope."""
        inside = [_is_inside(label) for label in labels]
        known = [(text, within) for text, within in zip(texts, inside, strict=True) if within is not None]
        if len({within for _, within in known}) < 2:
            return cls({}, 0.0)
        vectorizer = TfidfVectorizer(token_pattern=_WORD.pattern, binary=True, use_idf=False, norm=None, min_df=2)
        words = vectorizer.fit_transform([text for text, _ in known])
        model = LogisticRegression(C=0.5, class_weight="balanced", max_iter=300).fit(words, [w for _, w in known])
        weights = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
        return cls({word: round(float(weight), 4) for word, weight in weights}, float(model.intercept_[0]))

    def probability(self, text: str) -> float:
        """That `text` is about the subject."""
        total = self.intercept + sum(self.weights.get(word, 0.0) for word in set(_WORD.findall(text)))
        return float(1 / (1 + np.exp(-total)))


def _is_inside(label: str) -> bool | None:
    if label.startswith("out_of_scope/"):
        return False
    return True if label.startswith("faq/") or label in ("condition_check", "red_flag") else None


class SentenceClassifier:
    """Scores a sentence for every label."""

    def __init__(
        self,
        labels: Sequence[str],
        sentences: Sentences,
        weights: Array,
        vectorizer: TfidfVectorizer,
        directions: Directions,
        scope: Scope,
        taught: Mapping[str, str],
        settings: KernelSettings,
    ) -> None:
        """Use `train`."""
        self.labels = list(labels)
        self.sentences = sentences
        self.weights = weights
        self.vectorizer = vectorizer
        self.directions = directions
        self.scope = scope
        self.taught = taught
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
        names, classes, counts = np.unique(np.array(labels), return_inverse=True, return_counts=True)
        directions = Directions.of(np.hstack([as_written, one_name]), classes)
        ngrams = vectorizer.fit_transform(texts)
        sentences = Sentences.of(as_written, one_name, ngrams, directions, settings)
        wanted = np.zeros((len(texts), len(names)), dtype=np.float32)
        wanted[np.arange(len(texts)), classes] = 1
        importance = (np.median(counts) / counts[classes]) ** settings.balance
        kernel = _kernel(sentences, sentences, settings)
        kernel[np.diag_indices_from(kernel)] += (settings.ridge / importance).astype(np.float32)
        factor = scipy.linalg.cho_factor(kernel, overwrite_a=True, check_finite=False)
        weights = scipy.linalg.cho_solve(factor, wanted, check_finite=False)
        return cls(
            names.tolist(),
            sentences,
            weights.astype(np.float32),
            vectorizer,
            directions,
            Scope.of(texts, labels),
            _taught(texts, labels),
            settings,
        )

    def scores(self, texts: Sequence[str], as_written: Array, one_name: Array) -> Array:
        """Scores of each text for each label, shape (len(texts), len(labels)).

        About 1 for a sentence it was taught, about 0 for one that is near nothing known; not probabilities.
        """
        ngrams = self.vectorizer.transform(texts)
        asked = Sentences.of(as_written, one_name, ngrams, self.directions, self.settings)
        result: Array = _kernel(asked, self.sentences, self.settings) @ self.weights
        return result

    def label_scores(self, texts: Sequence[str], as_written: Array, one_name: Array) -> list[dict[str, float]]:
        """The scores of each text by label, and under IN_SCOPE the probability by its words alone.

        A text that was taught word for word scores 1 for its label, whatever its neighbours say.
        """
        found = []
        for text, row in zip(texts, self.scores(texts, as_written, one_name), strict=True):
            scores = dict(zip(self.labels, map(float, row), strict=True))
            label = self.taught.get(_bare(text))
            if label:
                scores[label] = 1.0
            found.append({**scores, IN_SCOPE: self.scope.probability(text)})
        return found

    def save(self, folder: Path) -> None:
        """Writes the classifier as arrays and JSON: loading it runs no code out of the files."""
        ngrams = self.sentences.ngrams
        np.savez(
            folder / _ARRAYS,
            vectors=self.sentences.vectors.astype(np.float16),
            centre=self.directions.centre,
            axes=self.directions.axes,
            data=ngrams.data,
            indices=ngrams.indices,
            indptr=ngrams.indptr,
            idf=self.vectorizer.idf_,
            weights=self.weights,
        )
        rest = {
            "labels": self.labels,
            "settings": vars(self.settings),
            "scope": vars(self.scope),
            "taught": self.taught,
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
            shape = (len(arrays["vectors"]), len(rest["vocabulary"]))
            directions = Directions(arrays["centre"], arrays["axes"])
            ngrams = scipy.sparse.csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
            sentences = Sentences(arrays["vectors"].astype(np.float32), ngrams)
            settings = KernelSettings(**rest["settings"])
            scope = Scope(**rest["scope"])
            taught = rest["taught"]
            return cls(rest["labels"], sentences, arrays["weights"], vectorizer, directions, scope, taught, settings)


def _bare(text: str) -> str:
    """The words of a text, without punctuation."""
    return " ".join(_WORD.findall(text.lower()))


def _taught(texts: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
    """The label of each text, without those that two labels share."""
    known: dict[str, str] = {}
    for text, label in zip(texts, labels, strict=True):
        words = _bare(text)
        known[words] = label if known.get(words, label) == label else ""
    return {words: label for words, label in known.items() if words and label}


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 4),
        min_df=1 if vocabulary else 3,
        sublinear_tf=True,
        dtype=np.float32,
        vocabulary=vocabulary,
    )


def _kernel(left: Sentences, right: Sentences, settings: KernelSettings) -> Array:
    """Weights by distance, shape (len(left), len(right)); in place, for a training kernel has a gigabyte."""
    similarity: Array = left.vectors @ right.vectors.T

    def finish(start: int) -> None:
        rows = similarity[start : start + _ROWS]
        rows += (left.ngrams[start : start + _ROWS] @ right.by_ngram).toarray()
        rows -= 1
        rows *= settings.width
        np.exp(rows, out=rows)

    if len(similarity) <= _ROWS:
        finish(0)
        return similarity
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # A sparse product keeps only one processor busy.
        list(pool.map(finish, range(0, len(similarity), _ROWS)))
    return similarity
