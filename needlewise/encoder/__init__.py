"""The sentence encoder: text to vectors of unit length, by all-MiniLM-L6-v2 on ONNX Runtime.

`python -m needlewise.encoder.build` puts the model into models/encoder once; see there for where it comes from.
"""

from needlewise.encoder.model import EncoderMissing, SentenceEncoder

__all__ = ["EncoderMissing", "SentenceEncoder"]
