"""The vectors of sentences that were encoded before: training after an edit encodes only what is new."""

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import portalocker

from needlewise.encoder.build import WEIGHTS_SHA256
from needlewise.encoder.model import DIMENSIONS, SentenceEncoder
from needlewise.paths import MODELS

REMEMBERED = MODELS / "sentences.npz"
_MOST = 60_000
"""Sentences that are kept; beyond, the oldest of those that are not asked for just now are dropped."""


def encode_remembered(texts: Sequence[str], path: Path = REMEMBERED) -> npt.NDArray[np.float32]:
    """Vectors of `texts`, shape (len(texts), 384), each rounded to half precision so that every training sees the same.

    Sentences are encoded on all processors where `path` does not have them yet, and added to it. Of two processes that
    want the same at once, the second waits for the first.
    """
    with _turn(path):
        return _encode(texts, path)


@contextlib.contextmanager
def _turn(path: Path) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = portalocker.Lock(path.with_suffix(".lock"), "a", timeout=600)
        lock.acquire()
    except OSError:  # A folder that cannot be written to: nothing is kept there, and nobody need wait.
        yield
        return
    try:
        yield
    finally:
        lock.release()  # type: ignore[no-untyped-call]


def _encode(texts: Sequence[str], path: Path) -> npt.NDArray[np.float32]:
    texts = [text.lower() for text in texts]  # The encoder knows no capitals.
    keys = np.array([_key(text) for text in texts], dtype=np.uint64)
    known_keys, known = _read(path)
    rows = {int(key): row for row, key in enumerate(known_keys)}
    new = {int(key): text for key, text in zip(keys, texts, strict=True) if int(key) not in rows}
    if new:
        added = SentenceEncoder(threads=os.cpu_count() or 1).encode(list(new.values())).astype(np.float16)
        rows.update({key: len(known) + row for row, key in enumerate(new)})
        known_keys, known = np.append(known_keys, np.array(list(new), dtype=np.uint64)), np.vstack([known, added])
        kept = _latest(known_keys, keys)
        _write(path, known_keys[kept], known[kept])
    return known[[rows[int(key)] for key in keys]].astype(np.float32)


def _latest(known: npt.NDArray[np.uint64], wanted: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
    """The rows of what is wanted and, up to _MOST in all, of the latest of the rest."""
    is_wanted = np.isin(known, wanted)
    room = max(_MOST - int(is_wanted.sum()), 0)
    rest = np.flatnonzero(~is_wanted)
    return np.sort(np.concatenate([np.flatnonzero(is_wanted), rest[len(rest) - min(room, len(rest)) :]]))


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _read(path: Path) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.float16]]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            if str(arrays["weights"]) == WEIGHTS_SHA256:
                return arrays["keys"], arrays["vectors"]
    except (OSError, ValueError, KeyError):
        pass  # None kept, or not by this version: they are made anew.
    return np.zeros(0, dtype=np.uint64), np.zeros((0, DIMENSIONS), dtype=np.float16)


def _write(path: Path, keys: npt.NDArray[np.uint64], vectors: npt.NDArray[np.float16]) -> None:
    part = path.with_name(f"{path.stem}.{os.getpid()}.part.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(part, keys=keys, vectors=vectors, weights=np.array(WEIGHTS_SHA256))
        part.replace(path)
    except OSError:  # A folder that cannot be written to costs time at the next training, no more.
        part.unlink(missing_ok=True)
