"""How much one conversation, or one address, may ask; and what is told when the database is gone."""

import ipaddress
import sqlite3
import time
from collections.abc import Callable

import pytest
from website import Website

from needlewise.channels.web import SettingsError, WebSettings
from needlewise.channels.web.rates import Rate, client_of
from needlewise.knowledge.content import shared_knowledge

PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


def test_bucket_empties_and_fills_again() -> None:
    now = [0.0]
    rate = Rate(3, clock=lambda: now[0])
    assert [rate.wait("a") for _ in range(4)] == [0, 0, 0, 20]
    assert rate.wait("b") == 0
    now[0] = 20.0
    assert [rate.wait("a"), rate.wait("a")] == [0, 20]
    now[0] = 1000.0
    assert [rate.wait("a") for _ in range(4)] == [0, 0, 0, 20]


def test_memory_of_buckets_is_bounded() -> None:
    rate = Rate(1, most=100)
    for number in range(1000):
        rate.wait(str(number))
    assert len(rate._buckets) == 100


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("10.0.0.2", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.2", ["192.0.2.66", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.2", ["192.0.2.66", "198.51.100.1", " 10.9.9.9"], "198.51.100.1"),
        ("10.0.0.2", [], "10.0.0.2"),
        ("10.0.0.2", ["nonsense"], "unknown"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", [], "203.0.113.7"),
        ("", [], "unknown"),
        ("10.0.0.2", ["198.51.100.1:50123"], "198.51.100.1"),
        ("10.0.0.2", ["198.51.100.1", "10.0.0.9:443"], "198.51.100.1"),
        ("10.0.0.2", ["[2001:db8:1:2:3:4:5:6]:50123"], "2001:db8:1:2::/64"),
        ("10.0.0.2", ["[2001:db8:1:2:3:4:5:6]"], "2001:db8:1:2::/64"),
        ("10.0.0.2", ["198.51.100.1:port"], "unknown"),
    ],
)
def test_address_is_that_of_the_last_hop_that_is_no_proxy_of_ours(peer: str, forwarded: list[str], client: str) -> None:
    assert client_of(peer, forwarded, PROXIES) == client


def test_conversation_that_sends_too_much_is_told_when_to_go_on(website_with: Callable[..., Website]) -> None:
    website = website_with(WebSettings(session_rate=2))
    token = website.visitor()
    assert [website.say(token, "hello").status for _ in range(3)] == [200, 200, 429]
    answer = website.say(token, "hello")
    assert 1 <= int(answer.headers["Retry-After"]) <= 30 and answer.json["title"] == "Too Many Requests"
    assert "112" in answer.json["detail"] and answer.json["emergency_numbers"] in answer.json["detail"]
    assert website.say(website.visitor(), "hello").status == 200
    assert len(website.history(token)) == 4


def test_address_that_asks_too_much_is_told_when_to_go_on(website_with: Callable[..., Website]) -> None:
    website = website_with(WebSettings(address_rate=5))
    assert [website.call("POST", "session").status for _ in range(6)] == [201] * 5 + [429]
    forged = {"X-Forwarded-For": "198.51.100.9"}
    assert website.call("POST", "session", headers=forged).status == 429


def test_visitors_behind_a_trusted_proxy_count_one_by_one(website_with: Callable[..., Website]) -> None:
    website = website_with(WebSettings(address_rate=1, trusted_proxies=(ipaddress.ip_network("127.0.0.0/8"),)))
    for address in ("198.51.100.1", "198.51.100.2"):
        headers = {"X-Forwarded-For": address}
        assert [website.call("POST", "session", headers=headers).status for _ in range(2)] == [201, 429]


def test_settings_come_from_the_environment() -> None:
    site = shared_knowledge().site
    environ = {
        "NEEDLEWISE_ALLOWED_ORIGINS": "https://a.example, https://b.example:8443",
        "NEEDLEWISE_TRUSTED_PROXY": "10.0.0.1, fd00::/8",
        "NEEDLEWISE_MESSAGES_PER_MINUTE": "5",
    }
    settings = WebSettings.from_environment(environ, site)
    assert settings.allows("https://b.example:8443") and not settings.allows("https://c.example")
    assert settings.session_rate == 5 and len(settings.trusted_proxies) == 2
    assert WebSettings.from_environment({}, site) == WebSettings(allowed_origins=site.allowed_origins)


@pytest.mark.parametrize(
    "origin", ["clinic.example", "https://clinic.example/", "https://*.example", "null", "ftp://a"]
)
def test_origin_that_is_none_is_told(origin: str) -> None:
    with pytest.raises(SettingsError, match="NEEDLEWISE_ALLOWED_ORIGINS"):
        WebSettings.from_environment({"NEEDLEWISE_ALLOWED_ORIGINS": origin}, shared_knowledge().site)


def test_database_that_is_gone_is_told_at_once_and_the_server_goes_on(website: Website) -> None:
    token = website.visitor()
    website.say(token, "does it hurt")
    website.store.engine.dispose()
    moved = website.database.rename(website.database.with_suffix(".away"))
    website.database.mkdir()
    start = time.monotonic()
    answers = [
        website.say(token, "does it hurt"),
        website.call("GET", "messages", token),
        website.call("DELETE", "session", token),
        website.call("POST", "feedback", token, json={"message_id": "0" * 32 + ".0", "helpful": True}),
    ]
    assert time.monotonic() - start < 5
    for answer in answers:
        assert answer.status == 503 and answer.json["status"] == 503 and int(answer.headers["Retry-After"]) > 0
        assert answer.json["emergency_numbers"] in answer.json["detail"]
    assert website.call("GET", "/health/live").status == 200
    website.database.rmdir()
    moved.rename(website.database)
    assert len(website.history(token)) == 2


def test_locked_database_holds_up_nobody_else(website: Website) -> None:
    token = website.visitor()
    website.say(token, "does it hurt")
    with sqlite3.connect(website.database, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")

        async def meanwhile() -> tuple[int, float]:
            saying = website.loop._loop.create_task(website.request("POST", "messages", token, json={"text": "hello"}))
            start = time.monotonic()
            await website.request("GET", "config")
            took = time.monotonic() - start
            return (await saying).status, took

        status, took = website.loop.run(meanwhile())
        other.execute("ROLLBACK")
    assert status == 503 and took < 1
    assert website.say(token, "hello").status == 200
