"""Where the project's folders are, from wherever a command is started."""

import os
from pathlib import Path

ROOT = Path(os.environ.get("NEEDLEWISE_HOME") or Path(__file__).resolve().parent.parent)
"""The checkout, or the folder that NEEDLEWISE_HOME names (as in a container image)."""
DATA = ROOT / "data"
MODELS = ROOT / "models"
