"""Conversations with three replicas behind nginx while parts of it fail: nothing lost, doubled or out of order.

`make cluster-test` runs it; NEEDLEWISE_CLUSTER_CONVERSATIONS says how many conversations (500).
"""

import asyncio
import json
import os
import shutil
import tempfile
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from cluster import Cluster
from processes import MissingProgramError
from visitors import Visitors

CONVERSATIONS = int(os.environ.get("NEEDLEWISE_CLUSTER_CONVERSATIONS", "500"))
AT_ONCE = 16
MOST_MINUTES = 20


@pytest.fixture
def cluster(model: Path) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="needlewise-cluster-"))
    folder.chmod(0o711)
    rates = {"NEEDLEWISE_MESSAGES_PER_MINUTE": "100000", "NEEDLEWISE_REQUESTS_PER_MINUTE": "1000000"}
    try:
        try:
            started = Cluster(folder, model=model, environ=rates)
        except MissingProgramError as missing:
            pytest.fail(str(missing))
        try:
            started.start()
            yield started
        finally:
            started.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def slow(cluster: Cluster) -> None:
    """For three seconds nothing can be stored, which is longer than a turn waits for a lock of the database."""
    with psycopg2.connect(cluster.database) as connection, connection.cursor() as cursor:
        cursor.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE")
        time.sleep(3)


def killed(number: int) -> Callable[[Cluster], None]:
    """A replica dies, and its supervisor starts it again."""

    def fault(cluster: Cluster) -> None:
        cluster.replicas[number].kill()
        cluster.replicas[number].start()
        cluster.replicas[number].wait()

    return fault


def power_cut(cluster: Cluster) -> None:
    """PostgreSQL and Redis die at once, and come back a second later."""
    cluster.redis.kill()
    cluster.postgres.kill()
    # PostgreSQL's other processes end by themselves when the first is gone.
    time.sleep(1)
    cluster.redis.start()
    cluster.redis.wait()
    cluster.postgres.start()
    try:
        cluster.postgres.wait()
    except RuntimeError:  # they had not all ended yet; a supervisor tries again too
        cluster.postgres.start()
        cluster.postgres.wait()


def replaced(cluster: Cluster) -> None:
    """A new version, or model, is rolled out: one replica after the other ends gently and starts anew."""
    for replica in cluster.replicas:
        replica.restart()


FAULTS: list[tuple[str, Callable[[Cluster], None]]] = [
    ("replica 0 is killed", killed(0)),
    ("PostgreSQL is restarted", lambda cluster: cluster.postgres.restart()),
    ("Redis is restarted", lambda cluster: cluster.redis.restart()),
    ("the database is slow", slow),
    ("replica 1 is killed", killed(1)),
    ("PostgreSQL and Redis lose power", power_cut),
    ("all replicas are replaced", replaced),
]
if CONVERSATIONS < 100:  # the short form, of at most three minutes: without what takes longest
    FAULTS = [
        (name, fault) for name, fault in FAULTS if name not in ("replica 1 is killed", "all replicas are replaced")
    ]


