"""action_clarify: options where a message is unclear."""

from collections.abc import Callable

from actions.action_clarify import ActionClarify


def test_it_offers_topics_the_check_and_none_of_these(run: Callable) -> None:
    ran = run(ActionClarify(), options=["pain", "condition_check"])
    assert ran.kinds == ["clarify"]
    assert [button["payload"] for button in ran.reply()["buttons"]] == [
        '/faq{"topic": "pain"}', "/condition_check", "/none_of_these",
    ]  # fmt: skip
