"""How long the check takes for a message, beyond the sentence encoder."""

import time
from typing import Any

import pytest

from needlewise.encoder import SentenceEncoder
from needlewise.evaluation.screening import independent_sets
from needlewise.language.extractor import MentionExtractor
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_tables

MOST_SECONDS = 0.02


def test_a_message_is_checked_in_under_20_ms(monkeypatch: pytest.MonkeyPatch) -> None:
    extractor, tables, encode, in_encoder = MentionExtractor.shared(), shared_tables(), SentenceEncoder.encode, [0.0]

    def timed(self: SentenceEncoder, *arguments: Any) -> Any:
        start = time.perf_counter()
        vectors = encode(self, *arguments)
        in_encoder[0] += time.perf_counter() - start
        return vectors

    monkeypatch.setattr(SentenceEncoder, "encode", timed)
    messages = [due.text for due in independent_sets()["final"]]
    start = time.perf_counter()
    for message in messages:
        mentions = extractor.extract(message)
        tables.assess(Facts().told(mentions), whole_check=True)
        tables.triage(mentions, Facts())
    beyond = (time.perf_counter() - start - in_encoder[0]) / len(messages)
    print(f"{1000 * beyond:.1f} ms a message beyond {1000 * in_encoder[0] / len(messages):.1f} ms in the encoder")
    assert beyond < MOST_SECONDS
