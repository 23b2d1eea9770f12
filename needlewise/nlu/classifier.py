"""How much a text is like what belongs to each label: kernel ridge regression on sentence vectors and n-grams.

One label space for all that a message can be: topics and their points, conditions, signs, neighbouring subjects, moves
in the check, dialogue. A text may have several labels. Each training text votes for its labels with a weight that falls
with its distance, so a text that is near nothing known scores low for everything. The distance has three parts: what
the encoder holds for similar, what is spelt alike, and the directions in which the labels' texts differ most (linear
discriminant analysis), which tell topics apart that all speak of the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from needlewise.nlu.cholesky import BLOCK, solve_in_place

Array = npt.NDArray[np.float32]
DIRECTIONS = 100
NGRAM_SHARE, CONTRAST_SHARE = 0.25, 0.3
"""Of the similarity: character n-grams, and the directions that tell labels apart; the vectors have the rest."""
WIDTH = 1.5
"""How fast the weight of a training text falls with its distance; larger is narrower."""
RIDGE = 0.2
"""How much the fit is smoothed."""
BALANCE = 0.7
"""0 counts every text alike, 1 every label alike."""
ALIKE = 0.88
"""Similarity from which two texts of one label are one: the second is left out."""
MOST, MOST_OF_OTHERS = 100, 360
"""Texts of a topic or point, and of another label, that are learnt from: training takes the cube of their number."""
TOPICS_IN_DETAIL = 3
"""Topics of which the points are scored too."""
_SHRINKAGE = 0.001
"""How far the spread within labels is drawn towards a sphere, as a share of its whole."""
_ROWS = 512
"""Of the kernel that are worked on at once."""
_ARRAYS, _REST = "classifier.npz", "classifier.json"


@dataclass(frozen=True)
class Examples:
    """What the classifier learns from.

    Attributes:
        texts: with one name for the treatment.
        vectors: shape (n, 384).
        labels: of each text; of a topic's the topic first, of others the most particular last.
    """

    texts: Sequence[str]
    vectors: Array
    labels: Sequence[tuple[str, ...]]

    def some(self, rows: npt.NDArray[np.intp]) -> Examples:
        """Those of some rows."""
        return Examples([self.texts[i] for i in rows], self.vectors[rows], [self.labels[i] for i in rows])

    def distinct(self) -> npt.NDArray[np.intp]:
        """The rows that are not nearly the same as an earlier one with the same labels."""
        kept: list[int] = []
        by_labels: dict[tuple[str, ...], list[int]] = {}
        for row, labels in enumerate(self.labels):
            by_labels.setdefault(labels, []).append(row)
        for rows in by_labels.values():
            similarity = self.vectors[rows] @ self.vectors[rows].T
            mine: list[int] = []
            for place in range(len(rows)):
                if not mine or similarity[place, mine].max() < ALIKE:
                    mine.append(place)
            kept += [rows[place] for place in mine]
        return np.array(self._thinned(sorted(kept)), dtype=np.intp)

    def _thinned(self, rows: list[int], seed: int = 0) -> list[int]:
        """At most MOST rows of a label: past that, more of the same teach little."""
        order = np.random.default_rng(seed).permutation(rows)
        counts: dict[str, int] = {}
        kept = []
        for row in order:
            label = self.labels[row][-1]
            counts[label] = counts.get(label, 0) + 1
            if counts[label] <= (MOST if label.startswith("faq/") else MOST_OF_OTHERS):
                kept.append(int(row))
        return sorted(kept)


def group_of(labels: tuple[str, ...]) -> str:
    """What a text is weighed with: its topic, or the condition, sign or move that it is of."""
    return labels[0] if labels[0].startswith("faq/") else labels[-1]


@dataclass(frozen=True)
class Directions:
    """The directions in which the labels' texts differ most, beside how they differ within a label.

    Attributes:
        centre: mean of all training texts, shape (384,).
        axes: shape (384, DIRECTIONS).
    """

    centre: Array
    axes: Array

    @classmethod
    def of(cls, vectors: Array, classes: npt.NDArray[np.intp]) -> Directions:
        """Fits them to `vectors`, shape (n, 384), of the classes 0, 1, ..., shape (n,)."""
        centre = vectors.mean(axis=0)
        means = np.stack([vectors[classes == label].mean(axis=0) for label in range(classes.max() + 1)])
        within = vectors - means[classes]
        spread = within.T @ within / len(vectors)
        spread += np.eye(len(spread), dtype=np.float32) * (_SHRINKAGE * np.trace(spread))
        values, axes = np.linalg.eigh(spread)
        whitened = axes / np.sqrt(values)
        _, _, rotation = np.linalg.svd((means - centre) @ whitened, full_matrices=False)
        return cls(centre.astype(np.float32), (whitened @ rotation.T[:, :DIRECTIONS]).astype(np.float32))

    def weighed(self, vectors: Array) -> Array:
        """`vectors` and their directions side by side, each with the root of its share; shape (n, 384 + DIRECTIONS)."""
        projected = (vectors - self.centre) @ self.axes
        projected /= np.linalg.norm(projected, axis=1, keepdims=True)
        share = np.float32(np.sqrt(1 - NGRAM_SHARE - CONTRAST_SHARE))
        return np.hstack([share * vectors, np.float32(np.sqrt(CONTRAST_SHARE)) * projected])


class LabelClassifier:
    """Scores texts for every label; use `train` or `load`."""

    def __init__(
        self,
        labels: Sequence[str],
        points: Mapping[str, Sequence[str]],
        vectors: Array,
        ngrams: Any,
        weights: Array,
        vectorizer: TfidfVectorizer,
        directions: Directions,
    ) -> None:
        """Takes what training gives.

        Args:
            labels: those of the columns.
            points: of each topic's label those of its points.
            vectors: of the training texts, weighed.
            ngrams: theirs, weighed.
            weights: their votes, shape (texts, labels).
            vectorizer: makes n-grams.
            directions: weighs vectors.
        """
        self.labels = list(labels)
        self.points = {topic: list(some) for topic, some in points.items()}
        at = {label: column for column, label in enumerate(labels)}
        self._columns = {topic: [at[label] for label in some] for topic, some in self.points.items()}
        fine = {column for some in self._columns.values() for column in some}
        self._coarse = np.array([column for column in range(len(labels)) if column not in fine], dtype=np.intp)
        self._coarse_weights = np.ascontiguousarray(weights[:, self._coarse])
        self._topics = [(topic, at[topic]) for topic in self.points]
        self._vectors = vectors
        self._ngrams = ngrams
        self._by_ngram = ngrams.T.tocsr()
        self._weights = np.asfortranarray(weights)
        self._vectorizer = vectorizer
        self._directions = directions

    @classmethod
    def train(cls, examples: Examples) -> LabelClassifier:
        """Learns from examples that are `distinct`."""
        groups = [group_of(own) for own in examples.labels]
        _, classes, counts = np.unique(groups, return_inverse=True, return_counts=True)
        labels = sorted({label for own in examples.labels for label in own})
        column = {label: place for place, label in enumerate(labels)}
        directions = Directions.of(examples.vectors, classes)
        vectorizer = _vectorizer()
        ngrams = _weighed_ngrams(vectorizer.fit_transform(examples.texts))
        vectors = directions.weighed(examples.vectors)
        wanted = np.zeros((len(examples.texts), len(labels)), dtype=np.float32)
        for row, own in enumerate(examples.labels):
            wanted[row, [column[label] for label in own]] = 1
        importance = (MOST / counts[classes]) ** BALANCE
        kernel = _own_kernel(vectors, ngrams)
        kernel[np.diag_indices_from(kernel)] += (RIDGE / importance).astype(np.float32)
        weights = solve_in_place(kernel, wanted)
        points: dict[str, list[str]] = {}
        for own in examples.labels:
            if own[0].startswith("faq/") and len(own) == 2 and own[1].startswith(f"{own[0]}_"):
                points.setdefault(own[0], []).append(own[1])
        points = {topic: sorted(set(some)) for topic, some in points.items()}
        return cls(labels, points, vectors, ngrams, weights.astype(np.float32), vectorizer, directions)

    def scores(self, texts: Sequence[str], vectors: Array, *, points: bool = True) -> Array:
        """Scores of each text for each label, shape (len(texts), len(labels)).

        About 1 for a text it was taught, about 0 for one that is near nothing known; not probabilities. Points are
        scored only of the topics that come first for one of the texts: of the others they stay 0.

        Args:
            texts: with one name for the treatment.
            vectors: theirs, shape (len(texts), 384).
            points: whether points are wanted; which act is due does not depend on them.
        """
        ngrams = _weighed_ngrams(self._vectorizer.transform(texts))
        kernel = _kernel(self._directions.weighed(vectors), ngrams, self._vectors, self._by_ngram)
        result = np.zeros((len(texts), len(self.labels)), dtype=np.float32)
        result[:, self._coarse] = kernel @ self._coarse_weights
        if points and self._topics:
            topics = np.array([column for _, column in self._topics], dtype=np.intp)
            first = np.unique(np.argsort(-result[:, topics], axis=1)[:, :TOPICS_IN_DETAIL])
            columns = [column for place in first for column in self._columns[self._topics[place][0]]]
            result[:, columns] = kernel @ self._weights[:, columns]
        return result

    def save(self, folder: Path) -> None:
        """Writes the classifier as arrays and JSON: loading it runs no code out of the files."""
        np.savez(
            folder / _ARRAYS,
            vectors=self._vectors.astype(np.float16),
            centre=self._directions.centre,
            axes=self._directions.axes,
            data=self._ngrams.data.astype(np.float16),
            indices=self._ngrams.indices,
            indptr=self._ngrams.indptr,
            idf=self._vectorizer.idf_,
            weights=self._weights.astype(np.float16),
        )
        vocabulary = {ngram: int(column) for ngram, column in self._vectorizer.vocabulary_.items()}
        (folder / _REST).write_text(
            json.dumps({"labels": self.labels, "points": self.points, "vocabulary": vocabulary}), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> LabelClassifier:
        """Reads what `save` wrote."""
        rest = json.loads((folder / _REST).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            vectorizer = _vectorizer(rest["vocabulary"])
            vectorizer.idf_ = arrays["idf"]
            shape = (len(arrays["vectors"]), len(rest["vocabulary"]))
            data = arrays["data"].astype(np.float32)
            ngrams = scipy.sparse.csr_matrix((data, arrays["indices"], arrays["indptr"]), shape=shape)
            directions = Directions(arrays["centre"], arrays["axes"])
            weights = arrays["weights"].astype(np.float32)
            vectors = arrays["vectors"].astype(np.float32)
            return cls(rest["labels"], rest["points"], vectors, ngrams, weights, vectorizer, directions)


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 4),
        min_df=1 if vocabulary else 3,
        sublinear_tf=True,
        dtype=np.float32,
        vocabulary=vocabulary,
    )


def _weighed_ngrams(ngrams: Any) -> Any:
    return (ngrams * np.float32(np.sqrt(NGRAM_SHARE))).astype(np.float32).tocsr()


def _kernel(vectors: Array, ngrams: Any, known: Array, by_ngram: Any) -> Array:
    """Weights by distance, shape (len(vectors), len(known))."""
    similarity: Array = vectors @ known.T
    _in_threads(len(similarity), lambda rows: _weigh(similarity[rows], ngrams[rows] @ by_ngram))
    return similarity


def _own_kernel(vectors: Array, ngrams: Any) -> Array:
    """The weights of texts for each other, shape (n, n), of which the lower triangle is filled: it has gigabytes."""
    kernel = np.zeros((len(vectors), len(vectors)), dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        rows = slice(start, min(start + BLOCK, len(vectors)))
        np.matmul(vectors[rows], vectors[: rows.stop].T, out=kernel[rows, : rows.stop])
    by_ngram = ngrams.T.tocsc()

    def finish(rows: slice) -> None:
        _weigh(kernel[rows, : rows.stop], ngrams[rows] @ by_ngram[:, : rows.stop])

    _in_threads(len(kernel), finish)
    return kernel


def _weigh(similarity: Array, shared: Any) -> None:
    """Makes weights of similarities of vectors, in place; `shared` are those of n-grams."""
    similarity += shared.toarray()
    similarity -= 1
    similarity *= WIDTH
    np.exp(similarity, out=similarity)


def _in_threads(count: int, work: Callable[[slice], None]) -> None:
    """Does some rows at a time, for a sparse product keeps only one processor busy."""
    parts = [slice(start, min(start + _ROWS, count)) for start in range(0, count, _ROWS)]
    if len(parts) == 1:
        work(parts[0])
        return
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, parts))
