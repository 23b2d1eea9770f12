"""Several server processes on one database: what one of them acknowledged, none of them loses."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from processes import Service, postgres_service, redis_service
from running import SECRET, START, Served, serving
from services import service

QUESTIONS = [
    "what is microneedling", "does it hurt", "how much does it cost", "is it safe at home", "how often can i do it",
    "when will i see results", "what are the risks", "can i wear makeup after", "does it help acne scars",
    "how do i clean the device",
]  # fmt: skip


@dataclass(frozen=True)
class Replicas:
    """Two servers on one database with one Redis."""

    servers: Sequence[Served]
    redis: Service
    environ: dict[str, str]

    def say_at_once(self, token: str, texts: Sequence[str]) -> list[int]:
        """The statuses of messages that are sent to both servers in turn, all at the same time."""

        def say(place: int) -> int:
            server = self.servers[place % len(self.servers)]
            return server.call("POST", "messages", token, {"text": texts[place]}).status

        with ThreadPoolExecutor(len(texts)) as pool:
            return list(pool.map(say, range(len(texts))))

    def said(self, token: str) -> list[str]:
        """What stands of the visitor in the conversation, as the last server tells it."""
        messages = self.servers[-1].call("GET", "messages", token).json["messages"]
        return [message["text"] for message in messages if message["from"] == "visitor"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def replicas(
    request: pytest.FixtureRequest, model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Replicas]:
    folder = tmp_path_factory.mktemp("replicas")
    with ExitStack() as stack:
        redis, redis_address = stack.enter_context(service(redis_service))
        environ = {"REDIS_URL": redis_address}
        if request.param == "postgresql":
            environ["DATABASE_URL"] = stack.enter_context(service(postgres_service))[1]
        servers = [stack.enter_context(serving(model, folder, environ)) for _ in range(2)]
        yield Replicas(servers, redis, environ)


@pytest.mark.parametrize("round", range(3))
def test_ten_messages_at_once_are_all_kept(replicas: Replicas, round: int) -> None:
    token = replicas.servers[0].token()
    assert replicas.say_at_once(token, QUESTIONS) == [200] * 10
    assert sorted(replicas.said(token)) == sorted(QUESTIONS)


def test_two_conditions_told_at_once_are_both_remembered(replicas: Replicas) -> None:
    token = replicas.servers[0].token()
    assert replicas.say_at_once(token, ["i am pregnant", "i have eczema on my cheeks"]) == [200, 200]
    replies = replicas.servers[0].say(token, "can i do it at home?")
    assessed = [reason for reply in replies for reason in reply.get("assessment", {}).get("reasons", ())]
    told = " ".join(reply["text"].lower() for reply in replies) + " ".join(assessed)
    assert "pregnan" in told and "eczema" in told


def test_while_redis_is_gone_nothing_acknowledged_is_lost(replicas: Replicas) -> None:
    token = replicas.servers[0].token()
    replicas.redis.stop()
    try:
        statuses = replicas.say_at_once(token, QUESTIONS)
    finally:
        replicas.redis.restart()
    taken = [text for text, status in zip(QUESTIONS, statuses, strict=True) if status == 200]
    assert set(statuses) <= {200, 503} and len(taken) > 1
    assert sorted(replicas.said(token)) == sorted(taken)
    assert replicas.say_at_once(token, QUESTIONS) == [200] * 10


def test_second_process_without_redis_refuses_to_start(replicas: Replicas, model: Path) -> None:
    environ = {**os.environ, "NEEDLEWISE_SECRET": SECRET, **replicas.environ}
    environ.setdefault("DATABASE_URL", f"sqlite:///{replicas.servers[0].database}")
    environ["DATABASE_URL"] = replicas.environ.get("DATABASE_URL", f"sqlite:///{replicas.servers[0].database}")
    environ.pop("REDIS_URL")
    command = [*START, "--port", "0", "--model", str(model)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "REDIS_URL" in line and "another process" in line
