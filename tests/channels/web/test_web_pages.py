"""The widget's files, CORS, and what is not there."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from website import Website

from needlewise.channels.web import pages


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


@pytest.mark.parametrize(
    "path",
    ["../channel.py", "..%2fchannel.py", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", ".env", "x\0y", "config.yml"],
)
def test_nothing_else_can_be_read(website: Website, path: str) -> None:
    answer = website.call("GET", path)
    assert answer.status in (400, 404) and answer.headers["Content-Type"] == "application/problem+json"


def test_method_that_is_not_taken_is_told(website: Website) -> None:
    answer = website.call("PUT", "messages", website.visitor())
    assert answer.status == 405 and set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}
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
