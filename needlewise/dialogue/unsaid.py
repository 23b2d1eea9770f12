"""Nothing is said twice word for word: the second time it is one sentence, and led in as what it is."""

import itertools
import re
from collections.abc import Collection
from dataclasses import replace

from needlewise.dialogue.replies import Kind, Reply
from needlewise.knowledge.sentences import sentence

_LEADS = 3
"""Ways to lead in what was said before, of each sort of reply: the sentences again_<sort>_<number>."""
_SORTS = {Kind.TRIAGE: "triage", Kind.QUESTION: "question", Kind.CLARIFY: "clarify"}
_SHORTENED = frozenset({Kind.ANSWER, Kind.ASSESSMENT, Kind.HANDOFF, Kind.PRIVACY, Kind.FALLBACK})
"""Kinds of which the first sentence is enough when it was said before; a call for help is always said whole."""


def unsaid(reply: Reply, said: Collection[str], *, whole: bool = False) -> Reply:
    """The reply; where its text was said before, in other words.

    Args:
        said: every text that was said.
        whole: the visitor pressed a button for just this text.
    """
    if reply.text not in said:
        return reply
    shortened = reply.kind in _SHORTENED and not whole
    sort = "whole" if whole else _SORTS.get(reply.kind, "other")
    text = _gist(reply) if shortened else "" if reply.kind is Kind.CLARIFY else reply.text
    leads = [sentence(f"again_{sort}_{number + 1}") for number in range(_LEADS)]
    ways = [f"{lead} {text}".strip() for lead in leads]
    ways += [f"{one} {other} {text}".strip() for one, other in itertools.permutations(leads, 2)]
    return replace(reply, text=next((way for way in ways if way not in said), ways[len(said) % _LEADS]))


def in_short(reply: Reply) -> Reply:
    """The gist of a reply."""
    return replace(reply, text=f"{sentence('in_short')} {_gist(reply)}")


def _gist(reply: Reply) -> str:
    """The first sentence; and the second where the first is only a yes or no, or an outcome whose reason follows."""
    sentences = re.split(r"(?<=[.?])\s+", reply.text.strip(), maxsplit=2)
    whole = len(sentences[0].split()) > 3 and reply.kind is not Kind.ASSESSMENT
    return sentences[0] if whole else " ".join(sentences[:2])
