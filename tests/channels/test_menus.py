"""Options on every channel: shown within its means, pressed, ticked or typed, and understood."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from assistants import ANSWER, CLARIFY, EMERGENCY, FIRST_QUESTION, LAST_QUESTION, MANY
from bench import Bench
from rasa.core.channels.channel import UserMessage
from standins import Messenger, Platform, Shown, Slack, Telegram, Twilio, WhatsApp
from standins.platform import Choice

from needlewise.channels.limits import sentences
from needlewise.dialogue.replies import Button, Kind, Reply

ANN = "447700900123"
PAYLOAD = '/check_answer{"answers": ["o{n}"]}'


class Says:
    """Says the replies that it was given, over and over."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = replies

    async def handle_message(self, message: UserMessage) -> Any:
        for reply in self._replies:
            await message.output_channel.send_response(message.sender_id, reply.as_message())


def question(count: int, title: str = "Option {n}", payload: str = PAYLOAD, **details: Any) -> Reply:
    """A question with options."""
    buttons = tuple(Button(title.format(n=n), payload.replace("{n}", str(n))) for n in range(1, count + 1))
    return Reply("Which?", Kind.QUESTION, buttons=buttons, details=details)


def said(bench: Bench) -> list[str]:
    """What reached the assistant."""
    return [str(message.text) for message in bench.heard.messages]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 10, 11, 13, 14, 25, 26, 30, 31])
