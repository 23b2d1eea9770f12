"""The whole way over real HTTP: `needlewise serve`, a model, a database."""

import os
import socket
import sqlite3
import subprocess
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running import SECRET, START, Served

MARK = "zanzibar marigold"


def start(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """What comes of a server that cannot start."""
    full = {**os.environ, "NEEDLEWISE_SECRET": SECRET, **environ}
    return subprocess.run([*START, *arguments], env=full, capture_output=True, text=True, timeout=60, check=False)


def test_a_question_is_answered_with_its_sources(served: Served) -> None:
    (reply,) = served.say(served.token(), "what is microneedling")
    assert reply["kind"] == "answer" and reply["topic"] == "what_is"
    assert [one["id"] for one in reply["references"]] == reply["sources"] != []
    assert all(one["title"] for one in reply["references"])


def test_page_and_description_are_served(served: Served) -> None:
    page = served.call("GET", "")
    assert page.status == 200 and b"<!doctype html>" in page.body
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    assert served.call("GET", "openapi.yml").body.startswith(b"openapi: 3.")


def test_health(served: Served) -> None:
    root = served.page.removesuffix("webhooks/web/")
    assert served.call("GET", f"{root}health/live").json == {"status": "live"}
    assert served.call("GET", f"{root}health/ready").json == {"status": "ready"}


def test_rasas_own_interface_is_off(served: Served) -> None:
    root = served.page.removesuffix("webhooks/web/")
    for path in ("version", "status", "domain", "model/parse", "conversations/x/tracker", "webhooks/rest/webhook"):
        for method in ("GET", "POST", "PUT"):
            answer = served.call(method, root + path, body={} if method != "GET" else None)
            assert answer.status == 404, (method, path)
            assert answer.headers["content-type"] == "application/problem+json"


def test_two_messages_at_once_are_answered_one_after_the_other(served: Served) -> None:
    token = served.token()
    with ThreadPoolExecutor() as pool:
        replies = list(pool.map(lambda text: served.say(token, text), ["does it hurt?", "what is microneedling"] * 3))
    assert all(replies)
    messages = served.call("GET", "messages", token).json["messages"]
    assert [one["from"] for one in messages if one["from"] == "visitor"] == ["visitor"] * 6
    for turn, one in enumerate(messages):
        if one["from"] == "assistant":
            before = next(each for each in reversed(messages[:turn]) if each["from"] == "visitor")
            assert one["id"].startswith(before["id"])


@pytest.mark.parametrize(
    "text", ["", " \n", "x" * 2001, "x" * 50_000, "💉" * 2001], ids=["empty", "blank", "2001", "50000", "emoji"]
)
def test_text_of_no_use_is_refused(served: Served, text: str) -> None:
    answer = served.call("POST", "messages", served.token(), {"text": text})
    assert answer.status == (413 if text.strip() else 400)
    assert answer.headers["content-type"] == "application/problem+json" and answer.json["status"] == answer.status


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2000,
        "💉" * 1300,
        "\0",
        "\ud800",
        "\x1c",
        "///",
        "/restart",
        "🙂",
        "<img src=x onerror=alert(1)>",
        "٤٢",
        "a\u202eb",
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_odd_text_is_answered(served: Served, text: str) -> None:
    token = served.token()
    answer = served.call("POST", "messages", token, {"text": text})
    if not text.strip():
        assert answer.status == 400
        return
    assert answer.status == 200 and answer.json["replies"][0]["text"]
    assert served.say(token, "what is microneedling")[0]["topic"] == "what_is"


@pytest.mark.parametrize(
    "payload",
    [
        "/restart", "/session_start", "/back", "/unknown", "/faq", '/faq{"topic": "nonsense"}', '/faq{"topic": 5}',
        "/faq/nonsense", "/greet{]", '/greet{"a": {"b": 1}}', "/greet" + "{" * 500, "does it hurt", "/", '/faq{"topic"',
        f'/greet{{"a": {"[" * 700}{"]" * 700}}}',
    ],
    ids=lambda payload: payload[:20],
)  # fmt: skip
def test_payload_that_no_button_sends_is_refused(served: Served, payload: str) -> None:
    assert served.call("POST", "messages", served.token(), {"payload": payload}).status == 400


@pytest.mark.parametrize(
    "payload",
    [
        "/help", "/none_of_these", "/help_coming", "/misunderstanding", "/resume_check", "/check_none", "/check_stop",
        "/check_why", "/check_answer", '/check_answer{"answers": 5}', '/check_answer{"answers": [5]}',
        '/check_answer{"answers": ["nonsense"]}',
    ],
    ids=lambda payload: payload[:30],
)  # fmt: skip
def test_button_pressed_out_of_turn_is_answered(served: Served, payload: str) -> None:
    token = served.token()
    answer = served.call("POST", "messages", token, {"payload": payload})
    assert answer.status == 200
    assert answer.json["replies"][0]["text"]
    assert served.say(token, "what is microneedling")[0]["topic"] == "what_is"


def test_check_from_its_start_to_its_assessment(served: Served) -> None:
    token = served.token()
    payload, steps, interrupted = "/start_check", [], False
    for _ in range(40):
        answer = served.call("POST", "messages", token, {"payload": payload})
        assert answer.status == 200, payload
        replies = answer.json["replies"]
        if any(reply["kind"] == "assessment" for reply in replies):
            break
        steps += [reply["progress"]["step"] for reply in replies if reply["kind"] == "question"]
        payload = replies[-1]["buttons"][0]["payload"]
        if len(steps) == 2 and not interrupted:
            interrupted = True
            (triage, *_) = served.say(token, "i can't breathe and my lips are swelling")
            assert (triage["kind"], triage["urgency"]) == ("triage", "emergency_now")
            payload = triage["buttons"][1]["payload"]  # It was a misunderstanding: the check can be taken up again.
    else:
        pytest.fail(f"no assessment after the questions {steps}")
    assert steps == sorted(steps)
    history = served.call("GET", "messages", token).json["messages"]
    said = [message["text"] for message in history if message["from"] == "visitor"]
    assert not [text for text in said[1:] if text.startswith("/")]


def test_pressed_button_is_answered_and_shown_by_its_title(served: Served) -> None:
    token = served.token()
    button = served.say(token, "what is microneedling")[0]["buttons"][0]
    answer = served.call("POST", "messages", token, {"payload": button["payload"]})
    assert answer.json["replies"][0]["kind"] in ("answer", "handoff")
    assert served.call("GET", "messages", token).json["messages"][2]["text"] == button["title"]


def test_pressed_button_of_an_earlier_page_is_shown_by_a_title_too(served: Served) -> None:
    token = served.token()
    for payload in ('/faq{"topic": "pain"}', "/start_check", "/check_stop"):
        assert served.call("POST", "messages", token, {"payload": payload}).status == 200
    for limit in (1, 2, 3):
        messages = served.call("GET", f"messages?limit={limit}", token).json["messages"]
        assert not [message for message in messages if message["text"].startswith("/")]


def test_erasing_leaves_nothing_in_the_database(served: Served) -> None:
    token = served.token()
    (reply, *_) = served.say(token, f"i have eczema and {MARK}, can i do it?")
    assert (
        served.call("POST", "feedback", token, {"message_id": reply["id"], "helpful": False, "reason": MARK}).status
        == 204
    )
    assert MARK.encode() in everything(served.database)
    assert served.call("DELETE", "session", token).status == 204
    assert served.call("GET", "messages", token).json["messages"] == []
    assert MARK.encode() not in everything(served.database)
    assert served.call("DELETE", "session", token).status == 204
    assert served.say(token, "what is microneedling")[0]["topic"] == "what_is"


def test_log_has_request_ids_and_neither_words_nor_tokens_nor_addresses(served: Served) -> None:
    token = served.token()
    for text in (f"is {MARK} safe?", f"/{MARK}", f"my daughter has {MARK} and pus"):
        served.say(token, text)
    for payload in (f'/greet{{"name": "{MARK}"}}', f"/{MARK}", f'/check_answer{{"answers": ["{MARK}"]}}'):
        served.call("POST", "messages", token, {"payload": payload})
    served.call("POST", "messages", token, f'{{"text": {MARK}'.encode())
    answer = served.call("GET", f"messages?{urllib.parse.quote(MARK)}", token + "x")
    deadline = time.monotonic() + 10
    while not any(answer.headers["X-Request-Id"] in line for line in served.log):  # A thread of ours reads it.
        assert time.monotonic() < deadline
        time.sleep(0.05)
    written = "".join(served.log)
    for secret in (MARK, "marigold", token, token[-30:], "127.0.0.1"):
        assert secret not in written


def test_malformed_http_is_the_senders_mistake(served: Served) -> None:
    host, port = urllib.parse.urlsplit(served.page).netloc.split(":")
    for head in (b"nonsense", b"GET / HTTP/9\r\nHost: x",
                 b"POST /webhooks/web/session HTTP/1.1\r\nHost: x\r\nContent-Length: abc",
                 b"POST /webhooks/web/session HTTP/1.1\r\nHost: x\r\nContent-Length: -5",
                 b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000):  # fmt: skip
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(head + b"\r\n\r\n")
            status = int(connection.recv(4096).split()[1])
        assert 400 <= status < 500, head[:60]


def test_locked_database_is_told_at_once_and_the_server_goes_on(served: Served) -> None:
    token = served.token()
    with sqlite3.connect(served.database, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = served.call("POST", "messages", token, {"text": f"i cannot breathe {MARK}"})
        other.execute("ROLLBACK")
    assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0
    assert "emergency" in answer.json["detail"] and MARK not in "".join(served.log)
    assert served.say(token, "what is microneedling")[0]["topic"] == "what_is"


def test_taken_port_is_told_in_a_sentence(served: Served) -> None:
    port = str(urllib.parse.urlsplit(served.page).port)
    done = start({}, "--port", port)
    assert done.returncode == 1 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert f"Port {port} is taken" in line and "NEEDLEWISE_PORT" in line


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"DATABASE_URL": "not an address"}, "DATABASE_URL"),
        ({"DATABASE_URL": "oracle9://host/x"}, "DATABASE_URL"),
        ({"NEEDLEWISE_SECRET": "short"}, "NEEDLEWISE_SECRET"),
        ({"NEEDLEWISE_ALLOWED_ORIGINS": "clinic.example"}, "NEEDLEWISE_ALLOWED_ORIGINS"),
        ({"NEEDLEWISE_TRUSTED_PROXY": "yes"}, "NEEDLEWISE_TRUSTED_PROXY"),
        ({"NEEDLEWISE_SESSION_DAYS": "0"}, "NEEDLEWISE_SESSION_DAYS"),
        ({"TELEGRAM_TOKEN": "1:a"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"SLACK_SIGNING_SECRET": "a"}, "SLACK_BOT_TOKEN"),
        ({"TELEGRAM_TOKEN": "1:a", "TELEGRAM_WEBHOOK_SECRET": "a", "REDIS_URL": "nowhere"}, "REDIS_URL"),
    ],
)
def test_wrong_setting_is_told_in_a_sentence(environ: dict[str, str], named: str, model: Path) -> None:
    done = start(environ, "--port", "0", "--model", str(model))
    assert done.returncode == 1 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert named in line


def everything(database: Path) -> bytes:
    """All bytes of the database's files."""
    return b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
