"""Seals what visitors wrote before it goes to the database, where the site owner has set a key for it."""

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

STORE_KEY = "NEEDLEWISE_STORE_KEY"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_MARK = "aes-gcm"


class StoreKeyError(RuntimeError):
    """The key for stored conversations cannot be used; the message is a sentence that says what to do."""


class Vault:
    """AES-256-GCM with the first key; what was sealed with the others, or not at all, can still be read.

    A sealed text is `aes-gcm:<name of the key>:<nonce, ciphertext and tag in base64>`, and opens only for the
    conversation that it was sealed for.
    """

    def __init__(self, keys: Mapping[str, AESGCM]) -> None:
        """Use `from_environment`; without keys texts are left as they are."""
        self._keys = dict(keys)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Vault":
        """With the keys of NEEDLEWISE_STORE_KEY: 32 bytes in base64 each, with commas between, the newest first.

        Raises:
            StoreKeyError: where one is none.
        """
        keys = [_key(value.strip()) for value in environ.get(STORE_KEY, "").split(",") if value.strip()]
        return cls({hashlib.sha256(key).hexdigest()[:8]: AESGCM(key) for key in keys})

    @property
    def seals(self) -> bool:
        """Whether there is a key to seal with."""
        return bool(self._keys)

    def sealed(self, text: str, conversation: str) -> str:
        """The text as it is stored."""
        if not self._keys:
            return text
        name, key = next(iter(self._keys.items()))
        nonce = os.urandom(_NONCE_BYTES)
        content = nonce + key.encrypt(nonce, text.encode(), conversation.encode())
        return f"{_MARK}:{name}:{base64.b64encode(content).decode()}"

    def opened(self, stored: str, conversation: str) -> str:
        """What was sealed; a text that was stored without a key as it is.

        Raises:
            StoreKeyError: where it was sealed with a key that is not there, or was changed.
        """
        if not stored.startswith(f"{_MARK}:"):
            return stored
        _, name, content = stored.split(":", 2)
        if name not in self._keys:
            raise StoreKeyError(
                f"Conversations are stored with a key ({name}) that {STORE_KEY} does not hold: add it, after a comma, "
                "or point DATABASE_URL elsewhere."
            )
        raw = base64.b64decode(content)
        try:
            text = self._keys[name].decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], conversation.encode())
        except InvalidTag:
            raise StoreKeyError("A stored conversation was changed by something else than this program.") from None
        return text.decode()


def _key(value: str) -> bytes:
    try:
        key = base64.b64decode(value.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise StoreKeyError(f"{STORE_KEY} holds no key of 32 bytes in base64: make one with openssl rand -base64 32.")
    return key
