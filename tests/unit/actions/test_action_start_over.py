"""action_start_over: afresh."""

from collections.abc import Callable

from actions.action_start_over import ActionStartOver


def test_it_restarts(run: Callable) -> None:
    ran = run(ActionStartOver())
    assert ran.kinds == ["utter_start_over"]
    assert [event["event"] for event in ran.events] == ["restart"]
