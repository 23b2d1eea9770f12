"""`needlewise evaluate`: how the assistant does on sentences that it was not taught."""

import argparse
import asyncio
import json
from collections import Counter
from typing import Any

from needlewise.cli.loading import load_assistant


def add_parser(subparsers: Any) -> None:
    """Adds the subcommand."""
    parser = subparsers.add_parser("evaluate", help="measure it on sentences that it was not taught")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--failures", metavar="SET", help="list what was not right in a set whose name has SET in it")
    parser.add_argument("--by-author", action="store_true", help="leave each author of data/routing out instead")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measures every set that is there, or each author by a model that learnt nothing of them."""
    if args.by_author:
        return _by_author(args)
    assistant = load_assistant()
    from needlewise.evaluation.questions import evaluate, own_sets, shared_sets
    from needlewise.evaluation.screening import evaluate_screening, independent_sets

    async def measure() -> tuple[list[Any], list[Any]]:
        sets = {**own_sets(), **shared_sets()}
        results = [await evaluate(name, questions, assistant.answer) for name, questions in sets.items()]
        screened = independent_sets().items()
        return results, [await evaluate_screening(name, due, assistant.answer) for name, due in screened]

    results, screening = asyncio.run(measure())
    if args.json:
        everything = {"sets": results, "screening": screening}
        shown = {name: [result.as_json() for result in some] for name, some in everything.items()}
        print(json.dumps(shown, indent=1))
        return 0
    for result in results:
        _print_set(result)
        if args.failures and args.failures in result.name:
            print("".join(f"    {outcome:14} {text}  -> {given}\n" for outcome, text, given in sorted(result.failures)))
    for result in screening:
        shares = ", ".join(f"{name} {share:.1%}" for name, share in result.shares().items())
        print(f"screening, {result.name}: {len(result.found)} sentences: {shares}")
        if args.failures and args.failures in result.name:
            print("".join(f"    {due} -> {given}: {text}\n" for due, given, text in result.failures()))
    return 0


def _by_author(args: argparse.Namespace) -> int:
    from needlewise.evaluation.by_author import evaluate_by_author, mean
    from needlewise.runtime.model import training_examples

    results = evaluate_by_author(list(training_examples()))
    if args.json:
        print(json.dumps([result.as_json() for result in results], indent=1))
        return 0
    for result in results:
        shown = result.as_json()
        print(
            f"{result.author}: {shown['turns']} turns: {shown['right']:.1%} right, mean cost {shown['mean_cost']:.2f}"
        )
    due = sum((result.due for result in results), Counter())
    met = sum((result.met for result in results), Counter())
    for act, count in due.most_common():
        print(f"  {act}: {met[act]} of {count} ({met[act] / count:.1%})")
    print(f"mean of authors: {mean(results, 'right'):.1%} right, mean cost {mean(results, 'mean_cost'):.2f}")
    return 0


def _print_set(result: Any) -> None:
    from needlewise.evaluation.questions import OUTCOMES, RIGHT, WRONG

    counts = ", ".join(f"{outcome} {result.outcomes[outcome]} ({result.share(outcome):.1%})" for outcome in OUTCOMES)
    print(f"{result.name}: {result.total} questions: {counts}")
    if set(result.by_topic) == {"out of scope"}:
        print(f"  answered although out of scope: {result.outcomes[WRONG]}")
        return

    def missed(item: tuple[str, Counter[str]]) -> int:
        return item[1].total() - item[1][RIGHT]

    worst = sorted(result.by_topic.items(), key=missed, reverse=True)[:8]
    print("  worst topics: " + ", ".join(f"{t} {c[RIGHT]}/{c.total()}" for t, c in worst if c[RIGHT] < c.total()))
    pairs = result.confused.most_common(8)
    print("  most confused: " + ", ".join(f"{wanted} as {given} x{n}" for (wanted, given), n in pairs))
