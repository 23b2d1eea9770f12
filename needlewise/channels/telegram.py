"""Telegram."""

import json
import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sanic.request import Request

from needlewise.channels.base import Handler, MessagingInput
from needlewise.channels.configuration import ChannelConfigurationError, Variable
from needlewise.channels.delivery import Problem, Response, usual_problem
from needlewise.channels.limits import Menu, sentences
from needlewise.channels.markup import Markup, TelegramMarkup
from needlewise.channels.rendering import Message, Option
from needlewise.channels.turns import Incoming
from needlewise.channels.webhooks import same
from needlewise.dialogue.replies import Button

_TOKEN = Variable("TELEGRAM_TOKEN", "the token that BotFather gives")
_SECRET = Variable("TELEGRAM_WEBHOOK_SECRET", "a text of your own: 1 to 256 of A-Z, a-z, 0-9, _ and -")
_USERNAME = Variable("TELEGRAM_BOT_USERNAME", "the bot's name, to be addressed by in groups", default="")
_API = Variable("TELEGRAM_API_URL", "the address of the Bot API", default="https://api.telegram.org")

_COMMANDS = {"start": "/greet", "help": "/help", "forget": "/forget_me"}
_ATTACHMENTS = {
    "animation", "audio", "contact", "dice", "document", "game", "location", "paid_media", "photo", "poll", "sticker",
    "story", "venue", "video", "video_note", "voice",
}  # fmt: skip
# A switch's data is its option's payload after the first sign; its title starts with the mark while it is chosen.
_SWITCH, _DONE, _CHOSEN = "+", "=", "✓ "
_LONGEST_TOAST = 200
_MOST_KEYBOARDS = 1000

