"""The arbiter: learned probabilities, signed costs, and the act with the least expected cost."""

from pathlib import Path

import numpy as np
import pytest

from needlewise.dialogue import acts
from needlewise.dialogue.situation import KINDS
from needlewise.knowledge.check.references import ACTS_OF_COSTS
from needlewise.nlu.arbiter import Arbiter, load_costs

RANDOM = np.random.default_rng(5)


def record(**values: float) -> dict[str, float]:
    blank = {f"after_{kind}": 0.0 for kind in KINDS} | {"alone_faq": 0.0, "alone_oos": 0.0, "sign": 0.0}
    return {**blank, "after_nothing": 1.0, **values}


@pytest.fixture(scope="module")
def arbiter() -> Arbiter:
    rows, due = [], []
    for _ in range(300):
        for act, name in ((acts.ANSWER, "alone_faq"), (acts.REFUSE, "alone_oos"), ("triage_emergency_now", "sign")):
            rows.append(record(**{name: 1.0 + 0.2 * float(RANDOM.standard_normal())}))
            due.append(act)
    return Arbiter.train(rows, due, [1.0] * len(rows))


def test_what_is_clear_is_done(arbiter: Arbiter) -> None:
    assert arbiter.ranked(record(alone_faq=1.0))[0].act == acts.ANSWER
    assert arbiter.ranked(record(alone_oos=1.0))[0].act == acts.REFUSE


def test_an_emergency_is_done_long_before_it_is_likelier_than_not(arbiter: Arbiter) -> None:
    for weight in np.linspace(0, 1, 21):
        choices = arbiter.ranked(record(alone_faq=1 - weight, sign=weight))
        likely = next(choice for choice in choices if choice.act == "triage_emergency_now").probability
        if likely > 0.2:
            assert choices[0].act == "triage_emergency_now"
            break
    else:
        pytest.fail("never likely")


def test_what_is_impossible_is_neither_done_nor_due(arbiter: Arbiter) -> None:
    choices = arbiter.ranked(record(alone_faq=1.0), [acts.ANSWER])
    assert acts.ANSWER not in {choice.act for choice in choices}
    assert sum(choice.probability for choice in choices) == pytest.approx(1, abs=1e-4)


def test_saved_and_loaded_it_decides_the_same(arbiter: Arbiter, tmp_path: Path) -> None:
    arbiter.save(tmp_path)
    again = Arbiter.load(tmp_path)
    assert np.allclose(again.probabilities(record(sign=0.4)), arbiter.probabilities(record(sign=0.4)))


def test_costs_know_every_act_and_what_was_due_costs_nothing() -> None:
    costs = load_costs()
    assert {due for due, _ in costs} == set(acts.ACTS) == set(ACTS_OF_COSTS)
    assert all(costs[act, act] == 0 for act in acts.ACTS)


def test_costs_say_what_matters_most() -> None:
    costs = load_costs()
    missed = costs["triage_emergency_now", acts.ANSWER]
    assert missed > costs["triage_same_day_doctor", acts.ANSWER] > costs[acts.ASSESS, acts.ANSWER]
    assert costs[acts.ASSESS, acts.ANSWER] > costs[acts.REFUSE, acts.ANSWER]
    assert costs[acts.ANSWER, acts.OFFER] < costs[acts.ANSWER, acts.REFUSE]
