"""Messages, history, feedback and erasure."""

import asyncio
import json
import socket
import urllib.parse
from typing import Any

import pytest
from website import Website

PROBLEM = "application/problem+json"


def said(messages: list[dict[str, Any]]) -> list[str]:
    """What the visitor said, as the history shows it."""
    return [message["text"] for message in messages if message["from"] == "visitor"]


def test_replies_name_their_sources(website: Website) -> None:
    (reply,) = website.say(website.visitor(), "does it hurt").json["replies"]
    assert reply["kind"] == "answer" and reply["reviewed"] == "2026-11-21"
    assert [one["id"] for one in reply["references"]] == reply["sources"]
    addresses = {one["id"]: one["address"] for one in reply["references"]}
    assert addresses["doc-001"] is None and addresses["fda-microneedling-devices"].startswith("https://")


def test_history_shows_what_was_said_as_it_was_answered(website: Website) -> None:
    token = website.visitor()
    answered = website.say(token, "does it hurt").json["replies"] + website.say(token, "two things").json["replies"]
    messages = website.history(token)
    assert said(messages) == ["does it hurt", "two things"]
    shown = [{name: one[name] for name in one if name != "at"} for one in messages if one["from"] == "assistant"]
    assert [{**one, "from": "assistant"} for one in answered] == shown
    assert len({one["id"] for one in messages}) == len(messages)


def test_pressed_buttons_are_shown_by_their_titles(website: Website) -> None:
    token = website.visitor()
    website.say(token, "check")
    for payload in (
        '/check_answer{"answers": ["self"]}',
        '/check_answer{"answers": ["active_acne", "cold_sores"]}',
        '/faq{"topic": "pain"}',
    ):
        assert website.call("POST", "messages", token, json={"payload": payload}).status == 200
    assert said(website.history(token))[:3] == ["check", "Me", "Spots or acne just now, Cold sores"]


def test_payload_of_a_topic_that_no_button_offered_is_told(website: Website) -> None:
    token = website.visitor()
    website.say(token, "does it hurt")
    for topic in ("aftercare", "downtime"):
        payload = f'/faq{{"topic": "{topic}"}}'
        assert website.call("POST", "messages", token, json={"payload": payload}).status == 200
    asked = [one.get("payload") for one in website.history(token) if one["from"] == "visitor"]
    assert asked == [None, '/faq{"topic": "aftercare"}', None]


def test_typed_slash_is_no_payload(website: Website) -> None:
    token = website.visitor()
    assert website.say(token, "/forget_me").status == 200
    assert said(website.history(token)) == ["forget_me"]


def test_starting_over_empties_the_history(website: Website) -> None:
    token = website.visitor()
    reply = website.say(token, "does it hurt").json["replies"][0]
    website.say(token, "start over")
    assert website.history(token) == []
    website.say(token, "pus")
    assert said(website.history(token)) == ["pus"]
    feedback = {"message_id": reply["id"], "helpful": True}
    assert website.call("POST", "feedback", token, json=feedback).status == 204


def test_message_sent_again_gets_its_answer_again(website: Website) -> None:
    token, id = website.visitor(), "0f8b7a52-6a3f-4c0e-9a0c-1f2e3d4c5b6a"

    def send(**more: Any) -> Any:
        return website.call("POST", "messages", token, json={"text": "does it hurt", "id": id, **more})

    first, second, third = send(), send(), send(text="something else")
    assert first.status == second.status == 200
    assert first.json == second.json == third.json
    assert said(website.history(token)) == ["does it hurt"]
    assert send(id="another-id").json["replies"][0]["id"] != first.json["replies"][0]["id"]
    other = website.visitor()
    assert website.call("POST", "messages", other, json={"text": "hello", "id": id}).json != first.json
    assert said(website.history(other)) == ["hello"]


