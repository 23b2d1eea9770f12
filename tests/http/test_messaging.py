"""Messaging channels of `needlewise serve`, with the real model: webhooks in, answers at the platforms' stand-ins."""

import time
import urllib.parse
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from bench import Loop
from bench import serve as serve_stand_in
from running import SECRET, Answer, Served, serving
from standins import Messenger, Platform, Shown, Slack, Telegram, Twilio, WhatsApp
from standins.platform import Webhook

ANN, BOB = "447700900123", "447700900456"
MARK = "zanzibar marigold"
_SECONDS = 20


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    """Where the stand-ins run."""
    started = Loop()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def platforms(loop: Loop) -> Iterator[list[Platform]]:
    """A stand-in for each platform; nothing may be sent to one that it would refuse."""
    built = [WhatsApp(), Twilio(), Telegram(), Messenger(), Slack()]
    runners = [loop.run(serve_stand_in(platform)) for platform in built]
    yield built
    for runner in runners:
        loop.run(runner.cleanup())
    assert [wrong for platform in built for wrong in platform.wrong] == []


@pytest.fixture(scope="module")
def environ(platforms: Sequence[Platform]) -> dict[str, str]:
    """All channels configured, each with its stand-in's address."""
    together = {name: value for platform in platforms for name, value in platform.environ().items()}
    return {**together, "NEEDLEWISE_SECRET": SECRET}


@pytest.fixture(scope="module")
def messaging(model: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with all channels."""
    with serving(model, tmp_path_factory.mktemp("messaging"), environ) as running:
        yield running


@pytest.fixture(params=[WhatsApp, Twilio, Telegram, Messenger, Slack], ids=lambda kind: kind.__name__)
def platform(request: pytest.FixtureRequest, platforms: Sequence[Platform]) -> Platform:
    """Each platform in turn."""
    return next(one for one in platforms if type(one) is request.param)


def post(server: Served, platform: Platform, webhook: Webhook) -> Answer:
    """What a platform's request gets."""
    address = urllib.parse.urljoin(server.page, f"/webhooks/{platform.NAME}/webhook")
    return server.call("POST", address, body=webhook.body, headers=dict(webhook.headers))


def shown(platform: Platform, visitor: str, since: int = 0) -> list[Shown]:
    """What a visitor is shown, once anything is."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        if mine := [each for each in platform.shown[since:] if each.to == visitor]:
            return mine
        time.sleep(0.02)
    raise AssertionError(f"{platform.NAME} was sent nothing for {visitor}")


def test_signed_message_is_answered_once(messaging: Served, platform: Platform) -> None:
    since = len(platform.shown)
    webhook = platform.sign(platform.text(ANN, "does it hurt?"))
    assert [post(messaging, platform, webhook).status for _ in range(3)] == [200] * 3
    answer = shown(platform, ANN, since)
    assert "Source: " in answer[0].text
    post(messaging, platform, platform.sign(platform.text(ANN, "hello")))
    until = time.monotonic() + _SECONDS
    while len(platform.shown) < since + len(answer) + 1 and time.monotonic() < until:
        time.sleep(0.02)
    read = [each.text for each in platform.shown[since:]]
    assert len([text for text in read if "Source: " in text]) == 1 and "Source: " not in read[-1]


def test_forged_message_leaves_no_trace(messaging: Served, platform: Platform) -> None:
    calls, lines = len(platform.calls), len(messaging.log)
    for forged in platform.forge(platform.text(BOB, f"i cannot breathe {MARK}")):
        assert post(messaging, platform, forged).status in (401, 403)
    time.sleep(0.5)  # longer than a first message waits for others
    assert len(platform.calls) == calls
    kept = b"".join(file.read_bytes() for file in messaging.database.parent.iterdir())
    written = "".join(messaging.log[lines:])
    assert MARK.encode() not in kept and MARK not in written and "Traceback" not in written


def test_database_and_log_know_no_number(messaging: Served, platform: Platform) -> None:
    since = len(platform.shown)
    post(messaging, platform, platform.sign(platform.text(ANN, "hello")))
    shown(platform, ANN, since)
    kept = b"".join(file.read_bytes() for file in messaging.database.parent.iterdir())
    assert f"{platform.NAME}-".encode() in kept
    assert ANN.encode() not in kept and ANN not in "".join(messaging.log)


@pytest.mark.parametrize("typed", ["/start", "/help", "/forget"])
def test_telegram_commands_are_understood(typed: str, messaging: Served, platforms: Sequence[Platform]) -> None:
    telegram = next(one for one in platforms if isinstance(one, Telegram))
    since = len(telegram.shown)
    post(messaging, telegram, telegram.sign(telegram.text(ANN, typed)))
    texts = [each.text for each in shown(telegram, ANN, since)]
    post(messaging, telegram, telegram.sign(telegram.text(BOB, "zzz qqq")))
    assert texts != [each.text for each in shown(telegram, BOB, since)]


def test_channels_that_are_off_are_not_there(served: Served, platforms: Sequence[Platform]) -> None:
    for platform in platforms:
        assert post(served, platform, platform.sign(platform.text(ANN, "hello"))).status == 404


def test_what_waits_at_shutdown_is_answered(
    model: Path, environ: dict[str, str], platforms: Sequence[Platform], tmp_path: Path
) -> None:
    since = {platform.NAME: len(platform.shown) for platform in platforms}
    with serving(model, tmp_path, environ) as server:
        for platform in platforms:
            assert post(server, platform, platform.sign(platform.text(BOB, "does it hurt?"))).status == 200
    for platform in platforms:
        assert "Source: " in shown(platform, BOB, since[platform.NAME])[0].text
