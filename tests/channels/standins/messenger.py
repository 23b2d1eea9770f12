"""Facebook's Messenger Platform."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from needlewise.channels.messenger import MessengerInput
from standins.meta import APP_SECRET, VERIFY_TOKEN, Meta
from standins.platform import SECRET, Choice, Platform, Shown, require, units

TOKEN, PAGE = "EAApage", "1906385232743451"


class Messenger(Meta, Platform):
    NAME = "messenger"
    CHANNEL = MessengerInput

    def environ(self) -> dict[str, str]:
        return {
            "MESSENGER_PAGE_TOKEN": TOKEN,
            "MESSENGER_APP_SECRET": APP_SECRET,
            "MESSENGER_VERIFY_TOKEN": VERIFY_TOKEN,
            "MESSENGER_API_URL": f"{self.address}/v25.0",
            "NEEDLEWISE_SECRET": SECRET,
        }

    def event(self, visitor: str, sent_at: float | None = None, **content: Any) -> Any:
        sent = int((sent_at if sent_at is not None else time.time()) * 1000)
        event = {"sender": {"id": visitor}, "recipient": {"id": PAGE}, "timestamp": sent, **content}
        return {"object": "page", "entry": [{"id": PAGE, "time": sent, "messaging": [event]}]}

    def text(self, visitor: str, words: str, sent_at: float | None = None, **more: Any) -> Any:
        return self.event(visitor, sent_at, message={"mid": f"m_{next(self.ids)}", "text": words, **more})

    def press(self, visitor: str, choice: Choice) -> Any:
        return self.text(visitor, choice.title, quick_reply={"payload": choice.data})

    def choose(self, visitor: str, shown: Shown, choices: Sequence[Choice]) -> list[Any]:
        raise NotImplementedError("Messenger shows no switches")

    def get_started(self, visitor: str) -> Any:
        postback = {"mid": f"m_{next(self.ids)}", "title": "Get started", "payload": "/greet"}
        return self.event(visitor, postback=postback)

    def echo(self, visitor: str) -> Any:
        return self.text(PAGE, "our own words", is_echo=True, app_id=1)

    def attachment(self, visitor: str, kind: str = "voice") -> Any:
        content = {"url": "https://example.com/1"} | ({"sticker_id": 369239263222822} if kind == "sticker" else {})
        attachments = [{"type": "image" if kind == "sticker" else "audio", "payload": content}]
        return self.event(visitor, message={"mid": f"m_{next(self.ids)}", "attachments": attachments})

    def unknown(self) -> Any:
        return self.event("42", telepathy={"mid": "x"})

    def take(self, path: str, headers: Mapping[str, str], content: Mapping[str, Any]) -> tuple[Shown | None, Any]:
        if path == f"/v25.0/me/messenger_profile?access_token={TOKEN}":
            require(content == {"get_started": {"payload": "/greet"}}, "the profile")
            return None, {"result": "success"}
        require(path == f"/v25.0/me/messages?access_token={TOKEN}", f"no such path: {path}")
        require(set(content) == {"recipient", "messaging_type", "message"}, "keys")
        require(content["messaging_type"] == "RESPONSE", "messaging_type")
        message = content["message"]
        require(set(message) <= {"text", "quick_replies"}, "keys of message")
        require(message["text"].strip() and units(message["text"]) <= 2000, "text of 1 to 2000")
        replies = message.get("quick_replies", [])
        require("quick_replies" not in message or 1 <= len(replies) <= 13, "1 to 13 quick replies")
        for reply in replies:
            require(set(reply) == {"content_type", "title", "payload"} and reply["content_type"] == "text", "keys")
            require(1 <= units(reply["title"]) <= 20, f"title of {units(reply['title'])}")
            require(1 <= len(reply["payload"]) <= 1000, "payload of 1 to 1000")
        choices = tuple(Choice(reply["title"], reply["payload"]) for reply in replies)
        to = content["recipient"]["id"]
        return Shown(to, message["text"], choices, raw=content), {
            "recipient_id": to,
            "message_id": f"m{len(self.shown)}",
        }
