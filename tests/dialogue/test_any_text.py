"""No text crashes the assistant or is left without a reply."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from needlewise.dialogue.replies import Kind

ODD = {
    "empty": "",
    "space": "   \n\t ",
    "emoji": "😬😬",
    "digits": "42",
    "link": "https://example.com/a?b=c",
    "code": "if (x) { return y[0]; } // <b>",
    "sql": "'; DROP TABLE events; --",
    "markup": "<img src=x onerror=alert(1)>",
    "braces": "{site_name} {{x}} %s {0}",
    "slash": "/",
    "unknown payload": "/no_such_intent",
    "unknown topic": '/faq{"topic": "no_such_topic"}',
    "broken payload": '/faq{"topic": ',
    "null": "is it\x00 safe",
    "surrogates": "caf\u0065\u0301 \u202e txet",
    "one word": "needles",
    "long": "is microneedling at home safe " * 1_700,
    "one long word": "a" * 50_000,
    "many questions": "does it hurt? " * 200,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_texts_get_a_reply(talk: Callable, text: str) -> None:
    (turn,) = talk(text)
    assert turn.replies
    assert all(reply.text.strip() for reply in turn.replies)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_a_reply(talk: Callable, text: str) -> None:
    (turn,) = talk(text)
    assert all(reply.text.strip() for reply in turn.replies)
    assert turn.replies


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("Spanish", "hola, ¿puedo hacerlo en casa si estoy embarazada?", "inglés"),
        ("French", "est-ce que je peux le faire avec une peau sensible ?", "anglais"),
        ("German", "kann ich das zu Hause machen, wenn ich schwanger bin?", "Englisch"),
        ("Portuguese", "posso fazer isso em casa se estou grávida?", "inglês"),
        ("Italian", "posso farlo a casa se sono incinta e la pelle è rossa?", "inglese"),
        ("Polish", "czy mogę to zrobić w domu, jeśli jestem w ciąży?", "angiels"),
        ("Arabic", "هل يمكنني فعل ذلك في المنزل؟", "الإنجليزية"),
        ("Chinese", "我可以在家做微针吗？", "英"),
        ("Hindi", "क्या मैं यह घर पर कर सकती हूँ?", "अंग्रेज़ी"),
    ],
)
def test_other_languages_are_told_in_their_own(talk: Callable, language: str, text: str, word: str) -> None:
    (turn,) = talk(text)
    (reply,) = turn.replies
    assert word in reply.text, language
    assert "112" in reply.text
    assert reply.kind is Kind.FALLBACK


@pytest.mark.parametrize(
    "text", ["Does Kim Kardashian do the microneedling?", "el roller, is it any good", "die needles?"]
)
def test_english_with_foreign_words_stays_english(talk: Callable, text: str) -> None:
    (turn,) = talk(text)
    assert "other_language" not in turn.understood
    assert all("Englisch" not in reply.text and "inglés" not in reply.text for reply in turn.replies)
