"""Many messages: the server's memory stays, and a message late in a conversation costs what an early one does.

`make endurance MESSAGES=20000 TURNS=400` is the long run; in `make test` it is a short one.
"""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest
from running import Served

MESSAGES = int(os.environ.get("NEEDLEWISE_ENDURANCE_MESSAGES") or 150)
TURNS = int(os.environ.get("NEEDLEWISE_ENDURANCE_TURNS") or 50)
PER_CONVERSATION = 10
# Of what the server held after a fifth of the messages; a short run ends while caches are still being filled.
_MOST_GROWTH = 1.10 if MESSAGES >= 5000 else 1.25
# Processor time of a late message by that of an early one; half of it would be within what two runs differ by.
_MOST_COST = 1.5
_WINDOW = 20
_FIRST = 5

QUESTIONS = (
    "does it hurt?", "what is microneedling", "how long is my skin red", "can i needle with eczema?", "thanks",
    "how much does it cost", "how often can i do it", "what needle length", "is it safe at home", "who should avoid it",
)  # fmt: skip
_WORDS = (
    "my", "skin", "face", "roller", "pen", "serum", "week", "month", "red", "sore", "clinic", "home", "oil", "sun",
    "cheap", "sister", "spot", "old", "new", "deep",
)  # fmt: skip


def test_memory_stays_over_many_messages(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    seed = random.randrange(2**32)

    def converse(number: int) -> None:
        """No text comes twice, so that what is remembered of texts has to be bounded."""
        chance, token = random.Random(seed + number), served.token()
        for _ in range(PER_CONVERSATION):
            more = " ".join(chance.choices(_WORDS, k=chance.randrange(1, 12)))
            served.say(token, f"{chance.choice(QUESTIONS)} {more} {chance.randrange(10**6)}")

    conversations = range(max(5, MESSAGES // PER_CONVERSATION))
    fifth = -(-len(conversations) // 5)
    memory, began = [served.memory], time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        for start in range(0, len(conversations), fifth):
            list(pool.map(converse, conversations[start : start + fifth]))
            memory.append(served.memory)
    took = time.monotonic() - began
    with capsys.disabled():
        print(f"\n{len(conversations) * PER_CONVERSATION} messages in {len(conversations)} conversations, "
              f"{took:.0f} s, seed {seed}; memory in MB at the start and after each fifth: "
              f"{', '.join(str(round(one / 1024)) for one in memory)}")  # fmt: skip
    assert memory[-1] <= _MOST_GROWTH * memory[1]


def test_late_message_costs_what_an_early_one_did(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    token, seconds, processor = served.token(), [], [served.processor_seconds]
    for number in range(TURNS):
        began = time.monotonic()
        served.say(token, QUESTIONS[number % len(QUESTIONS)])
        seconds.append(time.monotonic() - began)
        processor.append(served.processor_seconds)

    def cost(first: int) -> tuple[float, float]:
        """Processor and waiting time of a message, from a turn on."""
        end = first + _WINDOW
        return (processor[end] - processor[first]) / _WINDOW, median(seconds[first:end])

    early, late = cost(_FIRST), cost(TURNS - _WINDOW)
    with capsys.disabled():
        print(f"\na message of turns {_FIRST} to {_FIRST + _WINDOW}: {early[0] * 1000:.0f} ms of the processor, "
              f"answered in {early[1] * 1000:.0f} ms; of turns {TURNS - _WINDOW} to {TURNS}: {late[0] * 1000:.0f} ms, "
              f"{late[1] * 1000:.0f} ms")  # fmt: skip
    assert late[0] <= _MOST_COST * early[0]
