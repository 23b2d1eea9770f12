"""Replies within each platform's limits, with nothing lost."""

import re

import pytest
from assistants import LONG
from hypothesis import given, settings
from hypothesis import strategies as st

from needlewise.channels.limits import length, limits_of, sentences
from needlewise.channels.markup import Markup, SlackMarkup, TelegramMarkup, WhatsAppMarkup
from needlewise.channels.rendering import in_order, render, render_sources
from needlewise.dialogue.replies import Button, Kind, Reply

MARKUPS: dict[str, Markup] = {
    "whatsapp": WhatsAppMarkup(),
    "twilio": Markup(),
    "telegram": TelegramMarkup(),
    "messenger": Markup(),
    "slack": SlackMarkup(),
}
CHANNELS = pytest.mark.parametrize("channel", MARKUPS)


def texts_of(reply: Reply, channel: str) -> list[str]:
    """The texts of the messages that show a reply."""
    return [message.text for message in render(reply, limits_of(channel), MARKUPS[channel])]


def words(text: str) -> list[str]:
    """What is said, without markup, look-alikes and joints."""
    text = re.sub(r"</?b>", "", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.translate(str.maketrans("∗ˍ∼ˋ", "*_~`")).split()


@CHANNELS
def test_long_text_is_split_at_sentences(channel: str) -> None:
    shown = texts_of(LONG, channel)
    assert len(shown) > 1 and all(length(text) <= limits_of(channel).text for text in shown)
    assert all(text.endswith("answer.") for text in shown)
    assert " ".join(shown) == LONG.text


@CHANNELS
def test_long_text_goes_ahead_of_its_menu(channel: str) -> None:
    reply = Reply(LONG.text, Kind.QUESTION, buttons=(Button("Yes", "/yes"), Button("No", "/no")))
    *ahead, last = render(reply, limits_of(channel), MARKUPS[channel])
    if channel == "twilio":
        assert last.text.endswith(sentences()["choose_one"])
    else:
        assert last.text == sentences()["choose"] and len(last.options) == 2
    assert not any(message.menu for message in ahead)


def test_text_between_the_limits_of_text_and_menu_is_not_cut() -> None:
    reply = Reply("A sentence. " * 100, Kind.TRIAGE, buttons=(Button("Yes", "/yes"),))
    whole, menu = render(reply, limits_of("whatsapp"), MARKUPS["whatsapp"])
    assert whole.text == reply.text.strip() and menu.text == sentences()["choose"]


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=3000)
_TITLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=90
)
_BUTTONS = st.lists(st.builds(Button, _TITLE, _TITLE.map("/{}".format)), max_size=40, unique_by=lambda b: b.payload)
_REPLIES = st.builds(
    Reply,
    text=st.one_of(_TEXT, _TEXT.map(lambda text: text * 4)),
    kind=st.sampled_from(Kind),
    buttons=_BUTTONS.map(tuple),
    details=st.fixed_dictionaries({}, optional={"select": st.sampled_from(["one", "many"]), "heading": _TITLE}),
)


@CHANNELS
@settings(max_examples=60, deadline=None)
@given(reply=_REPLIES)
def test_anything_fits_and_nothing_is_lost(channel: str, reply: Reply) -> None:
    limits = limits_of(channel)
    messages = render(reply, limits, MARKUPS[channel])
    for message in messages:
        assert message.text.strip() and length(message.text) <= limits.text
        if message.menu:
            assert length(message.text) <= message.menu.body
            assert all(0 < length(option.title) <= message.menu.title for option in message.options)
            assert all(length(option.description) <= message.menu.description for option in message.options)
    shown = "".join("".join(words(message.text)) for message in messages)
    assert "".join(words(MARKUPS[channel].text(reply.text))) in shown
    offered = [b.payload for message in messages for b in (message.numbered or message.options)]
    assert offered == [button.payload for button in reply.buttons]


@CHANNELS
def test_emphasis_and_escaping(channel: str) -> None:
    reply = Reply(
        "a < b & *c* _d_ ~e~ `f` x_y 2*3 https://a.example/_b_*c*?d=1&e=2", Kind.ANSWER, details={"heading": "H <1>"}
    )
    (shown,) = texts_of(reply, channel)
    assert shown == {
        "whatsapp": "*H <1>*\n\na < b & ∗c∗ ˍdˍ ∼e∼ ˋfˋ x_y 2*3 https://a.example/_b_*c*?d=1&e=2",
        "slack": "*H &lt;1&gt;*\n\na &lt; b &amp; ∗c∗ ˍdˍ ∼e∼ ˋfˋ x_y 2*3 https://a.example/_b_*c*?d=1&amp;e=2",
        "telegram": "<b>H &lt;1&gt;</b>\n\na &lt; b &amp; *c* _d_ ~e~ `f` x_y 2*3 https://a.example/_b_*c*?d=1&amp;e=2",
    }.get(channel, "H <1>\n\n" + reply.text)


@CHANNELS
def test_line_of_sources(channel: str) -> None:
    address = "https://www.fda.gov/medical-devices/aesthetic-cosmetic-devices/microneedling-devices"
    linked = {
        "telegram": f'<a href="{address}">FDA: Microneedling Devices</a>',
        "slack": f"<{address}|FDA: Microneedling Devices>",
    }
    first = linked.get(channel, f"FDA: Microneedling Devices {address}")
    ids = ("doc-001", "fda-microneedling-devices", "doc-002")
    (shown,) = texts_of(Reply("Yes.", Kind.ANSWER, sources=ids, reviewed="2026-11-21"), channel)
    assert shown == f'Yes.\n\nSource: {first}\nThere are 2 more: reply "sources" to see them. Last checked 2026-11-21.'
    (alone,) = texts_of(Reply("Yes.", Kind.ANSWER, sources=("doc-001",)), channel)
    assert alone.startswith("Yes.\n\nSource: ") and "http" not in alone and "\n" not in alone[6:]
    every = "\n".join(message.text for message in render_sources(ids, limits_of(channel), MARKUPS[channel]))
    assert f"1. {first}" in every and every.count("\n") == 3


def test_unknown_sources_are_left_out() -> None:
    assert texts_of(Reply("Yes.", Kind.ANSWER, sources=("no-such",)), "twilio") == ["Yes."]


def test_details_that_the_text_says_already_are_not_repeated() -> None:
    details = {"urgency": "same_day_doctor", "heading": "Today", "points": ["See a doctor", {"text": "Keep it clean"}]}
    details["call"] = [{"label": "Emergency", "number": "999"}, {"label": "Advice line", "number": "111"}]
    reply = Reply("Today: See a doctor. In an emergency call 999.", Kind.TRIAGE, details=details)
    assert texts_of(reply, "twilio") == [f"{reply.text}\n\n• Keep it clean\n\nAdvice line: 111"]


def test_emergency_first() -> None:
    answer, urgent = Reply("a", Kind.ANSWER), Reply("b", Kind.TRIAGE, details={"urgency": "emergency_now"})
    today = Reply("c", Kind.TRIAGE, details={"urgency": "same_day_doctor"})
    assert in_order([answer, today, urgent]) == [urgent, answer, today]
    assert texts_of(Reply("b", Kind.TRIAGE, sources=("doc-001",), details={"urgency": "emergency_now"}), "slack") == [
        "b"
    ]