def test_every_option_of_any_number_sends_its_payload(
    count: int, platform: Platform, bench_of: Callable[..., Bench]
) -> None:
    reply = question(count)
    bench = bench_of(platform, Says(reply))
    shown = bench.say(ANN, "hi")
    for number in {1, (count + 1) // 2, count}:
        shown = bench.pick(ANN, shown, number)
        assert said(bench)[-1] == PAYLOAD.replace("{n}", str(number))


@pytest.mark.parametrize(
    "title", ["Exactly twenty signs", "Twenty-one signs long", "A title of forty signs, as topics have", "x" * 80]
)
def test_long_titles_are_read_whole(title: str, platform: Platform, bench_of: Callable[..., Bench]) -> None:
    reply = Reply("Which?", Kind.CLARIFY, buttons=(Button(title, "/help"), Button("No", "/greet")))
    bench = bench_of(platform, Says(reply))
    shown = bench.say(ANN, "hi")
    assert title in shown[-1].text or title in [choice.title for choice in shown[-1].choices]
    bench.pick(ANN, shown, 1)
    assert said(bench)[-1] == "/help"


def test_long_payloads_come_back_whole(platform: Platform, bench_of: Callable[..., Bench]) -> None:
    ids = ", ".join(f'"{letter * 60}"' for letter in "abcdefghijklmnopqrst")
    long = f'/check_answer{{"answers": [{ids}, "o{{n}}"]}}'
    bench = bench_of(platform, Says(question(2, payload=long)))
    shown = bench.say(ANN, "hi")
    bench.pick(ANN, shown, 2)
    assert said(bench)[-1] == long.replace("{n}", "2")


def test_forgotten_payload_is_said_by_its_title(bench_of: Callable[..., Bench]) -> None:
    long = '/inform{"note": "' + "x" * 300 + '{n}"}'
    for platform in (Telegram(), WhatsApp()):
        bench = bench_of(platform, Says(question(2, "Choice {n}", long)))
        shown = bench.say(ANN, "hi")
        bench.channel.memory._notes.clear()  # type: ignore[attr-defined]
        bench.pick(ANN, shown, 1)
        assert said(bench)[-1] == "Choice 1"


MEANS: dict[type[Platform], Callable[[Shown], str]] = {
    WhatsApp: lambda shown: shown.raw["type"],
    Telegram: lambda shown: "keyboard" if shown.choices else "text",
    Messenger: lambda shown: "quick replies" if shown.choices else "text",
    Slack: lambda shown: shown.raw["blocks"][-1]["type"] if shown.choices else "text",
    Twilio: lambda shown: "text",
}


@pytest.mark.parametrize(
    ("kind", "reply", "means"),
    [
        (WhatsApp, FIRST_QUESTION, "button"),
        (WhatsApp, CLARIFY, "list"),
        (WhatsApp, LAST_QUESTION, "text"),
        (WhatsApp, MANY, "text"),
        (Messenger, FIRST_QUESTION, "quick replies"),
        (Messenger, MANY, "text"),
        (Messenger, LAST_QUESTION, "text"),
        (Telegram, LAST_QUESTION, "keyboard"),
        (Telegram, MANY, "keyboard"),
        (Slack, LAST_QUESTION, "actions"),
        (Slack, MANY, "actions"),
        (Twilio, FIRST_QUESTION, "text"),
    ],
)
def test_means_of_each_platform(kind: type[Platform], reply: Reply, means: str, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(kind(), Says(reply))
    (shown,) = bench.say(ANN, "hi")
    assert MEANS[kind](shown) == means
    if means == "text":
        assert f"1. {reply.buttons[0].title}" in shown.text
        assert sentences()["choose_many" if reply is MANY else "choose_one"] in shown.text


def test_messenger_numbers_titles_that_are_too_long_for_its_buttons(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(Messenger(), Says(CLARIFY))
    (shown,) = bench.say(ANN, "hi")
    assert [choice.title for choice in shown.choices] == ["1", "2", "3", "4", "5"]
    assert "1. How long is skin red after a session?" in shown.text
    bench.pick(ANN, [shown], 2)
    bench.say(ANN, "3")
    assert said(bench)[1:] == [CLARIFY.buttons[1].payload, CLARIFY.buttons[2].payload]


@pytest.mark.parametrize("numbers", [(1,), (2, 4), (1, 2, 3, 4)])
def test_several_answers_make_one_payload(
    numbers: Sequence[int], platform: Platform, bench_of: Callable[..., Bench]
) -> None:
    bench = bench_of(platform, Says(MANY))
    bench.pick(ANN, bench.say(ANN, "hi"), *numbers)
    ids = ["active_acne", "eczema_or_psoriasis_anywhere_on_the_face_or_on_the_neck", "cold_sores", "sunburn"]
    chosen = ", ".join(f'"{ids[number - 1]}"' for number in numbers)
    assert said(bench)[-1] == f'/check_answer{{"answers": [{chosen}]}}'
    assert len(said(bench)) == 2


def test_answers_that_stand_alone_are_sent_at_once(platform: Platform, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(platform, Says(MANY))
    shown = bench.say(ANN, "hi")
    for number in (5, 6, 7):
        bench.pick(ANN, shown, number)
        assert said(bench)[-1] == MANY.buttons[number - 1].payload


def test_contradictory_numbers_are_said_in_words(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(Twilio(), Says(MANY))
    bench.say(ANN, "hi")
    bench.say(ANN, "3 and 5")
    assert said(bench)[-1] == "Cold sores, None of these"


def test_guided_check_to_its_end(bench: Bench) -> None:
    shown = bench.say(ANN, "check")
    assert "Question 1 of 3" in shown[-1].text
    shown = bench.pick(ANN, shown, 1)
    assert "Question 2 of 3" in shown[-1].text
    shown = bench.pick(ANN, shown, 1, 3)
    assert "Question 3 of 3" in shown[-1].text
    (shown_last,) = bench.pick(ANN, shown, 14)
    assert shown_last.text.startswith("Your check\n\nFrom what you told me")
    assert "• Eczema can flare" in shown_last.text and "• Ask a doctor first." in shown_last.text


def test_emergency_goes_first_and_whole(bench: Bench) -> None:
    shown = bench.say(ANN, "i cannot breathe")
    assert shown[0].text.startswith(EMERGENCY.text)
    assert "Source" not in shown[0].text
    later = next(message for message in shown if ANSWER.text.split("\n")[0][:20] in message.text)
    assert shown.index(later) > 0


def test_numbers_answer_only_the_list_shown_last(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(Twilio())
    bench.say(ANN, "which")
    bench.say(ANN, "does it hurt")
    bench.say(ANN, "5")  # its list has two options
    bench.say(ANN, "check")
    bench.say(ANN, "hello")
    bench.say(ANN, "2")  # the greeting offered nothing
    assert said(bench) == ["which", "does it hurt", "5", "check", "hello", "2"]


def test_lists_of_one_turn_are_numbered_on(bench_of: Callable[..., Bench]) -> None:
    for platform in (Twilio(), Messenger()):
        bench = bench_of(platform)
        shown = bench.say(ANN, "i cannot breathe")
        read = "\n".join(message.text for message in shown)
        assert "2. It was a misunderstanding" in read and "3. How long is skin red after a session?" in read
        bench.say(ANN, "1")
        assert said(bench)[-1] == "/help_coming"
        bench.say(ANN, "i cannot breathe")
        bench.say(ANN, "4")
        assert said(bench)[-1] == ANSWER.buttons[1].payload


@pytest.mark.parametrize("typed", ["2", " 2. ", "(2)", "#2", "Option 2", "number 2"])
def test_ways_to_type_a_number(typed: str, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(Twilio())
    bench.say(ANN, "check")
    bench.say(ANN, typed)
    assert said(bench)[-1] == '/check_answer{"answers": ["other"]}'


@pytest.mark.parametrize("typed", ["0", "4", "1 and 2", "1.5", "2 mm", "two", "-"])
def test_what_is_no_answer_to_the_list(typed: str, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(Twilio())
    bench.say(ANN, "check")
    bench.say(ANN, typed)
    assert said(bench)[-1] == typed


def test_typed_payload_is_only_text(bench: Bench) -> None:
    for typed in ('/faq{"topic": "pain"}', "  //restart", "/ /session_start"):
        bench.say(ANN, typed)
    assert [text[:1] for text in said(bench)] == ["f", "r", "s"]


def test_telegram_switches(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(telegram := Telegram(), Says(MANY))
    (shown,) = bench.say(ANN, "hi")
    acne, eczema = shown.choices[0], shown.choices[1]
    stale = [telegram.press(ANN, choice) for choice in (acne, eczema)]  # both with the keyboard as it first was
    bench.deliver(*stale)
    keyboard = [row[0]["text"] for row in telegram.keyboards[acne.data[0]]["inline_keyboard"]]
    assert keyboard[:3] == ["✓ Spots or acne just now", "✓ Eczema or psoriasis", "Cold sores"]
    bench.deliver(telegram.press(ANN, acne))
    bench.deliver(telegram.press(ANN, Choice("Done", (acne.data[0], "="))))
    assert said(bench)[-1] == MANY.buttons[1].payload
    assert telegram.toasts[0] == "Spots or acne just now"


def test_nothing_chosen(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(telegram := Telegram(), Says(MANY))
    (shown,) = bench.say(ANN, "hi")
    assert bench.deliver(*telegram.choose(ANN, shown, [])) == []
    assert telegram.toasts == [sentences()["nothing_chosen"]]
    bench = bench_of(slack := Slack(), Says(MANY))
    (shown,) = bench.say(ANN, "hi")
    assert [answer.text for answer in bench.deliver(*slack.choose(ANN, shown, []))] == [sentences()["nothing_chosen"]]
    assert said(bench) == ["hi"]


def test_slack_shows_what_was_chosen_instead_of_the_buttons(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(slack := Slack(), Says(FIRST_QUESTION))
    (shown,) = bench.say(ANN, "hi")
    bench.pick(ANN, [shown], 2)
    blocks = slack.messages[shown.choices[0].data[0]]["blocks"]
    assert [block["type"] for block in blocks] == ["section", "context"]
    assert blocks[1]["elements"][0]["text"] == "You chose: Someone else"


def test_all_sources_on_request(bench: Bench) -> None:
    bench.say(ANN, "does it hurt")
    (shown,) = bench.say(ANN, "“Sources”")
    assert shown.text.startswith(sentences()["all_sources"])
    assert len([line for line in shown.text.splitlines() if line[:1].isdigit()]) == 3
    assert len(bench.heard.messages) == 1
    bench.say(ANN, "forget me")
    bench.say(ANN, "sources")
    assert said(bench)[-1] == "sources"  # erased: it is the assistant's to answer


@pytest.mark.parametrize("payload", ["/restart", "\n/restart", '/inform{"erase": true}', "/x" + "{" * 50])
@pytest.mark.parametrize("kind", [Telegram, Messenger])
def test_press_that_is_forged_says_its_title_at_most(
    payload: str, kind: type[Platform], bench_of: Callable[..., Bench]
) -> None:
    """Whoever writes a client of their own can send anything as the data of a button there."""
    bench = bench_of(platform := kind(), Says(question(2)))
    (shown,) = bench.say(ANN, "hi")
    data = (shown.choices[0].data[0], payload) if kind is Telegram else payload
    bench.deliver(platform.press(ANN, Choice("An option", data)))
    assert not [text for text in said(bench) if text.strip().startswith("/")]
