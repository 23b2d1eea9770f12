"""WhatsApp's Cloud API."""

import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

from needlewise.channels.whatsapp import WhatsAppInput
from standins.meta import APP_SECRET, VERIFY_TOKEN, Meta
from standins.platform import SECRET, Choice, Platform, Shown, require, units

NUMBER_ID, TOKEN = "106540352242922", "EAAtoken"


class WhatsApp(Meta, Platform):
    NAME = "whatsapp"
    CHANNEL = WhatsAppInput

    def environ(self) -> dict[str, str]:
        return {
            "WHATSAPP_PHONE_NUMBER_ID": NUMBER_ID,
            "WHATSAPP_TOKEN": TOKEN,
            "WHATSAPP_APP_SECRET": APP_SECRET,
            "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
            "WHATSAPP_API_URL": f"{self.address}/v25.0",
            "NEEDLEWISE_SECRET": SECRET,
        }

    def event(self, visitor: str, sent_at: float | None = None, number_id: str = NUMBER_ID, **content: Any) -> Any:
        message = {"id": f"wamid.{next(self.ids)}", "from": visitor, **content}
        message["timestamp"] = str(int(sent_at if sent_at is not None else time.time()))
        contacts = [{"profile": {"name": "Ann"}, "wa_id": visitor}]
        return self.change(number_id, contacts=contacts, messages=[message])

    def change(self, number_id: str = NUMBER_ID, **value: Any) -> Any:
        metadata = {"display_phone_number": "15550783881", "phone_number_id": number_id}
        value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
        entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
        return {"object": "whatsapp_business_account", "entry": [entry]}

    def text(self, visitor: str, words: str, sent_at: float | None = None) -> Any:
        return self.event(visitor, sent_at, type="text", text={"body": words})

    def press(self, visitor: str, choice: Choice) -> Any:
        return self.event(visitor, type="interactive", interactive=choice.data)

    def choose(self, visitor: str, shown: Shown, choices: Sequence[Choice]) -> list[Any]:
        raise NotImplementedError("WhatsApp shows no switches")

    def attachment(self, visitor: str, kind: str = "voice") -> Any:
        if kind == "sticker":
            return self.event(
                visitor, type="sticker", sticker={"id": "1", "mime_type": "image/webp", "animated": False}
            )
        return self.event(visitor, type="audio", audio={"id": "1", "mime_type": "audio/ogg", "voice": True})

    def status(self, visitor: str) -> Any:
        status = {"id": "wamid.s", "status": "delivered", "timestamp": "1750000000", "recipient_id": visitor}
        return self.change(statuses=[status])

    def unknown(self) -> Any:
        return self.event("447700900001", type="hologram", hologram={"id": "1"})

    def take(self, path: str, headers: Mapping[str, str], content: Mapping[str, Any]) -> tuple[Shown | None, Any]:
        require(path == f"/v25.0/{NUMBER_ID}/messages", f"no such path: {path}")
        require(headers.get("Authorization") == f"Bearer {TOKEN}", "no token")
        require(content.get("messaging_product") == "whatsapp", "messaging_product")
        require(content.get("recipient_type") == "individual", "recipient_type")
        require(("to" in content) != ("recipient" in content), "one of to and recipient")
        to = content.get("to") or content["recipient"]
        if content.get("type") == "text":
            require(set(content["text"]) <= {"body", "preview_url"}, "keys of text")
            shown = Shown(to, self.read(content["text"]["body"], 4096), raw=content)
        else:
            require(content.get("type") == "interactive", f"type {content.get('type')}")
            shown = self._interactive(to, content["interactive"])
        answer = {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.{next(self.ids)}"}]}
        return shown, answer

    def _interactive(self, to: str, content: Mapping[str, Any]) -> Shown:
        require(set(content) <= {"type", "header", "body", "footer", "action"}, "keys of interactive")
        if content["type"] == "button":
            text, buttons = self.read(content["body"]["text"], 1024), content["action"]["buttons"]
            require(1 <= len(buttons) <= 3, "1 to 3 buttons")
            replies = [button["reply"] for button in buttons]
            require(all(button["type"] == "reply" for button in buttons), "buttons of type reply")
            require(all(1 <= units(reply["title"]) <= 20 for reply in replies), "button titles of 1 to 20")
            require(all(1 <= len(reply["id"]) <= 256 for reply in replies), "button ids of 1 to 256")
            require(len({reply["title"] for reply in replies}) == len(replies), "button titles differ")
            kind, rows = "button_reply", replies
        else:
            require(content["type"] == "list", f"interactive type {content['type']}")
            text, action = self.read(content["body"]["text"], 4096), content["action"]
            require(1 <= units(action["button"]) <= 20, "opener of 1 to 20")
            require(1 <= len(action["sections"]) <= 10, "1 to 10 sections")
            require(all(1 <= units(section["title"]) <= 24 for section in action["sections"]), "section titles")
            rows = [row for section in action["sections"] for row in section["rows"]]
            require(1 <= len(rows) <= 10, "1 to 10 rows")
            require(all(1 <= units(row["title"]) <= 24 for row in rows), "row titles of 1 to 24")
            require(all(1 <= len(row["id"]) <= 200 for row in rows), "row ids of 1 to 200")
            require(all(units(row.get("description", "x")) <= 72 for row in rows), "row descriptions of 1 to 72")
            kind = "list_reply"
        require(len({row["id"] for row in rows}) == len(rows), "ids differ")
        require(all(row["id"] == row["id"].strip() for row in rows), "ids without spaces around")
        choices = tuple(Choice(row.get("description") or row["title"], {"type": kind, kind: row}) for row in rows)
        return Shown(to, text, choices, raw=content)

    @staticmethod
    def read(text: str, limit: int) -> str:
        """The text without its emphasis."""
        require(text.strip(), "text is empty")
        require(units(text) <= limit, f"text of {units(text)} where {limit} are allowed")
        return re.sub(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)", r"\1", text)
