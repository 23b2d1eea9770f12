"""Prometheus' view of a running server."""

import json
import urllib.request
from pathlib import Path

import pytest
from processes import free_port
from running import serving

MARK = "zanzibar marigold"
KEY = "k" * 20


def test_turns_and_refusals_are_counted_and_tests_flagged(model: Path, tmp_path: Path) -> None:
    port = free_port()
    environ = {
        "NEEDLEWISE_METRICS": f"127.0.0.1:{port}",
        "NEEDLEWISE_TEST_KEY": "k" * 20,
        "NEEDLEWISE_LOG_FORMAT": "json",
    }
    with serving(model, tmp_path, environ) as served:
        token = served.token()
        served.say(token, "what is microneedling")
        served.say(token, f"is {MARK} safe?")
        served.call("POST", "messages", token, {"text": "does it hurt"}, {"X-Needlewise-Test": KEY})
        served.call("POST", "messages", "forged", {"text": MARK})
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            told = answer.read().decode()
        page = served.call("GET", served.page.removesuffix("webhooks/web/") + "metrics")
    lines = told.splitlines()
    assert [line for line in lines if 'topic="what_is",outcome="answer",traffic="visitors"} 1' in line]
    assert [line for line in lines if line.startswith("needlewise_turns_total") and 'traffic="test"} 1' in line]
    assert 'needlewise_turn_seconds_count{channel="web",traffic="test"} 1' in lines
    assert [line for line in lines if 'route="/webhooks/web/messages",method="POST",status="401"' in line]
    assert [line for line in lines if line.startswith('needlewise_store_seconds_count{operation="write"}')]
    assert page.status == 404, "no visitor reads them"
    assert "zanzibar" not in told and token not in told
    written = [json.loads(line) for line in served.log]
    assert {line["traffic"] for line in written} == {"visitors", "test"}
    assert "zanzibar" not in "".join(served.log)


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:99999"])
def test_wrong_address_ends_the_start(address: str, model: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="NEEDLEWISE_METRICS"),
        serving(model, tmp_path, {"NEEDLEWISE_METRICS": address}),
    ):
        pass
