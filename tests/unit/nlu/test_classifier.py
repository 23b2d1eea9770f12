"""The classifier by itself, on made-up vectors."""

from pathlib import Path

import numpy as np
import pytest

from needlewise.nlu import classifier as classifiers
from needlewise.nlu.classifier import Examples, LabelClassifier

RANDOM = np.random.default_rng(11)
CENTRES = {label: RANDOM.standard_normal(384) for label in ("cost", "pain", "sun")}


def vectors(centre: np.ndarray, number: int) -> np.ndarray:
    noisy = centre / np.linalg.norm(centre) + 0.05 * RANDOM.standard_normal((number, len(centre)))
    return (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def examples() -> Examples:
    texts = [f"{label} question {number}" for label in CENTRES for number in range(40)]
    rows = np.vstack([vectors(centre, 40) for centre in CENTRES.values()])
    labels = [(label, "asked") if number % 2 else (label,) for label in CENTRES for number in range(40)]
    return Examples(texts, rows, labels)


@pytest.fixture(scope="module")
def taught(examples: Examples) -> LabelClassifier:
    return LabelClassifier.train(examples)


def test_it_knows_what_it_was_taught(taught: LabelClassifier) -> None:
    for label, centre in CENTRES.items():
        scores = dict(zip(taught.labels, taught.scores([f"{label} question"], vectors(centre, 1))[0], strict=True))
        assert max(CENTRES, key=lambda name: scores[name]) == label
        assert scores[label] > 0.6


def test_a_text_may_have_several_labels(taught: LabelClassifier) -> None:
    scores = taught.scores(["pain question"], vectors(CENTRES["pain"], 1))[0]
    assert 0.2 < scores[taught.labels.index("asked")] < 0.8


def test_what_is_near_nothing_scores_low_for_everything(taught: LabelClassifier) -> None:
    assert taught.scores(["zzz"], vectors(RANDOM.standard_normal(384), 1)).max() < 0.6


def test_saved_and_loaded_it_scores_the_same(taught: LabelClassifier, tmp_path: Path) -> None:
    taught.save(tmp_path)
    again = LabelClassifier.load(tmp_path)
    row = vectors(CENTRES["pain"], 1)
    assert again.labels == taught.labels
    assert np.allclose(again.scores(["pain"], row), taught.scores(["pain"], row), atol=2e-2)


def test_of_texts_that_are_nearly_the_same_one_is_kept(examples: Examples) -> None:
    twice = Examples(
        [*examples.texts, *examples.texts],
        np.vstack([examples.vectors, examples.vectors]),
        [*examples.labels, *examples.labels],
    )
    assert len(twice.distinct()) <= len(examples.texts)


def test_no_label_crowds_out_the_others(examples: Examples, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classifiers, "ALIKE", 2.0)
    monkeypatch.setattr(classifiers, "MOST_OF_OTHERS", 10)
    kept = examples.distinct()
    lasts = [examples.labels[row][-1] for row in kept]
    assert max(lasts.count(label) for label in set(lasts)) == 10
