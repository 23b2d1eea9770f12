"""`needlewise calibrate`: chooses the interpreter's thresholds on the validation sentences."""

import argparse
import dataclasses
import re
from typing import Any

from needlewise.paths import ROOT

CONFIG = ROOT / "config.yml"


def add_parser(subparsers: Any) -> None:
    """Adds the subcommand."""
    parser = subparsers.add_parser("calibrate", help="choose the thresholds on the validation sentences")
    parser.add_argument("--write", action="store_true", help="write them into config.yml")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the thresholds and what they give; writes them where asked."""
    from needlewise.logs import configure_logging

    configure_logging()
    from needlewise.evaluation.calibration import calibrate, validation_cases
    from needlewise.nlu.classifier import KernelSettings
    from needlewise.nlu.turn import Thresholds

    cases = validation_cases(KernelSettings())
    thresholds, counts = calibrate(cases, Thresholds())
    values = dataclasses.asdict(thresholds)
    print("\n".join(f"{name}: {value}" for name, value in values.items()))
    print(f"on {len(cases)} validation sentences: " + ", ".join(f"{name} {n}" for name, n in counts.items()))
    if args.write:
        CONFIG.write_text(with_thresholds(CONFIG.read_text(encoding="utf-8"), values), encoding="utf-8")
    return 0


def with_thresholds(config: str, values: dict[str, float]) -> str:
    """The text of config.yml with the interpreter's thresholds replaced."""
    lines = "".join(f"  {name}: {value}\n" for name, value in values.items())
    found = re.compile(r"(?P<head>- name: needlewise\.nlu\.interpreter\.Interpreter\n(?:  #.*\n)*)(?:  \w+: .*\n)*")
    if not found.search(config):
        raise ValueError("config.yml does not name needlewise.nlu.interpreter.Interpreter")
    return found.sub(lambda match: match["head"] + lines, config)