Keyboard = Sequence[Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Press:
    """A press on a button under a message.

    Attributes:
        id: by which the press is acknowledged.
        data: of the button.
        message: the id of the message.
        keyboard: the message's buttons; empty where Telegram no longer knows them.
    """

    id: str
    data: str
    message: int
    keyboard: Keyboard

    @property
    def title(self) -> str:
        """What the pressed button says."""
        return next((b["text"] for row in self.keyboard for b in row if b.get("callback_data") == self.data), "")


@dataclass(frozen=True)
class TelegramAddress:
    """Where to answer.

    Attributes:
        chat: the id of the chat.
        reply_to: in a group, the message that is answered.
        press: the press on a button that is answered, if it is one.
    """

    chat: int
    reply_to: int | None = None
    press: Press | None = None


class TelegramInput(MessagingInput):
    """A Telegram bot."""

    NAME = "telegram"
    VARIABLES = (_TOKEN, _SECRET, _USERNAME, _API)

    def __init__(self, settings: Mapping[str, str], **keywords: Any) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", settings[_SECRET.name]):
            raise ChannelConfigurationError(
                f"The channel telegram cannot start: {_SECRET.name} has signs that Telegram does not take; it must be "
                f"1 to 256 of A-Z, a-z, 0-9, _ and -."
            )
        super().__init__(settings, **keywords)
        self._keyboards: OrderedDict[tuple[int, int], Keyboard] = OrderedDict()

    def is_signed(self, request: Request, body: bytes) -> bool:
        return same(request.headers.get("x-telegram-bot-api-secret-token", ""), self.settings[_SECRET.name])

    def events(self, request: Request, body: bytes) -> Iterable[Mapping[str, Any]]:
        return [json.loads(body)]

    def incoming(self, event: Mapping[str, Any]) -> Incoming | None:
        if "callback_query" in event:
            return self._pressed(event["update_id"], event["callback_query"])
        message = event.get("message") or event.get("edited_message")
        if not message or message["from"].get("is_bot"):
            return None
        text = message.get("text") or message.get("caption") or ""
        attachment = not _ATTACHMENTS.isdisjoint(message)
        private = message["chat"]["type"] == "private"
        if not (text or attachment) or not (private or self._is_addressed(message, text)):
            return None
        text = self._unnamed(text)
        command = re.match(r"/(\w+)", text)
        payload = _COMMANDS.get(command[1].casefold()) if command else None
        return Incoming(
            id=str(event["update_id"]),
            person=_person(message["chat"], message["from"]),
            address=TelegramAddress(message["chat"]["id"], None if private else message["message_id"]),
            sent_at=event["update_id"],
            text=text,
            chosen=(Button(text, payload),) if payload else (),
            attachment=attachment,
        )

    def _pressed(self, update: int, query: Mapping[str, Any]) -> Incoming | None:
        message = query["message"]
        keyboard = message.get("reply_markup", {}).get("inline_keyboard", ())
        press = Press(query["id"], query["data"], message["message_id"], keyboard)
        return Incoming(
            id=str(update),
            person=_person(message["chat"], query["from"]),
            address=TelegramAddress(message["chat"]["id"], press=press),
            sent_at=update,
            chosen=() if press.data == _DONE or press.data.startswith(_SWITCH) else (Button(press.title, press.data),),
        )

    def _is_addressed(self, message: Mapping[str, Any], text: str) -> bool:
        """Whether a message in a group is for the bot: an answer to it, or one that names it."""
        bot = int(self.settings[_TOKEN.name].partition(":")[0])
        username = self.settings[_USERNAME.name].lstrip("@").casefold()
        answered = message.get("reply_to_message", {}).get("from", {}).get("id") == bot
        named = bool(username) and re.search(rf"@{re.escape(username)}\b", text.casefold())
        return answered or bool(named)

    def _unnamed(self, text: str) -> str:
        """Typed text without the bot's name."""
        username = re.escape(self.settings[_USERNAME.name].lstrip("@"))
        return re.sub(rf"@{username}\b", "", text, flags=re.IGNORECASE).strip() if username else text

    async def handle(self, conversation: str, incoming: Incoming, on_new_message: Handler) -> None:
        chat, press = incoming.address.chat, incoming.address.press
        if press:
            toast = press.title
            if press.data == _DONE:
                chosen = _chosen(self._keyboards.pop((chat, press.message), press.keyboard))
                incoming = replace(incoming, chosen=chosen)
                toast = toast if chosen else sentences()["nothing_chosen"]
            await self._call("answerCallbackQuery", callback_query_id=press.id, text=toast[:_LONGEST_TOAST])
            if press.data.startswith(_SWITCH):
                await self._turn_switch(chat, press)
        await super().handle(conversation, incoming, on_new_message)

    async def _turn_switch(self, chat: int, press: Press) -> None:
        """Show a switch as chosen, or no longer.

        The keyboard that comes with a press is what the visitor saw; after a quick press before it is stale, so what
        was sent last is kept.
        """
        shown = self._keyboards.get((chat, press.message), press.keyboard)
        keyboard = [[_turned(button, press.data) for button in row] for row in shown]
        self._keyboards[chat, press.message] = keyboard
        if len(self._keyboards) > _MOST_KEYBOARDS:
            self._keyboards.popitem(last=False)
        markup = {"inline_keyboard": keyboard}
        await self._call("editMessageReplyMarkup", chat_id=chat, message_id=press.message, reply_markup=markup)

    def problem(self, response: Response) -> Problem | None:
        failed = not response.body.get("ok")
        problem = usual_problem(
            response, str(response.body.get("error_code", "")) if failed else None, self.limits.retry_codes
        )
        wait = response.body.get("parameters", {}).get("retry_after")
        return Problem(problem.code, problem.retry, float(wait)) if problem and wait is not None else problem

    def markup(self, address: Any) -> Markup:
        return TelegramMarkup()

    async def deliver(self, address: TelegramAddress, message: Message) -> bool:
        more: dict[str, Any] = {}
        if address.reply_to is not None:
            more["reply_parameters"] = {"message_id": address.reply_to, "allow_sending_without_reply": True}
        if message.menu:
            more["reply_markup"] = {"inline_keyboard": _keyboard(message.menu, message.options)}
        return await self._call(
            "sendMessage",
            chat_id=address.chat,
            text=message.text,
            parse_mode="HTML",
            link_preview_options={"is_disabled": True},
            **more,
        )

    async def register(self, address: str) -> bool:
        """Tell Telegram the webhook's address and secret, and the commands to offer; whether it took them."""
        webhook = await self._call(
            "setWebhook",
            url=address,
            secret_token=self.settings[_SECRET.name],
            allowed_updates=["message", "edited_message", "callback_query"],
        )
        commands = [{"command": name, "description": name.capitalize()} for name in _COMMANDS]
        return webhook and await self._call("setMyCommands", commands=commands)

    async def _call(self, method: str, **parameters: Any) -> bool:
        address = f"{self.settings[_API.name]}/bot{self.settings[_TOKEN.name]}/{method}"
        return await self.sender.post(address, json=parameters) is not None


def _person(chat: Mapping[str, Any], sender: Mapping[str, Any]) -> str:
    """Whose conversation it is: in a group each member has their own."""
    return f"{chat['id']}:{sender['id']}"


def _keyboard(menu: Menu, options: Sequence[Option]) -> list[list[dict[str, str]]]:
    if not menu.many:
        return [[{"text": option.title, "callback_data": option.payload}] for option in options]
    switches = [[{"text": o.title, "callback_data": _SWITCH + o.payload}] for o in options if not o.alone]
    done = [{"text": sentences()["done"], "callback_data": _DONE}]
    return [*switches, done, *([{"text": o.title, "callback_data": o.payload}] for o in options if o.alone)]


def _chosen(keyboard: Keyboard) -> tuple[Button, ...]:
    return tuple(
        Button(button["text"].removeprefix(_CHOSEN), button["callback_data"].removeprefix(_SWITCH))
        for row in keyboard
        for button in row
        if button["text"].startswith(_CHOSEN)
    )


def _turned(button: Mapping[str, Any], data: str) -> Mapping[str, Any]:
    if button.get("callback_data") != data:
        return button
    text = button["text"]
    return {**button, "text": text.removeprefix(_CHOSEN) if text.startswith(_CHOSEN) else _CHOSEN + text}
