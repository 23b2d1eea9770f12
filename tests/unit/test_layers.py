"""The rule of dependency: lower layers know nothing of higher ones, and nothing of Rasa."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ["knowledge", "encoder", "language", "screening", "nlu", "channels", "cli"]
FREE_OF_RASA = {"knowledge", "encoder", "language", "screening"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_is_below_it(layer: str) -> None:
    above = {f"needlewise.{name}" for name in LAYERS[LAYERS.index(layer) + 1 :]}
    for path in (ROOT / "needlewise" / layer).rglob("*.py"):
        wrong = {name for name in imports(path) if any(name == a or name.startswith(a + ".") for a in above)}
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize("layer", sorted(FREE_OF_RASA))
def test_the_core_is_free_of_rasa(layer: str) -> None:
    for path in (ROOT / "needlewise" / layer).rglob("*.py"):
        assert not {name for name in imports(path) if name.split(".")[0] in ("rasa", "rasa_sdk")}, path
