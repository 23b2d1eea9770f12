"""From what the assistant says to what a platform can show: texts of the right length, and menus."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from needlewise.channels.choices import can_be_combined
from needlewise.channels.limits import Limits, Menu, length, sentences
from needlewise.channels.markup import Markup
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.knowledge.content import Source, shared_knowledge
from needlewise.knowledge.scales import Urgency


@dataclass(frozen=True)
class Option:
    """An option as a platform shows it.

    Attributes:
        title: within the menu's limit.
        payload: what choosing it sends.
        description: the whole title where `title` had to be cut, else "".
        alone: in a menu of which many can be chosen, whether this option is sent at once, by itself.
    """

    title: str
    payload: str
    description: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Message:
    """One message to a visitor.

    Attributes:
        text: in the platform's markup, within its limit.
        menu: how the options are shown, or None where there are none.
        options: of the menu.
        numbered: options that the text lists as 1, 2, 3.
        many: whether several of `numbered` can be chosen.
    """

    text: str
    menu: Menu | None = None
    options: tuple[Option, ...] = ()
    numbered: tuple[Button, ...] = ()
    many: bool = False


@dataclass(frozen=True)
class _Piece:
    """A stretch of text that is not cut if it can be helped, its style, and how it is joined to the one before it."""

    text: str
    style: Callable[[str], str]
    joint: str = "\n\n"

    @property
    def shown(self) -> str:
        return self.style(self.text)


def is_emergency(reply: Reply) -> bool:
    """Whether a reply tells the visitor to get help now."""
    return reply.kind is Kind.TRIAGE and reply.details.get("urgency") == Urgency.EMERGENCY_NOW.value


def in_order(replies: Sequence[Reply]) -> list[Reply]:
    """The replies of one turn with an emergency first."""
    return sorted(replies, key=lambda reply: not is_emergency(reply))


def render(reply: Reply, limits: Limits, markup: Markup, number_from: int = 1) -> list[Message]:
    """The messages that show a reply on a platform.

    Options go into the platform's best menu that has room for them, else into numbered text. A text that is too long
    for its menu goes ahead in messages of its own.

    Args:
        reply: what the assistant says.
        limits: of the platform.
        markup: of the platform.
        number_from: the number of the first option in numbered text; a turn's lists are numbered on.
    """
    many = reply.details.get("select") == "many" and any(can_be_combined(button) for button in reply.buttons)
    menu = _menu_for(reply.buttons, many, limits)
    pieces = list(_pieces(reply, markup))
    if not reply.buttons:
        return [Message(text) for text in _texts(pieces, limits.text)]
    if menu is not None:
        return _with_menu(pieces, menu, tuple(_option(button, menu) for button in reply.buttons), limits, markup)
    pieces += _numbered_list(reply.buttons, many, markup, number_from)
    digits = None if many else _menu_of_digits(reply.buttons, limits)
    if digits is None:
        *ahead, last = _texts(pieces, limits.text)
        messages = [*(Message(text) for text in ahead), Message(last)]
    else:
        options = tuple(Option(str(n), button.payload) for n, button in enumerate(reply.buttons, start=number_from))
        messages = _with_menu(pieces, digits, options, limits, markup)
    last_message = messages[-1]
    return [
        *messages[:-1],
        Message(last_message.text, last_message.menu, last_message.options, numbered=reply.buttons, many=many),
    ]


def render_sources(ids: Sequence[str], limits: Limits, markup: Markup) -> list[Message]:
    """All sources of an answer, one a line."""
    pieces = [_Piece(sentences()["all_sources"], markup.text)]
    for number, source in enumerate(_sources(ids), start=1):
        pieces.append(_fixed(f"{number}. {_titled(source, markup)}", joint="\n"))
    return [Message(text) for text in _texts(pieces, limits.text)]


def _menu_for(buttons: Sequence[Button], many: bool, limits: Limits) -> Menu | None:
    for menu in limits.menus:
        room = max(menu.title, menu.description)
        counted = [button for button in buttons if can_be_combined(button) or not many]
        if menu.many == many and len(counted) <= menu.count and all(length(b.title) <= room for b in buttons):
            return menu
    return None


def _menu_of_digits(buttons: Sequence[Button], limits: Limits) -> Menu | None:
    return next((menu for menu in limits.menus if not menu.many and len(buttons) <= menu.count), None)


def _option(button: Button, menu: Menu) -> Option:
    alone = menu.many and not can_be_combined(button)
    if length(button.title) <= menu.title:
        return Option(button.title, button.payload, alone=alone)
    return Option(_cut(button.title, menu.title), button.payload, description=button.title, alone=alone)


def _cut(title: str, limit: int) -> str:
    kept = title
    while length(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _with_menu(
    pieces: list[_Piece], menu: Menu, options: tuple[Option, ...], limits: Limits, markup: Markup
) -> list[Message]:
    whole = _texts(pieces, limits.text)
    if len(whole) == 1 and length(whole[0]) <= menu.body:
        return [Message(whole[0], menu, options)]
    return [*(Message(text) for text in whole), Message(markup.text(sentences()["choose"]), menu, options)]


def _pieces(reply: Reply, markup: Markup) -> Iterator[_Piece]:
    """What a reply says, paragraph by paragraph; what `text` says already is not said again."""
    details = reply.details
    if progress := details.get("progress"):
        title = sentences()["progress"].format(step=progress["step"], of=progress["of"])
        yield _Piece(title, markup.emphasis)
    if (heading := details.get("heading")) and heading not in reply.text:
        yield _Piece(heading, markup.emphasis)
    for paragraph in filter(None, (part.strip() for part in re.split(r"\n\s*\n", reply.text))):
        yield _Piece(paragraph, markup.text)
    joint = "\n\n"
    for point in details.get("points", ()):
        text = point if isinstance(point, str) else point["text"]
        if text not in reply.text:
            yield _Piece(f"• {text}", markup.text, joint)
            joint = "\n"
    for call in details.get("call", ()):
        if call["number"] not in reply.text:
            yield _Piece(f"{call['label']}: {call['number']}", markup.emphasis)
    if (sources := _sources(reply.sources)) and not is_emergency(reply):
        yield _fixed(_source_line(sources, reply.reviewed, markup))


def _fixed(shown: str, joint: str = "\n\n") -> _Piece:
    """A piece that is in the platform's markup already."""
    return _Piece(shown, str, joint)


