"""The sentences that actions say, from data/screening/sentences.yml."""

import functools
import string
from collections.abc import Mapping

from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.read import read_mapping
from needlewise.paths import DATA


@functools.cache
def _sentences() -> Mapping[str, str]:
    sentences: Mapping[str, str] = read_mapping(DATA / "screening" / "sentences.yml")["sentences"]
    return sentences


def sentence(name: str, /, **values: str) -> str:
    """The sentence of that name, with `values` and the site's own details filled in.

    Raises:
        KeyError: where there is none of that name, or a placeholder has no value.
    """
    return _sentences()[name].strip().format(**{**shared_knowledge().site.variables(), **values})


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def listed(names: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
