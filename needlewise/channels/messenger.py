"""Facebook Messenger."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from needlewise.channels.base import MessagingInput
from needlewise.channels.configuration import Variable
from needlewise.channels.delivery import Problem, Response, usual_problem
from needlewise.channels.rendering import Message
from needlewise.channels.turns import Incoming
from needlewise.channels.webhooks import is_signed_by_meta, meta_handshake
from needlewise.dialogue.replies import Button

_TOKEN = Variable("MESSENGER_PAGE_TOKEN", "the page access token under Messenger API settings")
_APP_SECRET = Variable("MESSENGER_APP_SECRET", "the app secret under App settings, Basic")
_VERIFY_TOKEN = Variable("MESSENGER_VERIFY_TOKEN", "a text of your own choice, entered again with the webhook")
_API = Variable("MESSENGER_API_URL", "the address of the Graph API", default="https://graph.facebook.com/v25.0")


class MessengerInput(MessagingInput):
    """The Messenger of a site's Facebook page."""

    NAME = "messenger"
    VARIABLES = (_TOKEN, _APP_SECRET, _VERIFY_TOKEN, _API)

    def handshake(self, request: Request) -> HTTPResponse | None:
        return meta_handshake(request, self.settings[_VERIFY_TOKEN.name])

    def is_signed(self, request: Request, body: bytes) -> bool:
        return is_signed_by_meta(request, body, self.settings[_APP_SECRET.name])

    def events(self, request: Request, body: bytes) -> Iterable[Mapping[str, Any]]:
        content = json.loads(body)
        if content["object"] == "page":
            for entry in content["entry"]:
                yield from entry.get("messaging", ())

    def incoming(self, event: Mapping[str, Any]) -> Incoming | None:
        person, sent_at = event["sender"]["id"], event["timestamp"] / 1000
        text, attachment = "", False
        chosen: tuple[Button, ...] = ()
        if "postback" in event:
            pressed = event["postback"]
            id = pressed.get("mid") or f"{person}:{event['timestamp']}"
            chosen = (Button(pressed.get("title", ""), pressed["payload"]),)
        elif "message" in event and not event["message"].get("is_echo"):
            message = event["message"]
            id, text, attachment = message["mid"], message.get("text", ""), bool(message.get("attachments"))
            if "quick_reply" in message:
                chosen = (Button(text, message["quick_reply"]["payload"]),)
        else:
            return None
        return Incoming(
            id=id,
            person=person,
            address=person,
            sent_at=sent_at,
            text=text,
            chosen=chosen,
            attachment=attachment,
            expires_at=self.expiry(sent_at),
        )

    def problem(self, response: Response) -> Problem | None:
        error = response.body.get("error")
        return usual_problem(response, str(error.get("code")) if error else None, self.limits.retry_codes)

    async def deliver(self, address: str, message: Message) -> bool:
        content: dict[str, Any] = {"text": message.text}
        if message.menu:
            content["quick_replies"] = [
                {"content_type": "text", "title": option.title, "payload": option.payload} for option in message.options
            ]
        answer = await self.sender.post(
            f"{self.settings[_API.name]}/me/messages",
            params={"access_token": self.settings[_TOKEN.name]},
            json={"recipient": {"id": address}, "messaging_type": "RESPONSE", "message": content},
        )
        return answer is not None

    async def register(self, address: str) -> bool:
        """Have Messenger show "Get started", which greets; whether it took that. The webhook is entered by hand."""
        answer = await self.sender.post(
            f"{self.settings[_API.name]}/me/messenger_profile",
            params={"access_token": self.settings[_TOKEN.name]},
            json={"get_started": {"payload": "/greet"}},
        )
        return answer is not None
