"""action_more: what lies near the topic answered last."""

from collections.abc import Callable

from actions.action_more import ActionMore
from needlewise.knowledge.content import shared_knowledge


def test_it_offers_what_follows_the_last_topic(run: Callable) -> None:
    ran = run(ActionMore(), events=[{"event": "bot", "metadata": {"reply": {"topic": "pain"}}}])
    offered = [button["payload"] for button in ran.reply()["buttons"]]
    assert offered == [f'/faq{{"topic": "{topic}"}}' for topic in shared_knowledge().topics["pain"].follow_ups]


def test_without_one_it_asks(run: Callable) -> None:
    assert run(ActionMore()).kinds == ["utter_more"]
