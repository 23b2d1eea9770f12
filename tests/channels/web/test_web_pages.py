"""The widget's files, CORS, and what is not there."""

import gzip
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from website import Website

from needlewise.channels.web import pages
from needlewise.knowledge.content import shared_knowledge
from needlewise.paths import ROOT


def test_page_has_a_strict_policy(website: Website) -> None:
    page = website.call("GET", "")
    policy = page.headers["Content-Security-Policy"]
    assert page.status == 200 and page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy


def test_address_without_the_slash_leads_to_the_page(website: Website) -> None:
    for path in ("/webhooks/web", "/"):
        answer = website.call("GET", path)
        assert answer.status == 302 and answer.headers["Location"] == "/webhooks/web/"


def test_browser_that_has_a_file_is_not_sent_it_again(website: Website) -> None:
    first = website.call("GET", "openapi.yml", headers={"Accept-Encoding": "identity"})
    again = website.call(
        "GET", "openapi.yml", headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "identity"}
    )
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert first.headers["Cache-Control"] == "no-cache" and "Accept-Encoding" in first.headers["Vary"]


def test_file_is_sent_compressed_to_those_who_take_it(website: Website) -> None:
    plain = website.call("GET", "openapi.yml", headers={"Accept-Encoding": "gzip;q=0"})
    zipped = website.call("GET", "openapi.yml", headers={"Accept-Encoding": "gzip, deflate"})
    assert zipped.headers["Content-Encoding"] == "gzip" and gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["ETag"] != plain.headers["ETag"]


def test_only_a_file_under_its_own_version_is_kept_for_long(website: Website) -> None:
    digest = hashlib.sha256(
        website.call("GET", "openapi.yml", headers={"Accept-Encoding": "identity"}).body
    ).hexdigest()
    for version, control in (
        (digest[:12], "public, max-age=31536000, immutable"),
        ("0" * 12, "no-cache"),
        ("", "no-cache"),
    ):
        assert website.call("GET", f"openapi.yml?v={version}").headers["Cache-Control"] == control


def test_configuration_holds_what_the_first_view_needs_and_no_more(website: Website) -> None:
    config = website.call("GET", "config").json
    assert config["clinically_reviewed"] is None and config["consent"] is False and config["hand_off"] is None
    assert config["greeting"]["text"] == "Hello." and "112" in config["emergency_numbers"]
    assert config["retention_days"] == shared_knowledge().site.retention_days
    assert "sources" not in config and "topics" not in config
    assert website.call("GET", "topics").json["topics"]["pain"] == "Does it hurt?"


