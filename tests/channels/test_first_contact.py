from bench import Bench

ANN = "447700900123"


def test_answers(bench: Bench) -> None:
    (shown,) = bench.say(ANN, "hello")
    assert shown.to == ANN and shown.text == "Hello. Ask me about microneedling."
