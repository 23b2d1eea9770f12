"""`needlewise check`: says what is wrong with the content files, and what to do."""

import argparse
import json
from typing import Any

from needlewise.knowledge.check import check
from needlewise.knowledge.check.context import Context
from needlewise.knowledge.check.finding import Finding, Level


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "check",
        help="check the content files: ids, sources, review dates, wording, examples",
        description="Checks everything under data/, and that nothing in it, in tests/, docs/ or README.md is copied "
        "from ../shared, where that folder is there. Exits with 1 when there are errors; warnings are allowed.",
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the project's content, print the findings, and return the exit status: 1 when there are errors."""
    context = Context()
    findings = check(context)
    errors = sum(finding.level is Level.ERROR for finding in findings)
    warnings = len(findings) - errors
    if args.json:
        print(json.dumps(_as_json(findings, errors, warnings), ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(finding)
        if not context.shared.is_dir():
            print("Not compared with the source documents: ../shared is not there.")
        print(f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}.")
        if not errors:
            print("All good!")
    return 1 if errors else 0


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _as_json(findings: list[Finding], errors: int, warnings: int) -> dict[str, Any]:
    return {
        "errors": errors,
        "warnings": warnings,
        "findings": [
            {"level": finding.level.value, "file": finding.file, "key": finding.key, "message": finding.message}
            for finding in findings
        ],
    }