def _sources(ids: Sequence[str]) -> list[Source]:
    """The sources by id, those with a link first."""
    table = shared_knowledge().sources
    return sorted((table[id] for id in ids if id in table), key=lambda source: not source.linked)


def _titled(source: Source, markup: Markup) -> str:
    return markup.link(source.title, source.address) if source.linked and source.address else markup.text(source.title)


def _source_line(sources: Sequence[Source], reviewed: str | None, markup: Markup) -> str:
    said, more = sentences(), len(sources) - 1
    first = markup.text(said["source"].removesuffix("{title}")) + _titled(sources[0], markup)
    rest = said["one_more_source"] if more == 1 else said["more_sources"].format(more=more) if more else ""
    checked = said["checked"].format(day=reviewed) if reviewed else ""
    return "\n".join(filter(None, (first, markup.text(f"{rest} {checked}".strip()))))


def _numbered_list(buttons: Sequence[Button], many: bool, markup: Markup, number_from: int) -> Iterator[_Piece]:
    joint = "\n\n"
    for number, button in enumerate(buttons, start=number_from):
        yield _Piece(f"{number}. {button.title}", markup.text, joint)
        joint = "\n"
    yield _Piece(sentences()["choose_many" if many else "choose_one"], markup.text)


def _texts(pieces: Sequence[_Piece], limit: int) -> list[str]:
    """The pieces joined into as few texts as fit."""
    texts: list[str] = []
    for part in (part for piece in pieces for part in _fitting(piece, limit)):
        if texts and length(texts[-1] + part.joint + part.shown) <= limit:
            texts[-1] += part.joint + part.shown
        else:
            texts.append(part.shown)
    return texts


def _fitting(piece: _Piece, limit: int) -> Iterator[_Piece]:
    """The piece, or where it is too long its sentences, or their words, or as many signs of a word as fit."""
    if length(piece.shown) <= limit:
        yield piece
        return
    parts = re.split(r"(?<=[.!?])\s+", piece.text)
    if len(parts) == 1:
        parts = piece.text.split()
    if len(parts) == 1:
        half = len(piece.text) // 2
        yield from _fitting(_Piece(piece.text[:half], piece.style, piece.joint), limit)
        yield from _fitting(_Piece(piece.text[half:], piece.style, ""), limit)
        return
    for number, part in enumerate(parts):
        yield from _fitting(_Piece(part, piece.style, " " if number else piece.joint), limit)
