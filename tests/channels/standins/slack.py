"""Slack; its own library signs and checks the blocks."""

import html
import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from slack_sdk.models.blocks import Block
from slack_sdk.signature import SignatureVerifier

from needlewise.channels.slack import SlackInput
from standins.platform import SECRET, Choice, Platform, Shown, Webhook, require, units

TOKEN, SIGNING_SECRET, TEAM, BOT = "xoxb-1", "stand-in-signing-secret", "T061EG9R6", "U0BOT"
_KEYS = {"channel", "text", "blocks", "thread_ts", "unfurl_links", "unfurl_media"}


class Slack(Platform):
    NAME = "slack"
    CHANNEL = SlackInput

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, Any] = {}

    def environ(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{self.address}/api",
            "NEEDLEWISE_SECRET": SECRET,
        }

    def event(self, **event: Any) -> Any:
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{next(self.ids)}",
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
        }

    def text(self, visitor: str, words: str, sent_at: float | None = None, **more: Any) -> Any:
        ts = f"{sent_at if sent_at is not None else time.time():.0f}.{next(self.ids):06d}"
        common = {"type": "message", "channel": f"D{visitor}", "channel_type": "im", "user": f"U{visitor}"}
        return self.event(**{**common, "text": html.escape(words, quote=False), "ts": ts, **more})

    def mention(self, visitor: str, words: str, channel: str = "C1", **more: Any) -> Any:
        more = {"type": "app_mention", "channel": channel, "channel_type": "channel", **more}
        return self.text(visitor, "", **{**more, "text": f"<@{BOT}> {words}"})

    def press(self, visitor: str, choice: Choice) -> Any:
        message, action = choice.data
        return self.actions(visitor, message, action, {})

    def choose(self, visitor: str, shown: Shown, choices: Sequence[Choice]) -> list[Any]:
        message = shown.choices[0].data[0]
        options = [choice.data[1] for choice in choices]
        boxes = {"type": "checkboxes", "action_id": "choices", "block_id": "b", "selected_options": options}
        ticked = self.actions(visitor, message, boxes, {"b": {"choices": boxes}})
        done = {"type": "button", "action_id": "done", "block_id": "b", "text": {"type": "plain_text", "text": "Done"}}
        return [ticked, self.actions(visitor, message, done, {"b": {"choices": boxes}})]

    def actions(self, visitor: str, message: str, action: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "clinic"},
            "user": {"id": f"U{visitor}", "team_id": TEAM},
            "channel": {"id": self.messages[message]["channel"], "name": "directmessage"},
            "message": {"type": "message", "ts": message, **self.messages[message]},
            "container": {"type": "message", "message_ts": message},
            "state": {"values": values},
            "actions": [{**action, "action_ts": f"{time.time():.0f}.{next(self.ids):06d}"}],
        }
        return {"payload": json.dumps(payload)}

    def attachment(self, visitor: str, kind: str = "voice") -> Any:
        file = {"id": "F1", "mimetype": "image/png" if kind == "sticker" else "audio/webm"}
        return self.text(visitor, "", subtype="file_share", files=[file])

    def unknown(self) -> Any:
        return self.event(type="levitation", user="U1")

    def sign(self, event: Any, sent_at: float | None = None, secret: str = SIGNING_SECRET) -> Webhook:
        form = "payload" in event
        body = urlencode(event) if form else json.dumps(event)
        timestamp = str(int(sent_at if sent_at is not None else time.time()))
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}
        return Webhook(body.encode(), headers)

    def forge(self, event: Any) -> list[Webhook]:
        honest = self.sign(event)
        later = str(int(honest.headers["X-Slack-Request-Timestamp"]) + 1)
        return [
            Webhook(honest.body, {"Content-Type": "application/json"}),
            self.sign(event, secret="another secret"),
            self.sign(event, sent_at=time.time() - 301),
            self.sign(event, sent_at=time.time() + 302),
            Webhook(honest.body, {**honest.headers, "X-Slack-Request-Timestamp": later}),
            Webhook(honest.body, {**honest.headers, "X-Slack-Request-Timestamp": "soon"}),
            Webhook(honest.body, {**honest.headers, "X-Slack-Request-Timestamp": "1" * 5000}),
        ]

    def take(self, path: str, headers: Mapping[str, str], content: Mapping[str, Any]) -> tuple[Shown | None, Any]:
        require(headers.get("Authorization") == f"Bearer {TOKEN}", "no token")
        for block in content["blocks"]:
            Block.parse(block).validate_json()  # type: ignore[union-attr]
        if path == "/api/chat.update":
            self.messages[content["ts"]] |= {"blocks": content["blocks"]}
            return None, {"ok": True}
        require(path == "/api/chat.postMessage", f"no such path: {path}")
        require(set(content) <= _KEYS, f"parameters: {set(content)}")
        ts = f"1800000000.{len(self.messages):06d}"
        kept = {key: content[key] for key in ("channel", "blocks", "thread_ts") if key in content}
        self.messages[ts] = kept
        section, *rest = content["blocks"]
        text = section["text"]["text"]
        require(units(text) <= 3000, "section of at most 3000")
        elements = [element for block in rest for element in block["elements"]]
        boxes = [element for element in elements if element["type"] == "checkboxes"]
        buttons = [e for e in elements if e["type"] == "button" and e.get("action_id") != "done"]
        options = [*(boxes[0]["options"] if boxes else ()), *buttons]
        choices = tuple(Choice(o["text"]["text"], (ts, o), is_switch="type" not in o) for o in options)
        to = content["channel"].removeprefix("D")
        return Shown(to, _read(text), choices, raw=content), {"ok": True, "ts": ts}

    def later(self, seconds: int) -> web.Response:
        content = {"ok": False, "error": "ratelimited"}
        return web.json_response(content, status=429, headers={"Retry-After": str(seconds)})


def _read(text: str) -> str:
    """The mrkdwn as it is read."""
    text = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)", r"\1", text)
    return html.unescape(text)
