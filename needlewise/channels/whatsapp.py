"""WhatsApp through Meta's Cloud API."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from needlewise.channels.base import MessagingInput
from needlewise.channels.configuration import Variable
from needlewise.channels.delivery import Problem, Response, usual_problem
from needlewise.channels.limits import Menu, sentences
from needlewise.channels.markup import Markup, WhatsAppMarkup
from needlewise.channels.rendering import Message, Option
from needlewise.channels.turns import Incoming
from needlewise.channels.webhooks import is_signed_by_meta, meta_handshake
from needlewise.dialogue.replies import Button

_PHONE_NUMBER_ID = Variable("WHATSAPP_PHONE_NUMBER_ID", "the phone number id (not the number) under API setup")
_TOKEN = Variable("WHATSAPP_TOKEN", "the permanent access token of a system user with whatsapp_business_messaging")
_APP_SECRET = Variable("WHATSAPP_APP_SECRET", "the app secret under App settings, Basic")
_VERIFY_TOKEN = Variable("WHATSAPP_VERIFY_TOKEN", "a text of your own choice, entered again with the webhook")
_API = Variable("WHATSAPP_API_URL", "the address of the Graph API", default="https://graph.facebook.com/v25.0")

_ATTACHMENTS = {"image", "video", "audio", "document", "sticker", "location", "contacts", "unsupported"}


class WhatsAppInput(MessagingInput):
    """The WhatsApp number of a site."""

    NAME = "whatsapp"
    VARIABLES = (_PHONE_NUMBER_ID, _TOKEN, _APP_SECRET, _VERIFY_TOKEN, _API)

    def handshake(self, request: Request) -> HTTPResponse | None:
        return meta_handshake(request, self.settings[_VERIFY_TOKEN.name])

    def is_signed(self, request: Request, body: bytes) -> bool:
        return is_signed_by_meta(request, body, self.settings[_APP_SECRET.name])

    def events(self, request: Request, body: bytes) -> Iterable[Mapping[str, Any]]:
        for entry in json.loads(body)["entry"]:
            for change in entry["changes"]:
                value = change["value"]
                ours = value.get("metadata", {}).get("phone_number_id") == self.settings[_PHONE_NUMBER_ID.name]
                if change.get("field") == "messages" and ours:
                    yield from value.get("messages", ())  # status events have none

    def incoming(self, event: Mapping[str, Any]) -> Incoming | None:
        if "group_id" in event:
            return None
        kind, sent_at = event["type"], float(event["timestamp"])
        text = ""
        chosen: tuple[Button, ...] = ()
        if kind == "text":
            text = event["text"]["body"]
        elif kind == "interactive":
            pressed = event["interactive"][event["interactive"]["type"]]
            chosen = (Button(pressed.get("description") or pressed["title"], pressed["id"]),)
        elif kind == "button":
            text = event["button"]["text"]
        elif kind == "request_welcome":
            chosen = (Button("", "/greet"),)
        elif kind in _ATTACHMENTS:
            text = event.get(kind, {}).get("caption", "") if isinstance(event.get(kind), dict) else ""
        else:
            return None
        # Someone who goes by a username shows no number, but an id that is good for this business alone.
        address = {"to": event["from"]} if "from" in event else {"recipient": event["from_user_id"]}
        return Incoming(
            id=event["id"],
            person=next(iter(address.values())),
            address=address,
            sent_at=sent_at,
            text=text,
            chosen=chosen,
            attachment=kind in _ATTACHMENTS,
            expires_at=self.expiry(sent_at),
        )

    def problem(self, response: Response) -> Problem | None:
        error = response.body.get("error")
        return usual_problem(response, str(error.get("code")) if error else None, self.limits.retry_codes)

    def markup(self, address: Any) -> Markup:
        return WhatsAppMarkup()

    async def deliver(self, address: Mapping[str, str], message: Message) -> bool:
        content: dict[str, Any] = {"type": "text", "text": {"preview_url": False, "body": message.text}}
        if message.menu:
            content = {"type": "interactive", "interactive": _interactive(message.menu, message)}
        answer = await self.sender.post(
            f"{self.settings[_API.name]}/{self.settings[_PHONE_NUMBER_ID.name]}/messages",
            headers={"Authorization": f"Bearer {self.settings[_TOKEN.name]}"},
            json={"messaging_product": "whatsapp", "recipient_type": "individual", **address, **content},
        )
        return answer is not None


def _interactive(menu: Menu, message: Message) -> dict[str, Any]:
    body = {"text": message.text}
    if menu.kind == "buttons":
        buttons = [{"type": "reply", "reply": {"id": o.payload, "title": o.title}} for o in message.options]
        return {"type": "button", "body": body, "action": {"buttons": buttons}}
    opener = sentences()["options"]
    rows = [_row(option) for option in message.options]
    return {"type": "list", "body": body, "action": {"button": opener, "sections": [{"title": opener, "rows": rows}]}}


def _row(option: Option) -> dict[str, str]:
    row = {"id": option.payload, "title": option.title}
    return row | {"description": option.description} if option.description else row
