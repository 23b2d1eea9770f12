"""Channels come from the environment: off, on, or refused with a sentence."""

import argparse
from collections.abc import Callable
from typing import Any

import pytest
from bench import Bench
from rasa.core.channels.channel import register
from rasa.core.run import create_http_input_channels
from sanic import Sanic
from standins import PLATFORMS, Messenger, Platform, Telegram, Twilio
from standins.platform import SECRET

from needlewise.channels import CHANNELS, ChannelConfigurationError, configured
from needlewise.channels.base import Off
from needlewise.channels.limits import limits_of, sentences
from needlewise.channels.memory import LocalMemory, RedisMemory
from needlewise.cli import channels as command
from needlewise.paths import ROOT


def everything() -> dict[str, str]:
    """An environment in which every channel is configured."""
    environ: dict[str, str] = {}
    for platform in PLATFORMS:
        environ |= {name: value for name, value in platform().environ().items() if not name.endswith("_API_URL")}
    return environ


def test_nothing_configured() -> None:
    assert configured({}) == []
    assert configured({"NEEDLEWISE_SECRET": SECRET, "NEEDLEWISE_PUBLIC_URL": "https://a.example"}) == []
    assert configured({"TELEGRAM_TOKEN": ""}) == []


def test_everything_configured() -> None:
    built = configured(everything())
    assert [channel.name() for channel in built] == ["whatsapp", "twilio", "telegram", "messenger", "slack"]


def test_documented_hosts_are_the_default() -> None:
    hosts = {
        value for channel in configured(everything()) for name, value in channel.settings.items() if "_API_" in name
    }  # type: ignore[attr-defined]
    assert hosts == {
        "https://graph.facebook.com/v25.0",
        "https://api.twilio.com",
        "https://api.telegram.org",
        "https://slack.com/api",
    }


@pytest.mark.parametrize(
    ("channel", "variable"),
    [(channel, variable) for channel in CHANNELS for variable in channel.variables() if variable.required],
    ids=lambda value: getattr(value, "NAME", None) or getattr(value, "name", None),
)
def test_half_configured(channel: Any, variable: Any) -> None:
    own = {variable.name: "https://x" for variable in channel.variables() if variable.required}
    with pytest.raises(ChannelConfigurationError) as refused:
        configured({**own, variable.name: ""})
    assert variable.name in str(refused.value) and channel.NAME in str(refused.value)
    others = {other.name for other in channel.variables()} - {variable.name}
    assert not any(other in str(refused.value) for other in others)


def test_telegram_secret_of_wrong_signs() -> None:
    with pytest.raises(ChannelConfigurationError, match="TELEGRAM_WEBHOOK_SECRET"):
        configured({"TELEGRAM_TOKEN": "1:a", "TELEGRAM_WEBHOOK_SECRET": "not good!", "NEEDLEWISE_SECRET": SECRET})


@pytest.mark.parametrize("address", ["chat.example.com", "https://", "https://chat.example.com:http"])
def test_public_address_that_is_none(address: str) -> None:
    with pytest.raises(ChannelConfigurationError, match="NEEDLEWISE_PUBLIC_URL"):
        configured({**Twilio().environ(), "NEEDLEWISE_PUBLIC_URL": address})


def test_redis_address_that_is_none() -> None:
    with pytest.raises(ChannelConfigurationError, match="REDIS_URL") as refused:
        configured({**Telegram().environ(), "REDIS_URL": "me:secret@nowhere"})
    assert "secret" not in str(refused.value)


def test_memory_by_redis_url() -> None:
    (alone,) = configured(Telegram().environ())
    (shared,) = configured({**Telegram().environ(), "REDIS_URL": "redis://127.0.0.1:9"})
    assert isinstance(alone.memory, LocalMemory) and isinstance(shared.memory, RedisMemory)  # type: ignore[attr-defined]


