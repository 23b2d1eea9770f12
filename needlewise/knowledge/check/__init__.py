"""`needlewise check`: everything under data/, and what tests, docs and README share with it, is checked here.

Each check is a small function from a `Context` to findings. First the shapes of the files; only when those are
right, the rest, which reads them as typed objects.
"""

from collections.abc import Callable, Iterator

from needlewise.knowledge.check import copying, coverage, examples, files, references, rules, wording
from needlewise.knowledge.check.context import Context
from needlewise.knowledge.check.finding import Finding, Level

Check = Callable[[Context], Iterator[Finding]]

SHAPES: tuple[Check, ...] = (
    files.readable,
    files.of_known_name,
    files.keys_once,
    files.of_right_shape,
)
CONTENT: tuple[Check, ...] = (
    references.screening,
    references.topics,
    references.claims,
    references.tables,
    references.routing,
    references.costs,
    references.reminders,
    references.held_out,
    references.site,
    coverage.sourced,
    coverage.reviewed,
    coverage.claims_carried,
    coverage.held_out,
    examples.points,
    examples.enough,
    examples.plain,
    examples.once,
    examples.held_out,
    wording.length,
    wording.points,
    wording.easy_to_read,
    wording.calm,
    wording.no_promise_of_safety,
    wording.placeholders,
    rules.responses_exist,
    rules.intents_have_rules,
    copying.nothing_copied,
)


def check(context: Context) -> list[Finding]:
    """All findings, file by file; where a file has not the right shape, only those of the shapes."""
    found = _run(SHAPES, context)
    if not any(finding.level is Level.ERROR for finding in found):
        found += _run(CONTENT, context)
    return sorted(found, key=lambda finding: (finding.file, finding.level.value))


def _run(checks: tuple[Check, ...], context: Context) -> list[Finding]:
    return list(dict.fromkeys(finding for check in checks for finding in check(context)))
