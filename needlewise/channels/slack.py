"""Slack: direct messages, and mentions in channels, which are answered in their thread."""

import hashlib
import hmac
import html
import json
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from needlewise.channels.base import Handler, MessagingInput
from needlewise.channels.configuration import Variable
from needlewise.channels.delivery import Problem, Response, usual_problem
from needlewise.channels.limits import sentences
from needlewise.channels.markup import Markup, SlackMarkup
from needlewise.channels.rendering import Message, Option
from needlewise.channels.turns import Incoming
from needlewise.channels.webhooks import same
from needlewise.dialogue.replies import Button, Kind, Reply

_TOKEN = Variable("SLACK_BOT_TOKEN", "the bot user OAuth token (xoxb-...) under OAuth & Permissions")
_SIGNING_SECRET = Variable("SLACK_SIGNING_SECRET", "the signing secret under Basic Information")
_API = Variable("SLACK_API_URL", "the address of the Web API", default="https://slack.com/api")

_OLDEST_SECONDS = 300
_CHECKBOXES, _DONE = "choices", "done"


@dataclass(frozen=True)
class Press:
    """A press on a button in a message: the message's id and its blocks."""

    message: str
    blocks: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class SlackAddress:
    """Where to answer: the channel, its thread if it is in one, and the press that is answered if it is one."""

    channel: str
    thread: str | None = None
    press: Press | None = None


class SlackInput(MessagingInput):
    """A Slack app's bot user."""

    NAME = "slack"
    VARIABLES = (_TOKEN, _SIGNING_SECRET, _API)

    def is_signed(self, request: Request, body: bytes) -> bool:
        sent_at = request.headers.get("x-slack-request-timestamp", "")
        if not re.fullmatch("[0-9]{1,12}", sent_at) or abs(time.time() - int(sent_at)) > _OLDEST_SECONDS:
            return False
        secret = self.settings[_SIGNING_SECRET.name].encode()
        expected = "v0=" + hmac.new(secret, b"v0:%s:%s" % (sent_at.encode(), body), hashlib.sha256).hexdigest()
        return same(request.headers.get("x-slack-signature", ""), expected)

    def challenge(self, request: Request, body: bytes) -> HTTPResponse | None:
        content = _content(request, body)
        return response.text(content["challenge"]) if content["type"] == "url_verification" else None

    def events(self, request: Request, body: bytes) -> Iterable[Mapping[str, Any]]:
        return [_content(request, body)]

    def incoming(self, event: Mapping[str, Any]) -> Incoming | None:
        if event["type"] == "block_actions":
            return self._pressed(event)
        if event["type"] != "event_callback":
            return None
        said = event["event"]
        private = said.get("channel_type") == "im"
        wanted = said["type"] == "app_mention" or (said["type"] == "message" and private)
        if not wanted or said.get("bot_id") or said.get("subtype") not in (None, "file_share"):
            return None
        thread = said.get("thread_ts") if private else said.get("thread_ts", said["ts"])
        return Incoming(
            id=f"{said['channel']}:{said['ts']}",  # a mention may come as two events, with one ts
            person=_person(event["team_id"], said["user"], said["channel"], thread),
            address=SlackAddress(said["channel"], thread),
            sent_at=float(said["ts"]),
            text=_typed(said.get("text", "")),
            attachment=bool(said.get("files")),
        )

    def _pressed(self, event: Mapping[str, Any]) -> Incoming | None:
        action, message = event["actions"][0], event["message"]
        if action["type"] != "button":
            return None  # a checkbox counts only when Done is pressed
        if action["action_id"] == _DONE:
            states = [state for block in event["state"]["values"].values() for state in block.values()]
            options = [option for state in states for option in state.get("selected_options", ())]
        else:
            options = [action]
        chosen = tuple(Button(html.unescape(option["text"]["text"]), option["value"]) for option in options)
        channel, thread = event["channel"]["id"], message.get("thread_ts")
        return Incoming(
            id=f"{channel}:{message['ts']}:{action['action_ts']}",
            person=_person(event["team"]["id"], event["user"]["id"], channel, thread),
            address=SlackAddress(channel, thread, Press(message["ts"], message["blocks"])),
            sent_at=float(action["action_ts"]),
            chosen=chosen,
        )

    async def handle(self, conversation: str, incoming: Incoming, on_new_message: Handler) -> None:
        press = incoming.address.press
        if press and not incoming.chosen:
            nothing = Reply(sentences()["nothing_chosen"], Kind.SMALLTALK)
            await self.say(conversation, incoming.address, [nothing])
            return
        if press:
            await self._replace_buttons(incoming.address.channel, press, incoming.chosen)
        await super().handle(conversation, incoming, on_new_message)

    async def _replace_buttons(self, channel: str, press: Press, chosen: Sequence[Button]) -> None:
        """Show in the message what was chosen, instead of buttons that could be pressed again."""
        said = sentences()["chosen"].format(choice=", ".join(button.title for button in chosen))
        shown = {"type": "context", "elements": [{"type": "plain_text", "text": said}]}
        blocks = [block for block in press.blocks if block["type"] != "actions"]
        await self._call("chat.update", channel=channel, ts=press.message, text=said, blocks=[*blocks, shown])

    def problem(self, response: Response) -> Problem | None:
        failed = not response.body.get("ok")
        return usual_problem(response, str(response.body.get("error", "")) if failed else None, self.limits.retry_codes)

    def markup(self, address: Any) -> Markup:
        return SlackMarkup()

    async def deliver(self, address: SlackAddress, message: Message) -> bool:
        more: dict[str, Any] = {"thread_ts": address.thread} if address.thread else {}
        blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": message.text}}]
        if message.menu:
            blocks.append(_checkboxes(message.options) if message.menu.many else _buttons(message.options))
        return await self._call(
            "chat.postMessage",
            channel=address.channel,
            text=message.text,
            blocks=blocks,
            unfurl_links=False,
            unfurl_media=False,
            **more,
        )

    async def _call(self, method: str, **parameters: Any) -> bool:
        answer = await self.sender.post(
            f"{self.settings[_API.name]}/{method}",
            headers={"Authorization": f"Bearer {self.settings[_TOKEN.name]}"},
            json=parameters,
        )
        return answer is not None


