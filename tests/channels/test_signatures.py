"""Nothing that a platform has not signed is processed or stored."""

import json
import time
from collections.abc import Callable

import pytest
from bench import Bench
from standins import Messenger, Platform, Slack, WhatsApp
from standins.meta import VERIFY_TOKEN, signed
from standins.platform import Webhook

from needlewise.channels import counts
from needlewise.channels.memory import LocalMemory

ANN = "447700900123"
_KIB = 1024


class Spy(LocalMemory):
    """Memory that tells whether anything was ever asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.touched = False

    async def is_new(self, message: str) -> bool:
        self.touched = True
        return await super().is_new(message)


def test_forged_webhooks_do_nothing(platform: Platform, bench_of: Callable[..., Bench]) -> None:
    memory = Spy()
    bench = bench_of(platform, memory=memory)
    for forged in platform.forge(platform.text(ANN, "i cannot breathe")):
        status, body, _ = bench.request(forged)
        assert status in (401, 403) and body == ""
    bench.drain()
    assert not bench.heard.messages and not platform.calls and not memory.touched


def test_signed_ones_are_answered_after_forged_ones(bench: Bench) -> None:
    event = bench.platform.text(ANN, "hello")
    for forged in bench.platform.forge(event):
        bench.request(forged)
    assert [shown.to for shown in bench.deliver(event)] == [ANN]


def test_forged_handshake_and_other_methods(bench: Bench) -> None:
    nothing = Webhook(b"", {})
    assert bench.request(nothing, "GET")[0] == 403
    wrong = {"hub.mode": "subscribe", "hub.verify_token": "guess", "hub.challenge": "7"}
    assert bench.request(nothing, "GET", params=wrong)[:2] == (403, "")
    assert bench.request(nothing, "PUT")[0] == 405


@pytest.mark.parametrize("kind", [WhatsApp, Messenger])
def test_meta_handshake(kind: type[Platform], bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(kind())
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}
    assert bench.request(Webhook(b"", {}), "GET", params=asked)[:2] == (200, "1158201444")


def test_slack_handshake_is_signed_too(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack())
    question = {"type": "url_verification", "challenge": "3eZbrw1a", "token": "old"}
    assert bench.request(slack.sign(question))[:2] == (200, "3eZbrw1a")
    assert all(bench.request(forged)[0] == 401 for forged in slack.forge(question))


def test_replayed_slack_request(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack())
    event = slack.text("1", "hello")
    assert bench.request(slack.sign(event, sent_at=time.time() - 290))[0] == 200
    assert bench.request(slack.sign(slack.text("1", "hello"), sent_at=time.time() - 310))[0] == 401
    bench.drain()
    assert len(bench.heard.messages) == 1


def test_giant_body(bench: Bench) -> None:
    giant = bench.platform.sign(bench.platform.text(ANN, "x" * 300 * _KIB))
    assert bench.request(giant)[0] == 413
    chunked = Webhook(_in_chunks(giant.body), giant.headers)  # type: ignore[arg-type]
    assert bench.request(chunked)[0] == 413
    bench.drain()
    assert not bench.heard.messages
    assert bench.say(ANN, "hello")


async def _in_chunks(body: bytes):  # type: ignore[no-untyped-def]
    for start in range(0, len(body), 16 * _KIB):
        yield body[start : start + 16 * _KIB]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"entry": 7}', b"\xff\xfe"])
def test_signed_nonsense_is_ignored(body: bytes, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(WhatsApp())
    assert bench.request(signed(body, "5f1a7c0e9b"))[0] == 200
    bench.drain()
    assert not bench.heard.messages


def test_one_bad_message_does_not_lose_its_neighbours(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(whatsapp := WhatsApp())
    event = whatsapp.text(ANN, "hello")
    messages = event["entry"][0]["changes"][0]["value"]["messages"]
    messages.insert(0, {"type": "text"})
    assert len(bench.deliver(event)) == 1


def test_refusals_are_counted(bench: Bench) -> None:
    before = counts().get(bench.platform.NAME, {}).get("refused", 0)
    bench.request(bench.platform.forge(bench.platform.text(ANN, "hello"))[0])
    assert counts()[bench.platform.NAME]["refused"] == before + 1
    json.dumps(counts())
