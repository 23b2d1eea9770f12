"""A small plot of the comparison as SVG, without a library: bars of latency, and latency by turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

_WIDTH, _ROW, _LEFT, _RIGHT = 720, 18, 150, 70
_COLOURS = {"ours": "#1b6f6a", "stock": "#b9b3a7"}
_NAMES = {"ours": "Needlewise", "stock": "stock Rasa"}


def plot(result: Mapping[str, Any]) -> str:
    """The picture: what a client waits for, then what turns of a long conversation cost; shorter is better."""
    sides = [side for side in ("ours", "stock") if "clients_1" in result[side]]
    bars: list[tuple[str, list[tuple[str, float]]]] = []
    for clients in (1, 16):
        for share in ("p50", "p95", "p99"):
            times = [(side, result[side][f"clients_{clients}"][share]) for side in sides]
            bars.append((f"{clients} client{'s' if clients > 1 else ''}, {share}", times))
    turns: list[tuple[str, list[tuple[str, float]]]] = []
    for place, mark in enumerate(result["ours"].get("length", ())):
        with_it = [side for side in sides if len(result[side].get("length", ())) > place]
        turns.append((f"turn {mark['turn']}", [(side, result[side]["length"][place]["ms"]) for side in with_it]))
    body: list[str] = []
    down = _legend(body, sides)
    down = _panel(body, "milliseconds to the answer", bars, down)
    down = _panel(body, "milliseconds by turn of a conversation, one client", turns, down)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {down}" font-family="sans-serif" '
    title = "Latency of Needlewise and of stock Rasa"
    return "\n".join(
        [
            f'{head}font-size="12" role="img" aria-label="{title}">',
            f"<title>{title}</title>",
            f'<rect width="{_WIDTH}" height="{down}" fill="#fff"/>',
            *body,
            "</svg>\n",
        ]
    )


def _legend(body: list[str], sides: Iterable[str]) -> int:
    for place, side in enumerate(sides):
        left = _LEFT + 120 * place
        body.append(f'<rect x="{left}" y="10" width="12" height="12" fill="{_COLOURS[side]}"/>')
        body.append(_text(left + 18, 20, _NAMES[side]))
    return 44


def _panel(body: list[str], title: str, groups: Sequence[tuple[str, Sequence[tuple[str, float]]]], down: int) -> int:
    """Adds bars under a title; gives where the next panel begins."""
    if not groups:
        return down
    longest = max(value for _, bars in groups for _, value in bars)
    body.append(_text(_LEFT, down, title, "font-weight='bold'"))
    down += 12
    for name, bars in groups:
        middle = down + _ROW * len(bars) / 2
        body.append(_text(_LEFT - 8, middle + 4, name, "text-anchor='end'"))
        for side, value in bars:
            width = max(1.0, (_WIDTH - _LEFT - _RIGHT) * value / longest)
            body.append(
                f'<rect x="{_LEFT}" y="{down + 2}" width="{width:.1f}" height="{_ROW - 4}" fill="{_COLOURS[side]}"/>'
            )
            body.append(_text(_LEFT + width + 6, down + _ROW - 5, f"{value:.0f}" if value >= 10 else f"{value:.1f}"))
            down += _ROW
        down += 6
    return down + 20


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="#222" {more}>{escape(words)}</text>'
