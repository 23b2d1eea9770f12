"""How much room an installation takes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

_ASK = """
import sys
from importlib.metadata import distributions
from re import sub
names, total = set(sys.argv[1:]), 0
for found in distributions():
    if sub("[-_.]+", "-", found.metadata["Name"]).lower() in names:
        for file in found.files or ():
            path = file.locate()
            if file.suffix != ".pyc" and path.is_file():
                total += path.stat().st_size
print(total)
"""


def packages_of(lock: str) -> list[str]:
    """The names of the packages in a lock file."""
    names = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", lock, re.MULTILINE)
    return [re.sub(r"[-_.]+", "-", name).lower() for name in names]


def installed_size(interpreter: Path, lock: Path) -> float:
    """The files of all packages of a lock in an environment, in MB of 1,000,000 bytes.

    Compiled Python is not counted: not every installer writes it.
    """
    command = [str(interpreter), "-c", _ASK, *packages_of(lock.read_text(encoding="utf-8"))]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1e6


def file_size(*paths: Path) -> float:
    """Of files, in MB."""
    return sum(path.stat().st_size for path in paths) / 1e6
