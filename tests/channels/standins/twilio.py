"""Twilio, for SMS and for WhatsApp; its own library signs."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from twilio.request_validator import RequestValidator

from needlewise.channels.twilio import TwilioInput
from standins.platform import SECRET, Choice, Platform, Shown, Webhook, require, units

ACCOUNT, TOKEN, PUBLIC = "AC" + "0" * 32, "twilio-token", "https://chat.example.com"
ADDRESS = f"{PUBLIC}/webhooks/twilio/webhook"


class Twilio(Platform):
    NAME = "twilio"
    CHANNEL = TwilioInput
    PREFIX = ""

    def environ(self) -> dict[str, str]:
        return {
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_URL": self.address,
            "NEEDLEWISE_PUBLIC_URL": PUBLIC,
            "NEEDLEWISE_SECRET": SECRET,
        }

    def text(self, visitor: str, words: str, sent_at: float | None = None, **more: str) -> Any:
        id = f"SM{next(self.ids):032x}"
        return {
            "MessageSid": id,
            "SmsMessageSid": id,
            "AccountSid": ACCOUNT,
            "From": f"{self.PREFIX}+{visitor}",
            "To": f"{self.PREFIX}+15550001111",
            "Body": words,
            "NumMedia": "0",
            "SmsStatus": "received",
            **more,
        }

    def press(self, visitor: str, choice: Choice) -> Any:
        raise NotImplementedError("Twilio shows no buttons")

    def choose(self, visitor: str, shown: Shown, choices: Sequence[Choice]) -> list[Any]:
        raise NotImplementedError("Twilio shows no switches")

    def attachment(self, visitor: str, kind: str = "voice") -> Any:
        media = "image/webp" if kind == "sticker" else "audio/ogg"
        return self.text(visitor, "", NumMedia="1", MediaUrl0="https://example.com/1", MediaContentType0=media)

    def unknown(self) -> Any:
        return {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+1", "From": "+2", "AccountSid": ACCOUNT}

    def sign(self, event: Any) -> Webhook:
        return signed(event, ADDRESS, TOKEN)

    def forge(self, event: Any) -> list[Webhook]:
        honest = signed(event, ADDRESS, TOKEN)
        return [
            Webhook(honest.body, {"Content-Type": "application/x-www-form-urlencoded"}),
            signed(event, ADDRESS, "another token"),
            signed(event, "https://elsewhere.example.com/webhooks/twilio/webhook", TOKEN),
            Webhook(honest.body + b"&Body=other", honest.headers),
        ]

    def later(self, seconds: int) -> web.Response:
        return web.json_response({"code": 20429, "status": 429}, status=429, headers={"Retry-After": str(seconds)})

    def take(self, path: str, headers: Mapping[str, str], content: Mapping[str, Any]) -> tuple[Shown | None, Any]:
        require(path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", f"no such path: {path}")
        basic = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        require(headers.get("Authorization") == f"Basic {basic}", "no credentials")
        require(set(content) == {"To", "From", "Body"}, "fields")
        require(content["From"] == f"{self.PREFIX}+15550001111", "answered from the number that was written to")
        require(content["Body"].strip() and units(content["Body"]) <= 1600, "body of 1 to 1600")
        text = content["Body"]
        if self.PREFIX:
            text = re.sub(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)", r"\1", text)
        to = content["To"].removeprefix(self.PREFIX).removeprefix("+")
        return Shown(to, text, raw=content), {"sid": f"SM{len(self.shown)}", "status": "queued"}


class TwilioWhatsApp(Twilio):
    PREFIX = "whatsapp:"


def signed(event: Mapping[str, str], address: str, token: str) -> Webhook:
    """A form with the signature of Twilio's own library."""
    signature = RequestValidator(token).compute_signature(address, event)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
    return Webhook(urlencode(event).encode(), headers)
