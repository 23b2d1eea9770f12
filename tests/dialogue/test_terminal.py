"""The commands that talk in the terminal: what is typed there is words, or what a button of ours sends."""

import argparse
from collections.abc import Callable

import pytest

from needlewise.cli import ask, chat
from needlewise.cli.loading import said
from needlewise.knowledge.sentences import sentence
from needlewise.runtime.assistant import Assistant

COMMANDS = ("/restart", " /restart", "/session_start", "/back", "/action_listen", "EXTERNAL: /restart", "/")


@pytest.fixture
def typed(
    whole_assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Types lines into the chat; gives what it printed."""

    def type_lines(*lines: str) -> str:
        monkeypatch.setattr(chat, "load_assistant", lambda: whole_assistant)
        waiting = iter(lines)

        def read(_: str = "") -> str:
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", read)
        assert chat.run(argparse.Namespace()) == 0
        return capsys.readouterr().out

    return type_lines


@pytest.mark.parametrize("command", COMMANDS)
def test_typed_command_of_rasa_is_answered_in_the_chat(command: str, typed: Callable[..., str]) -> None:
    printed = typed(command, "what is microneedling")
    assert sentence("failed") not in printed
    assert "needles" in printed.lower()


def test_typed_restart_starts_over(typed: Callable[..., str]) -> None:
    assert "afresh" in typed("i have eczema", "/restart")


@pytest.mark.parametrize("command", COMMANDS)
def test_typed_command_of_rasa_is_answered_by_ask(
    command: str,
    whole_assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(ask, "load_assistant", lambda: whole_assistant)
    assert ask.run(argparse.Namespace(message=command, jsonl=False, why=False)) == 0
    assert sentence("failed") not in capsys.readouterr().out


def test_button_can_be_typed_as_its_payload() -> None:
    assert said('/faq{"topic": "pain"}') == '/faq{"topic": "pain"}'
    assert said("/start_check") == "/start_check"
    assert said("does it hurt?") == "does it hurt?"
