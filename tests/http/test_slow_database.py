"""A PostgreSQL that keeps turns waiting: everyone else is answered, and nothing acknowledged is lost or doubled."""

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from processes import postgres_service
from running import Answer, Served, serving
from services import service

# More than a default pool of threads has on two cores.
SLOW, OTHERS = 12, 6
# A turn waits 2 s for a lock and 4 s for a statement, once reading and once writing.
_MOST_SECONDS = 10.0
# Of what needs nobody else; the rest is for a machine that is busy with other work.
_AT_ONCE_SECONDS = 3.0


@dataclass(frozen=True)
class OnPostgres:
    """A server, and the address of its PostgreSQL."""

    served: Served
    address: str

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What a query finds."""
        with psycopg2.connect(self.address) as connection, connection.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())

    def session(self) -> tuple[str, str]:
        """Token and id of a new conversation that has a message."""
        session = self.served.call("POST", "session").json
        assert self.served.say(session["token"], "i have eczema")
        return session["token"], session["conversation_id"]

    def wait_until_slow(self, number: int) -> None:
        """Waits until so many turns are in the database; or for two seconds, where the server lets no more in."""
        until = time.monotonic() + 2
        slow = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
        while self.rows(slow) != [(number,)] and time.monotonic() < until:
            time.sleep(0.02)

    def said(self, token: str) -> list[str]:
        """What stands of the visitor in a conversation."""
        messages = self.served.call("GET", "messages", token).json["messages"]
        return [message["text"] for message in messages if message["from"] == "visitor"]


@pytest.fixture(scope="module")
def on_postgres(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnPostgres]:
    with (
        service(postgres_service) as (_, address),
        serving(model, tmp_path_factory.mktemp("slow"), {"DATABASE_URL": address}) as served,
    ):
        yield OnPostgres(served, address)


@contextmanager
def holding(address: str, statement: str, *values: object) -> Iterator[None]:
    """A transaction of somebody else's that keeps what it has."""
    connection = psycopg2.connect(address)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        yield
    finally:
        connection.rollback()
        connection.close()


def say(served: Served, token: str, text: str, id: str) -> tuple[Answer, float]:
    began = time.monotonic()
    answer = served.call("POST", "messages", token, {"text": text, "id": id})
    return answer, time.monotonic() - began


@contextmanager
def dawdling(address: str, table: str, event: str, condition: str, seconds: float) -> Iterator[None]:
    """Some rows take time to be stored."""
    _do(
        address,
        "CREATE FUNCTION dawdle() RETURNS trigger AS "
        f"$$ BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END $$ LANGUAGE plpgsql; "
        f"CREATE TRIGGER slowly BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION dawdle()",
    )
    try:
        yield
    finally:
        _do(address, f"DROP TRIGGER slowly ON {table}; DROP FUNCTION dawdle()")


def test_slow_conversations_keep_nobody_else_waiting(on_postgres: OnPostgres) -> None:
    served = on_postgres.served
    slow = [on_postgres.session() for _ in range(SLOW)]
    others = [on_postgres.session() for _ in range(OTHERS)]
    ids = {token: secrets.token_hex(8) for token, _ in (*slow, *others)}
    names = ", ".join(f"'{id}'" for _, id in slow)
    with ThreadPoolExecutor(SLOW + OTHERS) as pool:
        # A turn replaces the stamp first, and then notes what it came to.
        with dawdling(
            on_postgres.address, "conversations", "UPDATE", f"NEW.slots = OLD.slots AND NEW.id IN ({names})", 3
        ):
            waiting = [pool.submit(say, served, token, "does it hurt?", ids[token]) for token, _ in slow]
            on_postgres.wait_until_slow(SLOW)
            answered = list(pool.map(lambda one: say(served, one[0], "does it hurt?", ids[one[0]]), others))
            live = served.call("GET", served.page.replace("webhooks/web/", "health/live")).status
            assert not all(one.done() for one in waiting), "those who wait for nothing are answered first"
            told = [one.result() for one in waiting]
        assert [answer.status for answer, _ in answered] == [200] * OTHERS and live == 200
        assert all(answer.status in (200, 503) and seconds < _MOST_SECONDS for answer, seconds in told)
        again = list(pool.map(lambda one: say(served, one[0], "does it hurt?", ids[one[0]]), slow))
    assert [answer.status for answer, _ in again] == [200] * SLOW
    for token, _ in (*slow, *others):
        assert on_postgres.said(token) == ["i have eczema", "does it hurt?"]


def test_conversation_that_somebody_holds_is_refused_in_time(on_postgres: OnPostgres) -> None:
    served = on_postgres.served
    token, conversation = on_postgres.session()
    id = secrets.token_hex(8)
    with holding(on_postgres.address, "SELECT 1 FROM conversations WHERE id = %s FOR UPDATE", conversation):
        answer, seconds = say(served, token, "does it hurt?", id)
        assert answer.status == 503 and answer.json["emergency_numbers"] and seconds < _MOST_SECONDS
        assert on_postgres.said(token) == ["i have eczema"], "reading goes"
        assert say(served, on_postgres.session()[0], "does it hurt?", id)[0].status == 200
    assert say(served, token, "does it hurt?", id)[0].status == 200
    assert on_postgres.said(token) == ["i have eczema", "does it hurt?"]


@pytest.mark.parametrize(
    "seconds", [1, 6], ids=["slow writing, and the answer comes", "too slow, and the visitor sends again"]
)
def test_slow_writing_loses_and_doubles_nothing(seconds: int, on_postgres: OnPostgres) -> None:
    """Every stored event takes time: the server tells in time that it has no answer, and stores each message once."""
    served = on_postgres.served
    token, conversation = on_postgres.session()
    text, id = f"does it hurt for {seconds} s?", secrets.token_hex(8)
    with (
        dawdling(on_postgres.address, "events", "INSERT", "NEW.type_name = 'user'", seconds),
        ThreadPoolExecutor(2) as pool,
    ):
        turn = pool.submit(say, served, token, text, id)
        for _ in range(5):
            began = time.monotonic()
            assert served.call("GET", served.page.replace("webhooks/web/", "health/ready")).status == 200
            assert served.call("GET", "messages", served.token()).json["messages"] == []
            assert time.monotonic() - began < _AT_ONCE_SECONDS
        answer, took = turn.result()
    assert took < _MOST_SECONDS
    assert answer.status == (200 if seconds < 4 else 503)
    replies = say(served, token, text, id)[0].json["replies"]
    assert on_postgres.said(token) == ["i have eczema", text]
    told = on_postgres.rows(
        "SELECT count(*) FROM events WHERE sender_id = %s AND type_name = 'bot' AND id > "
        "(SELECT max(id) FROM events WHERE sender_id = %s AND type_name = 'user')",
        conversation,
        conversation,
    )
    assert told == [(len(replies),)] and (answer.status != 200 or answer.json["replies"] == replies)


def _do(address: str, statements: str) -> None:
    connection = psycopg2.connect(address)
    with connection, connection.cursor() as cursor:
        cursor.execute(statements)
    connection.close()
