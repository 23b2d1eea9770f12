"""Leave one author out: each routed turn decided by a model that learnt nothing of its author.

Random cross-validation flatters, for people repeat themselves. What is measured here is the figure that counts: what
the model does with somebody whom it has never read. `mean cost` weighs each mistake as data/knowledge/costs.yml does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from needlewise.knowledge.routing import load_routed_turns
from needlewise.nlu.arbiter import Arbiter, load_costs
from needlewise.nlu.evidence import possible
from needlewise.nlu.lessons import FOLDS, fold_of, lessons_of
from needlewise.nlu.training import Scored, scored_by_others


@dataclass
class AuthorResult:
    """How the turns of one author fared.

    Attributes:
        due: how often each act was due.
        met: how often it was then done.
        cost: of all mistakes together.
    """

    author: str
    due: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    cost: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        turns = self.due.total()
        by_act = {act: round(self.met[act] / count, 3) for act, count in sorted(self.due.items())}
        return {
            "author": self.author,
            "turns": turns,
            "right": round(self.met.total() / max(turns, 1), 4),
            "mean_cost": round(self.cost / max(turns, 1), 3),
            "by_act": by_act,
        }


def evaluate_by_author(examples: Sequence[tuple[str, str]]) -> list[AuthorResult]:
    """Each author of data/routing, judged by what was learnt without them.

    Args:
        examples: (message, label) of the training files.
    """
    scored = [one for one in scored_by_others(lessons_of(examples, load_routed_turns())) if one.target]
    authors = {turn.author for turn in load_routed_turns()}
    results = {author: AuthorResult(author) for author in sorted(authors)}
    for fold in range(FOLDS):
        known = [one for one in scored if fold_of(one.lesson.author) != fold]
        arbiter = Arbiter.train(
            [one.record for one in known], [one.target or "" for one in known], [one.lesson.weight for one in known]
        )
        for one in scored:
            if fold_of(one.lesson.author) == fold and one.lesson.author in authors and one.lesson.weight == 1.0:
                _count(results[one.lesson.author], one, arbiter)
    return list(results.values())


def _count(result: AuthorResult, one: Scored, arbiter: Arbiter) -> None:
    may_be = possible(one.message.situation, one.message.facts, one.message.check)
    done = arbiter.ranked(one.record, [act for act, can_be in may_be.items() if not can_be])[0].act
    due = one.target or ""
    result.due[due] += 1
    result.met[due] += int(done == due)
    result.cost += load_costs()[due, done]


def mean(results: Sequence[AuthorResult], key: str) -> float:
    """The mean over authors of a figure of `AuthorResult.as_json`."""
    return float(np.mean([result.as_json()[key] for result in results]))