def test_message_sent_many_times_at_once_is_one_turn(website: Website) -> None:
    token = website.visitor()

    async def together() -> list[Any]:
        body = {"payload": '/faq{"topic": "pain"}', "id": "a" * 64}
        return await asyncio.gather(*(website.request("POST", "messages", token, json=body) for _ in range(8)))

    answers = website.loop.run(together())
    assert {answer.status for answer in answers} == {200} and len({answer.body for answer in answers}) == 1
    assert len(website.history(token)) == 2


def test_turn_goes_on_when_the_page_is_gone(website: Website) -> None:
    token = website.visitor()
    body = json.dumps({"text": "does it hurt", "id": "gone-before-the-answer"}).encode()
    head = f"POST /webhooks/web/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    address = urllib.parse.urlsplit(website.root)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(head.encode() + body)
    again = website.call("POST", "messages", token, data=body, headers={"Content-Type": "application/json"})
    assert again.status == 200 and len(website.history(token)) == 2


def test_failed_message_can_be_sent_again(website: Website) -> None:
    token = website.visitor()
    for text, status in (("nothing", 500), ("break it", 500), ("does it hurt", 200)):
        body = {"text": text, "id": "the-same-id"}
        assert website.call("POST", "messages", token, json=body).status == status
    assert said(website.history(token)) == ["does it hurt"]


@pytest.mark.parametrize("id", ["short", "x" * 65, "under_score", "ümlaut-xyz", "a b c d e", 12345678, None, ["a" * 8]])
def test_id_of_another_form_is_refused(website: Website, id: Any) -> None:
    answer = website.call("POST", "messages", website.visitor(), json={"text": "hello", "id": id})
    assert answer.status == 400 and website.rows() == (0, 0)


def test_history_is_paged(website: Website) -> None:
    token = website.visitor()
    for number in range(7):
        website.say(token, f"does it hurt {number}")
    pages, path = [], "messages?limit=3"
    while path:
        page = website.call("GET", path, token).json
        pages.append(said(page["messages"]))
        path = f"messages?limit=3&before={page['earlier']}" if page["earlier"] else ""
    assert pages == [[f"does it hurt {number}" for number in range(*ends)] for ends in ((4, 7), (1, 4), (0, 1))]
    assert website.call("GET", "messages", token).json["earlier"] is None
    for query in (
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=-1",
        "before=x",
        f"before={'0' * 32}",
        "before=",
        "limit=",
        "limit=٣",
    ):
        assert website.call("GET", f"messages?{query}", token).status == 400


def test_feedback_after_erasure_leaves_nothing(website: Website) -> None:
    token = website.visitor()

    async def together(reply: str) -> list[Any]:
        rating = {"message_id": reply, "helpful": True}
        ratings = [website.request("POST", "feedback", token, json=rating) for _ in range(4)]
        return await asyncio.gather(*ratings[:2], website.request("DELETE", "session", token), *ratings[2:])

    for _ in range(5):
        reply = website.say(token, "does it hurt").json["replies"][0]["id"]
        assert {answer.status for answer in website.loop.run(together(reply))} <= {204, 404}
        assert website.rows() == (0, 0)