def test_credentials_for_stock_rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in everything():
        monkeypatch.delenv(name, raising=False)
    for name, value in Telegram().environ().items():
        monkeypatch.setenv(name, value)
    built = {type(channel).__name__ for channel in create_http_input_channels(None, str(ROOT / "credentials.yml"))}
    assert built >= {"TelegramInput", "Off"}


def test_channels_that_are_off_have_no_webhook() -> None:
    app = Sanic("channels-off", configure_logging=False)
    register([Off("telegram"), Off("slack"), *configured(Messenger().environ())], app, route="/webhooks/")
    assert {route.path for route in app.router.routes} == {"webhooks/messenger/webhook"}


def run(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit status of `needlewise channels` in an environment."""
    for name in (*everything(), "TELEGRAM_API_URL", "MESSENGER_API_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["channels", *arguments])
    return int(args.run(args))


def test_command_shows_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environ = {
        "TELEGRAM_TOKEN": "1:a",
        "NEEDLEWISE_SECRET": SECRET,
        "NEEDLEWISE_PUBLIC_URL": "https://chat.example.com/",
    }
    assert run(environ, monkeypatch) == 1
    told = capsys.readouterr().out
    assert "telegram: incomplete\n  missing TELEGRAM_WEBHOOK_SECRET" in told
    assert "slack: off\n  needs SLACK_BOT_TOKEN" in told
    assert "  webhook https://chat.example.com/webhooks/telegram/webhook" in told


def test_command_shows_what_is_wrong(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environ = {"TELEGRAM_TOKEN": "1:a", "TELEGRAM_WEBHOOK_SECRET": "not good!", "NEEDLEWISE_SECRET": SECRET}
    assert run(environ, monkeypatch) == 1
    told = capsys.readouterr().out
    assert "telegram: cannot start\n  " in told and "TELEGRAM_WEBHOOK_SECRET" in told and "not good" not in told


def test_command_with_everything(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(everything(), monkeypatch) == 0
    told = capsys.readouterr().out
    assert told.count(": on\n") == 5 and SECRET not in told and "stand-in" not in told


@pytest.mark.parametrize("kind", [Telegram, Messenger])
def test_register(
    kind: type[Platform],
    bench_of: Callable[..., Bench],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench = bench_of(platform := kind())
    environ = {**platform.environ(), "NEEDLEWISE_PUBLIC_URL": "https://chat.example.com"}
    assert run(environ, monkeypatch, "--register", platform.NAME) == 0
    assert f"https://chat.example.com/webhooks/{platform.NAME}/webhook" in capsys.readouterr().out
    assert bench.platform.calls and not bench.platform.wrong


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "NEEDLEWISE_PUBLIC_URL"),
        ({"NEEDLEWISE_PUBLIC_URL": "https://a.example"}, "is off"),
        ({"NEEDLEWISE_PUBLIC_URL": "https://a.example", "TELEGRAM_TOKEN": "1:a"}, "TELEGRAM_WEBHOOK_SECRET"),
    ],
)
def test_register_that_cannot(
    environ: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(environ, monkeypatch, "--register", "telegram") == 1
    assert said in capsys.readouterr().err


def test_documentation_names_every_variable_and_webhook() -> None:
    page = (ROOT / "docs" / "channels.md").read_text(encoding="utf-8")
    for channel in CHANNELS:
        assert f"/webhooks/{channel.NAME}/webhook" in page
        assert [v.name for v in channel.variables() if v.name not in page] == []


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.NAME)
def test_documented_table_has_the_numbers_of_the_limits(channel: Any) -> None:
    page = (ROOT / "docs" / "channels.md").read_text(encoding="utf-8")
    (row,) = (line for line in page.splitlines() if line.casefold().startswith(f"| {channel.NAME} "))
    limits = limits_of(channel.NAME)
    numbers = {limits.text, *(n for menu in limits.menus for n in (menu.count, menu.title, menu.description) if n)}
    assert [number for number in numbers if f"{number:,}" not in row] == []


def test_data_files_have_what_the_channels_need() -> None:
    assert all(limits_of(channel.NAME).text for channel in CHANNELS)
    assert "{" not in sentences()["failed"]
