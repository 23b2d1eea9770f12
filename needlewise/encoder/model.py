"""Loads models/encoder and encodes sentences with it."""

import functools
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from needlewise.paths import MODELS

ENCODER_FOLDER = MODELS / "encoder"
DIMENSIONS = 384
MAX_TOKENS = 128
"""What the model was trained with; what follows in a longer text is not seen."""
_MAX_CHARACTERS = 4_000
"""More than 128 tokens can hold in any language; spares the tokenizer a giant text."""
_BATCH = 64


class EncoderMissing(RuntimeError):
    """models/encoder is not there yet."""


class SentenceEncoder:
    """Sentences to vectors whose dot product is their cosine similarity.

    Threads: one per call by default. A sentence takes 2-5 ms; more threads make a single sentence no faster
    and slow down a machine that answers several people at once.
    """

    def __init__(self, folder: Path = ENCODER_FOLDER, threads: int = 1) -> None:
        """Loads the graph and the tokenizer.

        Raises:
            EncoderMissing: where `folder` holds no model.
        """
        if not (folder / "model.onnx").is_file():
            raise EncoderMissing(f"No sentence encoder in {folder}. Run `make setup`, which builds it.")
        # Without this, its telemetry keeps an id of the machine in the home folder, and sends what it counts.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # Others want the processor too.
        options.enable_cpu_mem_arena = False  # Batches of training would stay reserved while serving.
        self._session = onnxruntime.InferenceSession(
            os.fspath(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(os.fspath(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    @classmethod
    @functools.lru_cache(maxsize=1)
    def shared(cls) -> "SentenceEncoder":
        """The one encoder of this process: 90 MB are loaded once."""
        return cls()

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Vectors of unit length for `texts`, shape (len(texts), 384), in their order."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        tokens = [self._tokenizer.encode(text[:_MAX_CHARACTERS]).ids for text in texts]
        by_length = sorted(range(len(texts)), key=lambda position: len(tokens[position]))
        for start in range(0, len(by_length), _BATCH):
            batch = by_length[start : start + _BATCH]
            longest = len(tokens[batch[-1]])
            ids = np.zeros((len(batch), longest), dtype=np.int32)
            mask = np.zeros((len(batch), longest), dtype=np.int32)
            for row, position in enumerate(batch):
                ids[row, : len(tokens[position])] = tokens[position]
                mask[row, : len(tokens[position])] = 1
            vectors[batch] = self._session.run(None, {"ids": ids, "mask": mask})[0]
        return vectors