def test_nothing_acknowledged_is_lost_doubled_or_out_of_order(cluster: Cluster, capsys: Any) -> None:
    visitors = Visitors(cluster.page)
    finished = threading.Event()
    failures: list[BaseException] = []

    def talk() -> None:
        try:
            asyncio.run(asyncio.wait_for(visitors.run(CONVERSATIONS, AT_ONCE, finished), MOST_MINUTES * 60))
        except BaseException as error:
            failures.append(error)

    talking = threading.Thread(target=talk)
    began = time.monotonic()
    talking.start()
    try:
        done = inject(cluster, visitors, talking, capsys)
    finally:
        finished.set()
    talking.join(MOST_MINUTES * 60)
    took = time.monotonic() - began
    if failures:
        raise failures[0]
    lost, doubled, resent, disordered = judge(cluster, visitors)
    figures = visitors.figures
    with capsys.disabled():
        print(f"\n{len(visitors.conversations)} conversations, {visitors.answered} messages in {took:.0f} s "
              f"({visitors.answered / took:.0f} a second), {len(done)} faults\n"
              f"lost {len(lost)}, doubled {len(doubled)}, stored twice after a resend {len(resent)}, out of order "
              f"{len(disordered)}, given up {sum(len(one.given_up) for one in visitors.conversations)}\n"
              f"errors {figures.error_rate:.2%} of requests {dict(sorted(figures.statuses.items()))}\n"
              f"p50 {figures.percentile(0.5):.2f} s, p95 {figures.percentile(0.95):.2f} s, "
              f"p99 {figures.percentile(0.99):.2f} s, resends included\n"
              f"turns done again {metric(cluster, 'needlewise_store_conflicts_total'):.0f}, Redis out of reach "
              f"{metric(cluster, 'needlewise_redis_unreachable_total'):.0f} since the replicas started")  # fmt: skip
    assert done == [name for name, _ in FAULTS]
    assert not [one for one in visitors.conversations if one.given_up]
    assert (lost, doubled, resent, disordered) == ([], [], [], [])
    replicas = [replica.stop() for replica in cluster.replicas]
    assert replicas == [0, 0, 0]


def inject(cluster: Cluster, visitors: Visitors, talking: threading.Thread, capsys: Any) -> list[str]:
    """Lets one part after the other fail, spread over the run; gives the names of the faults."""
    between = CONVERSATIONS * 2 / (len(FAULTS) + 1)  # a dialogue has some two messages
    done = []
    for name, fault in FAULTS:
        due = visitors.answered + between
        while visitors.answered < due and talking.is_alive():
            time.sleep(0.05)
        if not talking.is_alive():
            break
        before = visitors.answered
        began = time.monotonic()
        fault(cluster)
        with capsys.disabled():
            print(f"\nafter {before} messages {name}: over in {time.monotonic() - began:.1f} s", end="", flush=True)
        done.append(name)
    return done


def judge(cluster: Cluster, visitors: Visitors) -> tuple[list[str], list[str], list[str], list[str]]:
    """What is wrong: acknowledged and not stored whole; stored twice; stored once more for a resend; out of order."""
    stored = turns_stored(cluster)
    lost, doubled, resent, disordered = [], [], [], []
    for conversation in visitors.conversations:
        turns = stored.get(conversation.id, [])
        ids = [turn for turn, _ in turns]
        replies = dict(turns)
        acknowledged = [message.turn for message in conversation.acknowledged]
        for message in conversation.acknowledged:
            if replies.get(message.turn) != message.replies:
                lost.append(f"{conversation.id} {message}")
            if ids.count(message.turn) > 1:
                doubled.append(f"{conversation.id} {message}")
        extra = [turn for turn in ids if turn not in acknowledged]
        if any(message.attempts > 1 for message in conversation.acknowledged):
            resent += extra
        else:
            doubled += extra
        if not conversation.together and [turn for turn in ids if turn in acknowledged] != acknowledged:
            disordered.append(conversation.id)
    return lost, doubled, resent, disordered


def turns_stored(cluster: Cluster) -> dict[str, list[tuple[str, int]]]:
    """By conversation the ids of its messages in order, each with how many replies stand after it."""
    with psycopg2.connect(cluster.database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT sender_id, type_name, data FROM events WHERE type_name IN ('user', 'bot') ORDER BY id")
        rows = cursor.fetchall()
    turns: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for conversation, kind, data in rows:
        if kind == "user":
            if id := json.loads(data).get("message_id"):
                turns[conversation].append((id, 0))
        elif turns[conversation]:
            id, replies = turns[conversation][-1]
            turns[conversation][-1] = (id, replies + 1)
    return turns


def metric(cluster: Cluster, name: str) -> float:
    """The sum over all replicas of a metric without labels."""
    total = 0.0
    for port in cluster.metrics_ports:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        total += sum(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))
    return total
