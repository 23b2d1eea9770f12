"""A new model while people talk: the server goes on with the one that it loaded, and the next one with the new one.

Training takes minutes, so the new model is the trained one with another name and date, and with one more slot, as a
version to come may have it.
"""

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from running import Served, serving


def anew(model: Path, folder: Path) -> Path:
    """A model that differs from another in its name, its date and its slots."""
    unpacked, made = folder / "unpacked", folder / "new.tar.gz"
    with tarfile.open(model) as archive:
        archive.extractall(unpacked, filter="data")
    described = unpacked / "metadata.json"
    metadata = json.loads(described.read_text(encoding="utf-8"))
    metadata |= {"model_id": "0" * 32, "trained_at": "2030-01-01T00:00:00.000000"}
    for place in (metadata["domain"], unpacked / "components" / "domain_provider" / "domain.yml"):
        domain = place if isinstance(place, dict) else yaml.safe_load(place.read_text(encoding="utf-8"))
        domain["slots"]["of_a_version_to_come"] = {"type": "any", "mappings": [{"type": "custom"}]}
        if isinstance(place, Path):
            place.write_text(yaml.safe_dump(domain), encoding="utf-8")
    described.write_text(json.dumps(metadata), encoding="utf-8")
    with tarfile.open(made, "w:gz", compresslevel=0) as archive:
        archive.add(unpacked, "")
    return made


def progress(replies: list[dict[str, Any]]) -> dict[str, Any]:
    """Where the check stands."""
    found: dict[str, Any] = next(reply["progress"] for reply in replies if reply["kind"] == "question")
    return found


def press(served: Served, token: str, payload: str) -> list[dict[str, Any]]:
    answer = served.call("POST", "messages", token, {"payload": payload})
    assert answer.status == 200, answer
    replies: list[dict[str, Any]] = answer.json["replies"]
    return replies


def test_conversations_go_on_while_the_model_is_replaced_and_after(
    model: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    used, folder = tmp_path / "model.tar.gz", tmp_path_factory.mktemp("database")
    shutil.copy(model, used)
    with serving(used, folder) as served:
        told, checked = served.token(), served.token()
        served.say(told, "i have eczema")
        replies = press(served, checked, "/start_check")
        for _ in range(2):
            replies = press(served, checked, replies[-1]["buttons"][0]["payload"])
        before = progress(replies)
        assert before["step"] > 1
        # As a training that is under way leaves it: half of it, then nothing, then another one.
        used.write_bytes(model.read_bytes()[:100_000])
        assert served.say(told, "what is microneedling")[0]["topic"] == "what_is"
        used.unlink()
        assert served.say(told, "does it hurt?")[0]["topic"] == "pain"
        anew(model, tmp_path).rename(used)
        assert served.say(told, "how much does it cost")[0]["topic"] == "cost"
        assert served.say(served.token(), "what is microneedling")[0]["topic"] == "what_is"
        offered = replies[-1]["buttons"][0]["payload"]
        kept = served.call("GET", "messages", told).json
    with serving(used, folder) as served:
        assert served.call("GET", "messages", told).json == kept
        assert "eczema" in str(served.say(told, "what do you know about me?"))
        (first, *_) = served.say(told, "and how long does that last?")
        assert first["kind"] != "fallback" and first["text"]
        assert progress(press(served, checked, offered))["step"] == before["step"] + 1
