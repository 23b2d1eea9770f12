"""What WhatsApp and Messenger share: Meta's signature and its question whose webhook it is."""

import hashlib
import hmac
import json
from typing import Any

from standins.platform import Webhook

APP_SECRET = "5f1a7c0e9b"
VERIFY_TOKEN = "knock-knock"


class Meta:
    """Signs as Meta does."""

    def sign(self, event: Any) -> Webhook:
        body = json.dumps(event, ensure_ascii=True).encode()
        return signed(body, APP_SECRET)

    def forge(self, event: Any) -> list[Webhook]:
        body = json.dumps(event).encode()
        other = hmac.new(APP_SECRET.encode(), body, hashlib.sha1).hexdigest()
        return [
            Webhook(body, {"Content-Type": "application/json"}),
            signed(body, "another secret"),
            Webhook(body + b" ", signed(body, APP_SECRET).headers),
            Webhook(body, {"Content-Type": "application/json", "X-Hub-Signature": f"sha1={other}"}),
            Webhook(body, {"Content-Type": "application/json", "X-Hub-Signature-256": "sha256=é"}),
        ]


def signed(body: bytes, secret: str) -> Webhook:
    """A request with X-Hub-Signature-256."""
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Webhook(body, {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"})
