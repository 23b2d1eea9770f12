"""The classifier by itself, on made-up vectors."""

from pathlib import Path

import numpy as np
import pytest

from needlewise.nlu.classifier import DIRECTIONS, KernelSettings, SentenceClassifier

RANDOM = np.random.default_rng(11)


def vectors(centre: np.ndarray, number: int) -> np.ndarray:
    noisy = centre + 0.05 * RANDOM.standard_normal((number, len(centre)))
    return (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def taught() -> tuple[SentenceClassifier, dict[str, np.ndarray]]:
    centres = {label: RANDOM.standard_normal(384) for label in ("cost", "pain", "sun")}
    centres = {label: centre / np.linalg.norm(centre) for label, centre in centres.items()}
    texts = [f"{label} question {number}" for label in centres for number in range(40)]
    rows = np.vstack([vectors(centre, 40) for centre in centres.values()])
    labels = [label for label in centres for _ in range(40)]
    return SentenceClassifier.train(texts, rows, rows, labels), centres


def test_it_knows_what_it_was_taught(taught: tuple) -> None:
    classifier, centres = taught
    for label, centre in centres.items():
        row = vectors(centre, 1)
        scores = dict(zip(classifier.labels, classifier.scores([f"{label} question"], row, row)[0], strict=True))
        assert max(scores, key=scores.get) == label
        assert scores[label] > 0.6


def test_what_is_near_nothing_scores_low_for_everything(taught: tuple) -> None:
    classifier, _ = taught
    row = vectors(RANDOM.standard_normal(384) * 3, 1)
    assert classifier.scores(["zzz"], row, row).max() < 0.6


def test_saved_and_loaded_it_scores_the_same(taught: tuple, tmp_path: Path) -> None:
    classifier, centres = taught
    classifier.save(tmp_path)
    again = SentenceClassifier.load(tmp_path)
    row = vectors(centres["pain"], 1)
    assert again.labels == classifier.labels
    assert np.allclose(again.scores(["pain"], row, row), classifier.scores(["pain"], row, row), atol=5e-3)


def test_directions_are_no_more_than_there_are_labels_to_tell_apart(taught: tuple) -> None:
    classifier, _ = taught
    assert classifier.directions.axes.shape[0] == 768
    assert classifier.directions.axes.shape[1] <= DIRECTIONS


def test_shares_leave_room_for_meaning() -> None:
    settings = KernelSettings()
    assert 0 < settings.ngram_share + settings.contrast_share < 1
