"""Hostile and good traffic together: the good is answered, nothing fails, memory stays.

NEEDLEWISE_MIXED_SECONDS=600 makes it the long run; by default it is a short one.
"""

import os
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from probing import Target
from test_http import MALFORMED

QUESTIONS = ("does it hurt?", "what is microneedling", "how long is my skin red", "can i needle with eczema?")
_SECONDS = float(os.environ.get("NEEDLEWISE_MIXED_SECONDS") or 10)
# Of the machine's other work and not of the server: no good request may take longer whatever else runs.
_LONGEST_SECONDS = 5.0
_MOST_GROWTH = 1.25


def test_good_requests_are_answered_among_hostile_ones(target: Target) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    over = threading.Event()
    took: list[float] = []
    failed: list[int] = []

    def visitor(number: int) -> None:
        chance, token = random.Random(seed + number), target.token()
        while not over.is_set():
            start = time.monotonic()
            status, _ = target.say(token, text=chance.choice(QUESTIONS))
            took.append(time.monotonic() - start)
            if status != 200:
                failed.append(status)

    def malformed(number: int) -> None:
        chance = random.Random(seed + number)
        while not over.wait(0.01):
            status, _ = target.send(chance.choice([*MALFORMED.values()]))
            if status >= 500:
                failed.append(status)

    def slow() -> None:
        while not over.is_set():
            with target.connect() as connection:
                connection.sendall(b"POST /webhooks/web/messages HTTP/1.1\r\n")
                over.wait(3)

    def misleading(number: int) -> None:
        chance, token = random.Random(seed + number), target.token()
        while not over.wait(0.05):
            junk = "".join(chance.choice('/{}[]"\\\n\0\u200bé ') for _ in range(chance.randrange(1, 300)))
            status, _ = target.say(token, **{chance.choice(("payload", "id", "more")): junk})
            if status != 400:
                failed.append(status)

    before = _memory(target)
    work = [*((visitor, n) for n in range(3)), *((malformed, n) for n in range(10, 13)), (misleading, 20)]
    with ThreadPoolExecutor(len(work) + 8) as pool:
        running = [pool.submit(job, number) for job, number in work] + [pool.submit(slow) for _ in range(8)]
        time.sleep(_SECONDS / 2)
        middle = _memory(target)
        time.sleep(_SECONDS / 2)
        over.set()
        for one in running:
            one.result(timeout=60)
    took.sort()
    print(f"{len(took)} good requests, median {took[len(took) // 2]:.3f} s, longest {took[-1]:.3f} s")
    print(f"memory {before} kB, in the middle {middle} kB, at the end {_memory(target)} kB")
    assert failed == []
    assert took[-1] < _LONGEST_SECONDS
    assert _memory(target) <= _MOST_GROWTH * middle


def _memory(target: Target) -> int:
    """Resident memory of our own server in kB; 0 of another."""
    if target.own is None:
        return 0
    found = re.search(r"VmRSS:\s*(\d+)", Path(f"/proc/{target.own.pid}/status").read_text(encoding="ascii"))
    return int(found[1]) if found else 0
