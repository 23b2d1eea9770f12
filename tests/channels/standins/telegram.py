"""Telegram's Bot API; aiogram's types check the shapes on both ways."""

import json
import time
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from aiogram import types
from aiohttp import web

from needlewise.channels.telegram import TelegramInput
from standins.platform import SECRET, Choice, Platform, Shown, Webhook, require, units

TOKEN, WEBHOOK_SECRET, USERNAME = "110201543:stand-in-token", "Shibboleth_42", "needle_bot"
_TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "a"}


class Telegram(Platform):
    NAME = "telegram"
    CHANNEL = TelegramInput

    def __init__(self) -> None:
        super().__init__()
        self.keyboards: dict[int, Any] = {}
        self.toasts: list[str] = []

    def environ(self) -> dict[str, str]:
        return {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "TELEGRAM_BOT_USERNAME": USERNAME,
            "TELEGRAM_API_URL": self.address,
            "NEEDLEWISE_SECRET": SECRET,
        }

    def update(self, **content: Any) -> Any:
        update = {"update_id": next(self.ids), **content}
        require(types.Update.to_object(update).update_id, "aiogram reads it")
        return update

    def message(self, visitor: str, group: int | None = None, **content: Any) -> dict[str, Any]:
        chat = {"id": group, "type": "supergroup", "title": "A group"} if group else self.chat(visitor)
        common = {"message_id": 1000 + next(self.ids), "from": self.user(visitor), "date": int(time.time())}
        return {**common, "chat": chat, **content}

    def user(self, visitor: str) -> dict[str, Any]:
        return {"id": int(visitor), "is_bot": False, "first_name": "Ann"}

    def chat(self, visitor: str) -> dict[str, Any]:
        return {"id": int(visitor), "type": "private", "first_name": "Ann"}

    def text(self, visitor: str, words: str, sent_at: float | None = None) -> Any:
        return self.update(message=self.message(visitor, text=words))

    def press(self, visitor: str, choice: Choice) -> Any:
        id, data = choice.data
        sent = {"message_id": id, "date": int(time.time()), "chat": self.chat(visitor), "text": "…"}
        sent |= {"from": {"id": 110201543, "is_bot": True, "first_name": "Bot"}, "reply_markup": self.keyboards[id]}
        query = {"id": str(next(self.ids)), "from": self.user(visitor), "chat_instance": "1", "data": data}
        return self.update(callback_query={**query, "message": sent})

    def choose(self, visitor: str, shown: Shown, choices: Sequence[Choice]) -> list[Any]:
        done = Choice("Done", (shown.choices[0].data[0], "="))
        return [self.press(visitor, choice) for choice in (*choices, done)]

    def attachment(self, visitor: str, kind: str = "voice") -> Any:
        file = {"file_id": "1", "file_unique_id": "1"}
        if kind == "sticker":
            return self.update(
                message=self.message(visitor, sticker={**file, "type": "regular", "width": 1, "height": 1})
            )
        return self.update(message=self.message(visitor, voice={**file, "duration": 3}))

    def unknown(self) -> Any:
        return self.update(mind_reading={"id": 1})

    def sign(self, event: Any) -> Webhook:
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET}
        return Webhook(json.dumps(event).encode(), headers)

    def forge(self, event: Any) -> list[Webhook]:
        honest = self.sign(event)
        return [
            Webhook(honest.body, {"Content-Type": "application/json"}),
            Webhook(honest.body, {**honest.headers, "X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET.lower()}),
            Webhook(honest.body, {**honest.headers, "X-Telegram-Bot-Api-Secret-Token": ""}),
        ]

    def later(self, seconds: int) -> web.Response:
        content = {"ok": False, "error_code": 429, "parameters": {"retry_after": seconds}}
        return web.json_response(content, status=429)

    def take(self, path: str, headers: Mapping[str, str], content: Mapping[str, Any]) -> tuple[Shown | None, Any]:
        require(path.startswith(f"/bot{TOKEN}/"), f"no such path: {path}")
        method = path.rpartition("/")[2]
        shown = getattr(self, f"_{method}")(**content)
        return shown, {"ok": True, "result": True}

    def _sendMessage(self, chat_id: int, text: str, parse_mode: str, reply_markup: Any = None, **more: Any) -> Shown:
        require(set(more) <= {"link_preview_options", "reply_parameters"}, f"parameters: {set(more)}")
        require(parse_mode == "HTML", "parse_mode")
        read = _read_html(text)
        require(1 <= units(read) <= 4096, f"text of {units(read)}")
        id = 5000 + len(self.shown)
        self.keyboards[id] = reply_markup
        choices = _check_keyboard(reply_markup, id) if reply_markup else ()
        choices = tuple(choice for choice in choices if choice.data[1] != "=")
        return Shown(str(chat_id), read, choices, raw={"chat_id": chat_id, "text": text, **more})

    def _answerCallbackQuery(self, callback_query_id: str, text: str) -> None:
        require(units(text) <= 200, "toast of at most 200")
        self.toasts.append(text)

    def _editMessageReplyMarkup(self, chat_id: int, message_id: int, reply_markup: Any) -> None:
        require(reply_markup != self.keyboards[message_id], "message is not modified")
        _check_keyboard(reply_markup, message_id)
        self.keyboards[message_id] = reply_markup

    def _setWebhook(self, url: str, secret_token: str, allowed_updates: list[str]) -> None:
        require(url.startswith("https://") and secret_token == WEBHOOK_SECRET and allowed_updates, "setWebhook")

    def _setMyCommands(self, commands: list[dict[str, str]]) -> None:
        require(all(command["command"].islower() and command["description"] for command in commands), "setMyCommands")


def _check_keyboard(markup: Any, message: int) -> tuple[Choice, ...]:
    buttons = [button for row in types.InlineKeyboardMarkup.to_object(markup).inline_keyboard for button in row]
    require(1 <= len(buttons) <= 100, "1 to 100 buttons")
    for button in buttons:
        require(button.text, "buttons say something")
        require(1 <= len(button.callback_data.encode()) <= 64, f"callback data of {len(button.callback_data.encode())}")
    return tuple(
        Choice(button.text, (message, button.callback_data), is_switch=button.callback_data.startswith("+"))
        for button in buttons
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        require(tag in _TAGS, f"tag {tag}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        require(self.open and self.open.pop() == tag, f"end of {tag}")

    def handle_data(self, text: str) -> None:
        self.text += text


def _read_html(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    require(not reader.open, f"open tags {reader.open}")
    return reader.text
