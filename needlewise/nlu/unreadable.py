"""Messages without words: empty, emoji, digits, a link, code."""

import re

_LINK = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.IGNORECASE)
_CODE = re.compile(r"[{};<>=\[\]|\\$`]")


def unreadable_kind(text: str) -> str | None:
    """What a message without a readable sentence is; None where it may be one.

    One of: empty, link, digits, symbols, code.
    """
    stripped = text.strip()
    if not stripped:
        return "empty"
    if _LINK.match(stripped):
        return "link"
    if not any(character.isalpha() for character in stripped):
        return "digits" if any(character.isdigit() for character in stripped) else "symbols"
    if len(_CODE.findall(stripped)) > max(4, len(stripped) // 12):
        return "code"
    return None
