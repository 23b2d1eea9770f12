"""`needlewise forget` and `needlewise purge`, as their user calls them."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.channels.identity import Identity
from needlewise.store.tracker_store import ConversationStore

SECRET = "a secret for tests alone"
PERSON = "5551234:5551234"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'conversations.db'}")
    built = ConversationStore(Domain.empty())
    ages = {"web-1": 0, "web-2": 10, "web-3": 40, Identity(SECRET).conversation("telegram", PERSON): 0}
    for conversation, days in ages.items():
        tracker = DialogueStateTracker(conversation, [])
        at = time.time() - days * 86_400
        tracker.update(UserUttered("zanzibar", message_id="m", timestamp=at))
        tracker.update(BotUttered("Yes.", timestamp=at))
        asyncio.run(built.save(tracker))
    return built


def needlewise(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "needlewise.cli.main", *arguments]
    full = {**os.environ, **environ}
    return subprocess.run(command, env=full, capture_output=True, text=True, timeout=60, check=False)


def left(store: ConversationStore) -> set[str]:
    return set(asyncio.run(store.keys()))


def test_forget_erases_a_conversation(store: ConversationStore) -> None:
    done = needlewise("forget", "web-1", "web-9")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["web-1: 2 events erased", "web-9: nothing is stored"]
    assert "web-1" not in left(store) and len(left(store)) == 3


def test_forget_finds_a_person_of_a_channel(store: ConversationStore) -> None:
    done = needlewise("forget", "--channel", "telegram", PERSON, NEEDLEWISE_SECRET=SECRET)
    assert done.returncode == 0 and "2 events erased" in done.stdout and PERSON not in done.stdout
    assert left(store) == {"web-1", "web-2", "web-3"}


def test_forget_says_what_is_missing(store: ConversationStore) -> None:
    for arguments, named in (
        (("--channel", "pigeon", "x"), "pigeon"),
        (("--channel", "slack", "x"), "NEEDLEWISE_SECRET"),
    ):
        done = needlewise("forget", *arguments, NEEDLEWISE_SECRET="")
        assert done.returncode == 1 and named in done.stderr and len(done.stderr.splitlines()) == 1
    done = needlewise("forget", "web-1", DATABASE_URL="nonsense")
    assert done.returncode == 1 and "DATABASE_URL" in done.stderr


def test_purge_deletes_what_is_past_its_time(store: ConversationStore) -> None:
    assert needlewise("purge").stdout == "2 events of conversations older than 30 days deleted\n"
    assert "web-3" not in left(store) and len(left(store)) == 3
    assert needlewise("purge", "--days", "5").stdout.startswith("2 events")
    assert needlewise("purge", "--days", "0").stdout.startswith("4 events")
    assert left(store) == set()
    assert needlewise("purge", "--days", "-1").returncode == 2
