"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """The machine and the day.

    Attributes:
        processor: its model, as it names itself.
        cores: that this process may use.
        memory: GB of 1,000,000,000 bytes.
        system: kernel and its kind.
        load: the mean of the processes that wanted a core in the minute before: of others' work.
        day: of the measurement.
    """

    processor: str
    cores: int
    memory: float
    system: str
    load: float
    day: str


def this_machine() -> Machine:
    """Of Linux; elsewhere what Python knows."""
    return Machine(
        processor=_found(Path("/proc/cpuinfo"), r"^model name\s*:\s*(.+)$") or platform.processor() or "unknown",
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory=int(_found(Path("/proc/meminfo"), r"^MemTotal:\s+(\d+) kB$") or 0) * 1024 / 1e9,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        load=os.getloadavg()[0],
        day=date.today().isoformat(),
    )


def _found(path: Path, pattern: str) -> str:
    try:
        found = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return ""
    return found[1].strip() if found else ""