@pytest.mark.parametrize("path", ["config", "topics"])
def test_what_is_the_same_for_everybody_is_compressed_and_not_sent_twice(website: Website, path: str) -> None:
    zipped = website.call("GET", path, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip" and json.loads(gzip.decompress(zipped.body))
    assert len(zipped.body) < 8 * 1024
    again = website.call("GET", path, headers={"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_long_conversation_is_sent_compressed_to_those_who_take_it(website: Website) -> None:
    token = website.visitor()
    website.say(token, "does it hurt " * 150)
    plain = website.call("GET", "messages", token)
    zipped = website.call("GET", "messages", token, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.body) == plain.body and len(zipped.body) < len(plain.body)
    assert "Accept-Encoding" in zipped.headers["Vary"] and zipped.headers["Cache-Control"] == "no-store"


def test_privacy_page_says_what_is_kept_and_how_long(website: Website) -> None:
    link = website.call("GET", "config").json["privacy_link"]
    page = website.call("GET", link)
    words = page.body.decode()
    assert page.status == 200 and "unsafe" not in page.headers["Content-Security-Policy"]
    assert f"Until {shared_knowledge().site.retention_days} days after your last message" in words
    assert website.call("GET", "page.css").status == 200


def test_privacy_page_shows_what_the_owner_wrote_as_text() -> None:
    site = replace(shared_knowledge().site, name="<b>Alder</b>", contact="a & b")
    words = pages.privacy_page(site).bodies[""].decode()
    assert "&lt;b&gt;Alder&lt;/b&gt;" in words and "a &amp; b" in words and "<b>" not in words


def test_refused_page_is_named_in_the_log_once(website: Website, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        website.call("GET", "config", headers={"Origin": "https://shop.example"})
        website.call("GET", "config", headers={"Origin": "https://clinic.example"})
        website.call("GET", "config", headers={"Origin": website.root.rstrip("/")})
        website.call("GET", "config", headers={"Origin": "https://x.example forged: line"})
    named = [record.getMessage() for record in caplog.records if "allowed_origins" in record.getMessage()]
    assert len(named) == 1 and "https://shop.example" in named[0]


def test_last_message_can_be_taken_back(website: Website) -> None:
    token = website.visitor()
    website.say(token, "first")
    before = website.history(token)
    website.say(token, "second")
    assert website.call("DELETE", "messages", token).status == 204
    assert website.history(token) == before
    website.say(token, "third")
    assert [said["text"] for said in website.history(token) if said["from"] == "visitor"] == ["first", "third"]


def test_nothing_said_is_nothing_to_take_back(website: Website) -> None:
    assert website.call("DELETE", "messages", website.visitor()).status == 409
    assert website.call("DELETE", "messages").status == 401


def test_messages_say_when(website: Website) -> None:
    token = website.visitor()
    website.say(token, "does it hurt")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["at"]) for said in website.history(token))


def test_widget_knows_the_numbers_of_an_unknown_country() -> None:
    words = (ROOT / "widget" / "src" / "texts" / "en.ts").read_text("utf-8")
    assert f'emergencyNumbers: "{shared_knowledge().site.emergency_numbers["unknown"]}"' in words


@pytest.mark.parametrize(
    "path",
    ["../channel.py", "..%2fchannel.py", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", ".env", "x\0y", "config.yml"],
)
def test_nothing_else_can_be_read(website: Website, path: str) -> None:
    answer = website.call("GET", path)
    assert answer.status in (400, 404) and answer.headers["Content-Type"] == "application/problem+json"


def test_method_that_is_not_taken_is_told(website: Website) -> None:
    answer = website.call("PUT", "messages", website.visitor())
    assert answer.status == 405 and set(answer.headers["Allow"].split(", ")) == {"GET", "POST", "DELETE"}
    assert website.call("HEAD", "").status == 200


def test_pages_of_allowed_origins_may_talk_to_the_bot(website: Website) -> None:
    origin = {"Origin": "https://clinic.example"}
    asked = website.call("OPTIONS", "messages", headers={**origin, "Access-Control-Request-Method": "POST"})
    assert asked.status == 204 and "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert "DELETE" in asked.headers["Access-Control-Allow-Methods"]
    for answer in (
        asked,
        website.call("GET", "config", headers=origin),
        website.call("GET", "messages", headers=origin),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "https://clinic.example"
        assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
        assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://clinic.example", "https://clinic.example.evil.example", "null"]
)
def test_pages_of_other_origins_may_not(website: Website, origin: str) -> None:
    for method in ("OPTIONS", "GET"):
        answer = website.call(method, "config", headers={"Origin": origin})
        assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_readiness_waits_for_the_start(website: Website) -> None:
    assert website.call("GET", "/health/live").json == {"status": "live"}
    assert website.call("GET", "/health/ready").status == 503  # this server's start was never announced


def test_widget_takes_the_place_of_the_plain_page_once_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "WIDGET", tmp_path)
    assert pages.page_folder() == pages.PLAIN_PAGE
    for name in ("index.html", "widget.js", "widget.js.br", "secret.txt"):
        (tmp_path / name).write_text(name)
    assert pages.page_folder() == tmp_path
    files = pages.assets_of(tmp_path)
    assert set(files) == {"index.html", "widget.js"} and files["widget.js"].bodies["br"] == b"widget.js.br"


def test_plain_page_needs_nothing_inline() -> None:
    files = pages.assets_of(pages.PLAIN_PAGE)
    assert set(files) == {"index.html", "page.css", "page.js"}
    html = files["index.html"].bodies[""].decode()
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|style=|javascript:", html)
    assert "innerHTML" not in files["page.js"].bodies[""].decode()
