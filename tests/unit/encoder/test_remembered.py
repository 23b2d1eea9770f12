"""Sentences are encoded once, and a small question does not push out what a training has encoded."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from needlewise.encoder import remembered


class Counting:
    """An encoder that counts what it is given."""

    encoded: list[str]

    def __init__(self, threads: int = 1) -> None:
        pass

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        type(self).encoded += list(texts)
        return np.array([[len(text)] * 384 for text in texts], dtype=np.float32)


@pytest.fixture(autouse=True)
def encoder(monkeypatch: pytest.MonkeyPatch) -> type[Counting]:
    Counting.encoded = []
    monkeypatch.setattr(remembered, "SentenceEncoder", Counting)
    monkeypatch.setattr(remembered, "_MOST", 4)
    return Counting


def test_what_was_encoded_is_not_encoded_again(tmp_path: Path, encoder: type[Counting]) -> None:
    path = tmp_path / "sentences.npz"
    first = remembered.encode_remembered(["a", "bb", "a"], path)
    again = remembered.encode_remembered(["bb", "A"], path)
    assert encoder.encoded == ["a", "bb"]
    assert (first[1, 0], again[0, 0], again[1, 0]) == (2, 2, 1)


def test_the_oldest_of_the_rest_go(tmp_path: Path, encoder: type[Counting]) -> None:
    path = tmp_path / "sentences.npz"
    remembered.encode_remembered(["a", "bb", "ccc"], path)
    remembered.encode_remembered(["dddd", "eeeee"], path)
    encoder.encoded.clear()
    remembered.encode_remembered(["bb", "ccc", "dddd"], path)
    assert encoder.encoded == []
    remembered.encode_remembered(["a"], path)
    assert encoder.encoded == ["a"]
