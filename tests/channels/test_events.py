"""What each platform sends beside plain messages."""

from collections.abc import Callable
from typing import Any

import pytest
from bench import Bench
from standins import Messenger, Platform, Slack, Telegram, Twilio, TwilioWhatsApp, WhatsApp

from needlewise.channels.limits import sentences

ANN = "447700900123"
GROUP = -100200300


def said(bench: Bench) -> list[str]:
    """What reached the assistant."""
    return [str(message.text) for message in bench.heard.messages]


def test_attachment_gets_a_kind_sentence(bench: Bench) -> None:
    (shown,) = bench.deliver(bench.platform.attachment(ANN))
    assert shown.text == sentences()["attachment"] and shown.to == ANN
    assert not bench.heard.messages


def test_unknown_event_is_taken_and_ignored(bench: Bench) -> None:
    assert bench.deliver(bench.platform.unknown()) == []
    assert not bench.heard.messages and not bench.platform.calls


def test_blank_text_is_ignored(bench: Bench) -> None:
    assert bench.say(ANN, "  ") == []


# WhatsApp


def test_whatsapp_status_is_ignored(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(whatsapp := WhatsApp())
    assert bench.deliver(whatsapp.status(ANN)) == []


def test_whatsapp_message_to_another_number_is_ignored(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(whatsapp := WhatsApp())
    event = whatsapp.event(ANN, number_id="999", type="text", text={"body": "hello"})
    assert bench.deliver(event) == []


@pytest.mark.parametrize("kind", ["image", "video", "document", "sticker", "location", "contacts"])
def test_whatsapp_attachments(kind: str, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(whatsapp := WhatsApp())
    content: Any = [{"name": {"formatted_name": "A"}}] if kind == "contacts" else {"id": "1"}
    (shown,) = bench.deliver(whatsapp.event(ANN, type=kind, **{kind: content}))
    assert shown.text == sentences()["attachment"]


def test_whatsapp_caption_is_answered_too(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(whatsapp := WhatsApp())
    shown = bench.deliver(whatsapp.event(ANN, type="image", image={"id": "1", "caption": "i cannot breathe"}))
    assert "emergency" in shown[0].text and shown[-1].text == sentences()["attachment"]


def test_whatsapp_reaction_and_group_are_ignored(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(whatsapp := WhatsApp())
    assert bench.deliver(whatsapp.event(ANN, type="reaction", reaction={"emoji": "👍", "message_id": "w"})) == []
    assert bench.deliver(whatsapp.event(ANN, type="text", text={"body": "hello"}, group_id="1")) == []


def test_whatsapp_visitor_without_a_number(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(whatsapp := WhatsApp())
    event = whatsapp.event(ANN, type="text", text={"body": "hello"}, from_user_id="GB.134912086553")
    del event["entry"][0]["changes"][0]["value"]["messages"][0]["from"]
    (shown,) = bench.deliver(event)
    assert shown.raw["recipient"] == "GB.134912086553" and "to" not in shown.raw


def test_whatsapp_welcome_and_template_button(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(whatsapp := WhatsApp())
    bench.deliver(whatsapp.event(ANN, type="request_welcome"))
    bench.deliver(whatsapp.event(ANN, type="button", button={"text": "hello", "payload": "/x"}))
    assert said(bench) == ["/greet", "hello"]


# Twilio


def test_twilio_answers_at_once_with_empty_twiml(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(twilio := Twilio())
    status, body, headers = bench.request(twilio.sign(twilio.text(ANN, "hello")))
    assert (status, body) == (200, "<Response/>") and headers["Content-Type"].startswith("text/xml")


def test_twilio_stop_is_left_to_twilio(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(twilio := Twilio())
    assert bench.deliver(twilio.text(ANN, "STOP", OptOutType="STOP")) == []


def test_twilio_location(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(twilio := TwilioWhatsApp())
    (shown,) = bench.deliver(twilio.text(ANN, "", Latitude="51.5", Longitude="-0.1"))
    assert shown.text == sentences()["attachment"]


@pytest.mark.parametrize("sign_as", ["https://chat.example.com:443", "https://chat.example.com"])
def test_twilio_signs_with_or_without_the_port(sign_as: str, bench_of: Callable[..., Bench]) -> None:
    from standins.twilio import TOKEN, signed

    bench = bench_of(twilio := Twilio())
    webhook = signed(twilio.text(ANN, "héllo & so=on+"), f"{sign_as}/webhooks/twilio/webhook", TOKEN)
    assert bench.request(webhook)[0] == 200


# Telegram


@pytest.mark.parametrize(("typed", "payload"), [("/start", "/greet"), ("/help", "/help"), ("/forget", "/forget_me")])
def test_telegram_commands(typed: str, payload: str, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(Telegram())
    bench.say(ANN, typed)
    bench.say(ANN, f"{typed}@needle_bot")
    assert said(bench) == [payload, payload]


def test_telegram_edited_message_is_answered(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(telegram := Telegram())
    bench.say(ANN, "i am fine")
    (shown,) = bench.deliver(telegram.update(edited_message=telegram.message(ANN, text="there is pus", edit_date=1)))
    assert "doctor today" in shown.text


def test_telegram_group_is_ignored_unless_addressed(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(telegram := Telegram())

    def in_group(words: str, **more: Any) -> Any:
        return telegram.update(message=telegram.message(ANN, GROUP, text=words, **more))

    assert bench.deliver(in_group("does it hurt"), in_group("ask @needle_bottle")) == []
    (shown,) = bench.deliver(in_group("@Needle_Bot does it hurt"))
    assert shown.to == str(GROUP) and shown.raw["reply_parameters"]["message_id"]
    from_bot = {"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}}
    from_bot |= {"from": {"id": 110201543, "is_bot": True, "first_name": "Bot"}, "text": "…"}
    bench.deliver(in_group("and how long is it red", reply_to_message=from_bot))
    assert said(bench) == ["does it hurt", "and how long is it red"]
    bench.say(ANN, "hello")
    assert bench.heard.messages[-1].sender_id != bench.heard.messages[0].sender_id


def test_telegram_service_messages_and_bots_are_ignored(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(telegram := Telegram())
    someone = telegram.user("5")
    joined = telegram.message(ANN, GROUP, new_chat_members=[someone])
    bot = telegram.message(ANN, text="hello") | {"from": {"id": 9, "is_bot": True, "first_name": "B"}}
    post = {"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "channel"}, "text": "hello"}
    for content in ({"message": joined}, {"message": bot}, {"channel_post": post}):
        assert bench.deliver(telegram.update(**content)) == []
    assert not telegram.calls


@pytest.mark.parametrize("kind", ["photo", "voice", "location", "video_note", "document"])
def test_telegram_attachments(kind: str, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(telegram := Telegram())
    content: Any = [{"file_id": "1"}] if kind == "photo" else {"file_id": "1"}
    (shown,) = bench.deliver(telegram.update(message=telegram.message(ANN, **{kind: content})))
    assert shown.text == sentences()["attachment"]


def test_telegram_press_is_acknowledged(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(telegram := Telegram())
    bench.pick(ANN, bench.say(ANN, "which"), 2)
    assert telegram.toasts == ["Does it hurt?"]


# Messenger


def test_messenger_get_started_greets(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(messenger := Messenger())
    (shown,) = bench.deliver(messenger.get_started(ANN))
    assert shown.text.startswith("Hello")


@pytest.mark.parametrize("kind", ["delivery", "read", "reaction", "optin", "account_linking"])
def test_messenger_echo_and_receipts_are_ignored(kind: str, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(messenger := Messenger())
    assert bench.deliver(messenger.echo(ANN), messenger.event(ANN, **{kind: {"watermark": 1}})) == []


def test_messenger_other_object_is_ignored(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(messenger := Messenger())
    assert bench.deliver(messenger.text(ANN, "hello") | {"object": "user"}) == []


# Slack


def test_slack_mention_is_answered_in_its_thread(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack())
    event = slack.mention(ANN, "does it hurt")
    (shown,) = bench.deliver(event)
    assert said(bench) == ["does it hurt"]
    assert shown.raw["channel"] == "C1" and shown.raw["thread_ts"] == event["event"]["ts"]
    (shown,) = bench.deliver(slack.mention(ANN, "and the redness", thread_ts="1700000000.000100"))
    assert shown.raw["thread_ts"] == "1700000000.000100"


def test_slack_press_in_a_thread_stays_in_it(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack())
    event = slack.mention(ANN, "which")
    shown = bench.deliver(event)
    (answer,) = bench.pick(ANN, shown, 2)
    assert answer.raw["thread_ts"] == event["event"]["ts"]
    assert bench.heard.messages[0].sender_id == bench.heard.messages[1].sender_id


def test_slack_direct_message_in_a_thread(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack())
    (plain,) = bench.say(ANN, "hello")
    assert "thread_ts" not in plain.raw
    (threaded,) = bench.deliver(slack.text(ANN, "hello", thread_ts="1700000000.000100"))
    assert threaded.raw["thread_ts"] == "1700000000.000100"


def test_slack_channel_talk_and_bots_are_ignored(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack())
    talk = slack.text(ANN, "does it hurt", channel="C1", channel_type="channel")
    own = slack.text(ANN, "hello", bot_id="B1")
    changed = slack.text(ANN, "hello", subtype="message_changed")
    assert bench.deliver(talk, own, changed) == []


def test_slack_mention_that_comes_as_two_events_is_answered_once(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack())
    mention = slack.mention(ANN, "hello", channel="D1")
    twin = slack.event(**(mention["event"] | {"type": "message", "channel_type": "im"}))
    assert len(bench.deliver(mention, twin)) == 1


def test_slack_marks_are_taken_off(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack())
    marked = "is <https://a.example/x?y=1|this roller> &lt; 1 mm, <@U7>? <#C2|general> <mailto:a@b.example|a@b.example>"
    bench.deliver(slack.text(ANN, "", text=marked))
    assert said(bench) == ["is this roller < 1 mm, ? general a@b.example"]


def test_texts_that_a_platform_would_take_for_markup(platform: Platform, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(platform)
    (shown, *_) = bench.say(ANN, "does it hurt")
    assert "0.5 < 1.5 mm" in shown.text and "hurt more & clinics" in shown.text
    assert "Ask the *clinic*" in shown.text.replace("∗", "*")
