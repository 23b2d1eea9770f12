"""The rule of dependency: lower layers know nothing of higher ones, and nothing of Rasa."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = [
    ["knowledge", "encoder"],
    ["language"],
    ["screening"],
    ["dialogue"],
    ["nlu", "store"],
    ["runtime"],
    ["channels"],
    ["evaluation"],
    ["cli"],
]
"""From below; rooms of one layer may know each other."""
LEAVES = {"__init__.py", "paths.py", "logs.py", "metrics.py"}
"""Modules at top level: they know nothing of any room."""
FREE_OF_RASA = {"knowledge", "encoder", "language", "screening"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def room_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "needlewise" and len(parts) > 1 else ""


ROOMS = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}


@pytest.mark.parametrize("path", sorted((ROOT / "needlewise").rglob("*.py")), ids=lambda path: str(path.name))
def test_a_module_imports_only_what_is_below_it(path: Path) -> None:
    relative = path.relative_to(ROOT / "needlewise")
    imported = {room_of(name) for name in imports(path)} & set(ROOMS)
    if len(relative.parts) == 1:
        assert path.name in LEAVES, f"{path.name} stands in no room"
        assert not imported
        return
    height = ROOMS[relative.parts[0]]
    wrong = {room for room in imported if ROOMS[room] > height}
    assert not wrong, f"{relative} imports {wrong}"


def test_actions_know_nothing_of_what_runs_them() -> None:
    for path in (ROOT / "actions").rglob("*.py"):
        assert not {room_of(name) for name in imports(path)} & {"runtime", "channels", "evaluation", "cli"}, path


@pytest.mark.parametrize("layer", sorted(FREE_OF_RASA))
def test_the_core_is_free_of_rasa(layer: str) -> None:
    for path in (ROOT / "needlewise" / layer).rglob("*.py"):
        assert not {name for name in imports(path) if name.split(".")[0] in ("rasa", "rasa_sdk")}, path
