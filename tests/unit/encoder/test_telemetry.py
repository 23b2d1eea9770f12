"""The encoder's runtime tells nobody anything."""

import os
import subprocess
import sys
from pathlib import Path

from needlewise.encoder.model import ENCODER_FOLDER
from needlewise.paths import ROOT


def test_encoder_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    """ONNX Runtime's own telemetry keeps an id of the machine there, and what it has yet to send."""
    code = (
        "from needlewise.encoder.model import SentenceEncoder; from pathlib import Path; "
        f"SentenceEncoder(Path({str(ENCODER_FOLDER)!r})).encode(['does it hurt?'])"
    )
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env=environ, check=True, timeout=60)
    assert list(tmp_path.rglob("*")) == []
