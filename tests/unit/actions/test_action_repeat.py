"""action_repeat: the gist of what was said last."""

from collections.abc import Callable

from actions.action_repeat import ActionRepeat


def test_it_says_the_first_sentence_again(run: Callable) -> None:
    reply = {"kind": "answer", "topic": "pain"}
    text = "Most people feel pricks rather than bad pain. Longer needles hurt more."
    events = [{"event": "bot", "text": text, "data": {}, "metadata": {"reply": reply}}, {"event": "user", "text": "?"}]
    assert (
        run(ActionRepeat(), events=events).reply()["text"] == "In short: Most people feel pricks rather than bad pain."
    )


def test_where_nothing_was_said_it_asks_what_is_meant(run: Callable) -> None:
    assert run(ActionRepeat()).kinds == ["utter_repeat"]
