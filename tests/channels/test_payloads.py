"""What is a button's payload, and what is words."""

import pytest

from needlewise.channels.payloads import button_payload, typed

BEFORE = [
    "",
    "\n",
    "\t",
    "\r\n",
    "\xa0",
    "\u3000",
    "\u2028",
    "\x1c",
    "\0",
    "\u200b",
    "\ufeff",
    "\u202e",
    " / ",
    "//",
    "／",
]


@pytest.mark.parametrize("before", BEFORE, ids=ascii)
@pytest.mark.parametrize("text", ["/restart", "/i cannot breathe", "does it hurt", "///", "EXTERNAL: x", "50/50"])
def test_typed_text_never_begins_with_a_slash(before: str, text: str) -> None:
    words = typed(before + text)
    assert words == text.lstrip("/")
    assert not words.strip().startswith("/")


def test_typed_text_can_be_stored() -> None:
    assert typed("half \ud83d a sign").encode() == b"half ? a sign"
    assert typed("🙂 \n two lines\n") == "🙂 \n two lines\n"


@pytest.mark.parametrize(
    ("given", "payload"),
    [
        ('/faq{"topic": "pain"}', '/faq{"topic": "pain"}'),
        (' /faq {"topic":"pain", "more": [1]}', '/faq{"topic": "pain"}'),
        ("/faq/pain", "/faq/pain"),
        ("/greet", "/greet"),
        ("/start_check", "/start_check"),
        ("/help_coming", "/help_coming"),
        ('/check_answer{"answers": ["eczema", "keloid", "eczema"]}', '/check_answer{"answers": ["eczema", "keloid"]}'),
        ('/check_answer{"answers": [{"a": 1}, "eczema", "a b"]}', '/check_answer{"answers": ["eczema"]}'),
        ('/check_answer{"answers": 5}', "/check_answer"),
        ('/check_none{"facts": 1}', "/check_none"),
    ],
)
def test_button_of_ours_is_written_anew(given: str, payload: str) -> None:
    assert button_payload(given) == payload


@pytest.mark.parametrize(
    "given",
    [
        "", "/", "words", "/restart", "\n/restart", "/back", "/session_start", "/nonsense", "/faq",
        '/faq{"topic": "x"}',
        '/faq{"topic": 5}', "/faq/nonsense", '/greet{"a": 1}', "/greet{]", "/check_answer" + "{" * 1900,
        '/check_answer{"answers": ' + "[" * 1900 + "]" * 60 + "}", "/GREET", "/greet\n/restart", "/gréet",
        "/action_listen",
        "/understanding", "/follow_up", "/out_of_scope", '/check_answer{"answers": ["' + "x" * 3000 + '"]}',
    ],
    ids=lambda given: ascii(given[:24]),
)  # fmt: skip
def test_other_payloads_are_none(given: str) -> None:
    assert button_payload(given) is None
