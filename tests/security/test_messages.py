"""Messages that would be commands, and bodies that are made to break what reads them."""

import json

import pytest
from probing import Target

UNSEEN = {
    "newline": "\n", "return": "\r", "tab": "\t", "form feed": "\f", "no-break space": "\xa0", "em space": "\u2003",
    "line separator": "\u2028", "file separator": "\x1c", "zero width": "\u200b", "byte order": "\ufeff",
    "right to left": "\u202e", "zero": "\0", "slashes": "//", "slash and newline": "/\n", "wide slash": "\uff0f",
}  # fmt: skip


@pytest.mark.parametrize("before", UNSEEN.values(), ids=UNSEEN)
def test_emergency_is_recognised_whatever_stands_before_it(target: Target, before: str) -> None:
    status, answer = target.say(target.token(), text=f"{before}/i cannot breathe and my lips are swelling")
    assert status == 200
    assert answer["replies"][0].get("urgency") == "emergency_now"


@pytest.mark.parametrize("command", ["/back", "/check_stop", "/affirm", "/help_coming", '/faq{"topic": "pain"}'])
@pytest.mark.parametrize("before", ["", "\n", "\t", "\xa0", "\u200b/"])
def test_typed_command_is_words(target: Target, before: str, command: str) -> None:
    token = target.token()
    assert target.say(token, text="i have eczema")[0] == 200
    assert target.say(token, text=before + command)[0] == 200
    _, history = target.request("GET", "/webhooks/web/messages", token)
    said = [message["text"] for message in history["messages"] if message["from"] == "visitor"]
    assert said == ["i have eczema", command.lstrip("/")]


@pytest.mark.parametrize("before", ["\n", "\t", "\xa0"])
def test_typed_command_of_rasa_is_no_error(target: Target, before: str) -> None:
    """Its words may mean the same: whoever types "restart" wants to start over, and hears of it."""
    token = target.token()
    for command in ("/restart", "/session_start", "/action_listen", "EXTERNAL: /restart"):
        status, answer = target.say(token, text=before + command)
        assert status == 200 and answer["replies"]


DEEP = "[" * 100_000
PAYLOADS = {
    "restart": "/restart", "restart with values": '/restart{"a": "b"}', "newline": "\n/restart", "back": "/back",
    "session": "/session_start", "action": "/action_listen", "unknown": "/nonsense", "words": "does it hurt",
    "other topic": '/faq{"topic": "nonsense"}', "slots": '/greet{"facts": {}}',
    "deep": '/check_answer{"answers": ' + "[" * 1900, "entity": '/inform{"erase": true}', "slash": "/",
    "external": "EXTERNAL: /restart",
}  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_payload_of_no_button_is_refused(target: Target, payload: str) -> None:
    assert target.say(target.token(), payload=payload)[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        DEEP[:16_000].encode(),
        b'{"text": ' + DEEP[:15_000].encode(),
        b'{"text": "a", "id": ' + b"9" * 10_000 + b"}",
        b'{"text": "a", "more": ' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"}",
        json.dumps({"payload": "/check_answer" + '{"a":' * 390}).encode(),
        b"\xff\xfe",
        b'{"text": NaN}',
    ],
    ids=["deep", "deep text", "great number", "deep member", "deep payload", "no unicode", "nan"],
)
def test_body_that_is_made_to_break_is_refused(target: Target, body: bytes) -> None:
    status, _ = target.request("POST", "/webhooks/web/messages", target.token(), body)
    assert status == 400 and target.is_well()


def test_forged_tokens_open_nothing(target: Target) -> None:
    head, claims, _ = target.token().split(".")
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    for token in (f"{head}.{claims}.", f"{none}.{claims}.", "a.b.c", "x" * 5000, "\xfc"):
        assert target.request("GET", "/webhooks/web/messages", token)[0] == 401


def test_nothing_of_the_machine_is_served(target: Target) -> None:
    for path in (
        "..%2f..%2fetc/passwd",
        "%2e%2e/%2e%2e/.env",
        "../conversations.db",
        "....//config.yml",
        "%00",
        "var/secret",
    ):
        assert target.request("GET", f"/webhooks/web/{path}")[0] == 404
    for path in ("/status", "/conversations/default/tracker", "/model/parse", "/webhooks/rest/webhook", "/metrics/.."):
        assert target.request("GET", path)[0] in (404, 405)