@pytest.mark.parametrize("text", ["break it", "nothing"])
def test_failed_turn_is_a_problem_and_no_empty_answer(
    website: Website, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = website.visitor()
    answer = website.say(token, text)
    assert answer.status == 500 and answer.headers["Content-Type"] == PROBLEM
    assert "emergency" in answer.json["detail"] and text not in answer.body.decode()
    assert text not in caplog.text
    assert website.say(token, "does it hurt").status == 200


@pytest.mark.parametrize(
    ("body", "type", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'"text"', "application/json", 400),
        (b"null", "application/json", 400),
        (b"\xff\xfe\xfd", "application/json", 400),
        (b"[" * 10_000, "application/json", 400),
        (b"{}", "application/json", 400),
        (b'{"text": 5}', "application/json", 400),
        (b'{"text": null}', "application/json", 400),
        (b'{"text": ["a"]}', "application/json", 400),
        (b'{"text": "a", "payload": "/help"}', "application/json", 400),
        (b'{"payload": ""}', "application/json", 400),
        (b'{"text": "a"}', "text/plain", 415),
        (b'{"text": "a"}', "application/x-www-form-urlencoded", 415),
        (b'{"text": "a"}', "", 415),
        (b'{"text": "hello"}', "application/json; charset=utf-8", 200),
        (b'{"text": "hello", "more": 1}', "APPLICATION/JSON", 200),
        (b'{"text": "' + b"a" * 17_000 + b'"}', "application/json", 413),
        (b" " * 1_000_000, "application/json", 413),
    ],
)  # fmt: skip
def test_only_json_of_the_right_shape_is_taken(website: Website, body: bytes, type: str, status: int) -> None:
    token = website.visitor()
    answer = website.call("POST", "messages", token, data=body, headers={"Content-Type": type})
    assert answer.status == status
    if status != 200:
        assert answer.headers["Content-Type"] == PROBLEM and answer.json["status"] == status
        assert website.rows() == (0, 0)


def test_body_that_does_not_say_its_length_is_refused(website: Website) -> None:
    async def chunks() -> Any:
        for _ in range(100):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    assert website.call("POST", "messages", website.visitor(), data=chunks(), headers=headers).status == 411


def test_messages_sent_at_once_are_answered_in_order(website: Website) -> None:
    token = website.visitor()

    async def together() -> list[Any]:
        texts = [f"does it hurt {number}" for number in range(8)]
        return await asyncio.gather(
            *(website.request("POST", "messages", token, json={"text": text}) for text in texts)
        )

    assert {answer.status for answer in website.loop.run(together())} == {200}
    messages = website.history(token)
    assert [one["from"] for one in messages] == ["visitor", "assistant"] * 8
    assert sorted(said(messages)) == [f"does it hurt {number}" for number in range(8)]


def test_feedback_is_kept_once_a_reply_and_erased_with_the_conversation(website: Website) -> None:
    token = website.visitor()
    reply = website.say(token, "does it hurt").json["replies"][0]
    for helpful, reason in ((True, ""), (False, "It hurt more than that.")):
        body = {"message_id": reply["id"], "helpful": helpful, "reason": reason}
        assert website.call("POST", "feedback", token, json=body).status == 204
    with website.store.engine.connect() as connection:
        (row,) = connection.exec_driver_sql("select topic, helpful, reason from feedback")
    assert tuple(row) == ("pain", False, "It hurt more than that.")
    website.call("DELETE", "session", token)
    assert website.rows() == (0, 0)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"message_id": "x", "helpful": True}, 400),
        ({"message_id": 0, "helpful": True}, 400),
        ({"message_id": "0" * 32 + ".0", "helpful": "yes"}, 400),
        ({"message_id": "0" * 32 + ".0", "helpful": 1}, 400),
        ({"message_id": "0" * 32 + ".0", "helpful": True, "reason": None}, 400),
        ({"message_id": "0" * 32 + ".0", "helpful": True, "reason": "x" * 1001}, 413),
        ({"message_id": "0" * 32 + ".0", "helpful": True}, 404),
    ],
)
def test_feedback_is_about_a_reply_of_the_conversation(website: Website, body: dict[str, Any], status: int) -> None:
    token = website.visitor()
    website.say(token, "does it hurt")
    assert website.call("POST", "feedback", token, json=body).status == status
    assert website.rows()[1] == 0


def test_erasing_waits_for_the_turn_under_way(website: Website) -> None:
    token = website.visitor()

    async def together() -> list[Any]:
        saying = [website.request("POST", "messages", token, json={"text": "does it hurt"}) for _ in range(3)]
        return await asyncio.gather(*saying, website.request("DELETE", "session", token))

    assert [answer.status for answer in website.loop.run(together())][3] == 204
    website.call("DELETE", "session", token)
    assert website.rows() == (0, 0) and website.history(token) == []