def _content(request: Request, body: bytes) -> Mapping[str, Any]:
    """The JSON of an event, or of a press, which comes as a field of a form."""
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        body = parse_qs(body.decode())["payload"][0].encode()
    content = json.loads(body)
    return content if isinstance(content, dict) else {}


def _person(team: str, user: str, channel: str, thread: str | None) -> str:
    """Whose conversation it is: in a thread each person has their own."""
    return ":".join((team, user, channel, thread or ""))


def _typed(text: str) -> str:
    """What was typed, without Slack's marks for mentions and links."""
    text = re.sub(r"<@[^>]*>", " ", text)
    text = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<([^>]*)>", r"\1", text)
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def _buttons(options: Sequence[Option]) -> dict[str, Any]:
    elements = [
        {"type": "button", "action_id": f"option_{number}", "text": _plain(option.title), "value": option.payload}
        for number, option in enumerate(options)
    ]
    return {"type": "actions", "elements": elements}


def _checkboxes(options: Sequence[Option]) -> dict[str, Any]:
    boxes = [{"text": _plain(option.title), "value": option.payload} for option in options if not option.alone]
    checkboxes = {"type": "checkboxes", "action_id": _CHECKBOXES, "options": boxes}
    done = {"type": "button", "action_id": _DONE, "text": _plain(sentences()["done"]), "style": "primary"}
    alone = _buttons([option for option in options if option.alone])
    return {"type": "actions", "elements": [checkboxes, done, *alone["elements"]]}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
