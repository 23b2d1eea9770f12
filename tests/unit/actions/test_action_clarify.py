"""action_clarify: options where a message is unclear."""

from collections.abc import Callable

from actions.action_clarify import ActionClarify


def test_it_offers_topics_points_and_none_of_these(run: Callable) -> None:
    ran = run(ActionClarify(), options=["pain", "cost_nhs"])
    assert ran.kinds == ["clarify"]
    assert [button["payload"] for button in ran.reply()["buttons"]] == [
        '/faq{"topic": "pain"}', '/faq{"topic": "cost_nhs"}', "/none_of_these",
    ]  # fmt: skip
