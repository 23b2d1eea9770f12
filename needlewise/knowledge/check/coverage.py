"""Nothing is left out: sources, review dates, claims, and messages to measure each topic with."""

from collections.abc import Iterator
from datetime import date

from needlewise.knowledge.check.context import Context
from needlewise.knowledge.check.finding import Finding, error
from needlewise.knowledge.content import parts_of
from needlewise.knowledge.scales import Verdict


def sourced(context: Context) -> Iterator[Finding]:
    """Every factual answer names its sources."""
    for topic in context.knowledge.topics.values():
        for part in parts_of(topic):
            if not topic.factual or part.sources:
                continue
            yield error(
                context.topic_file(topic),
                f"{part.id}.sources",
                "is empty; name the sources that say what it says, or put `factual: false` if it states no fact",
            )


def reviewed(context: Context) -> Iterator[Finding]:
    """No review lies in the future, neither a topic's nor the site's."""
    for topic in context.knowledge.topics.values():
        for part in parts_of(topic):
            yield from _in_future(context, context.topic_file(topic), f"{part.id}.reviewed", part.reviewed)
    review = context.knowledge.site.clinical_review
    if review:
        yield from _in_future(context, "data/site.yml", "clinical_review.date", review.day)


def claims_carried(context: Context) -> Iterator[Finding]:
    """Every claim is conveyed by a topic, or corrected by one where it is rejected."""
    parts = [part for topic in context.knowledge.topics.values() for part in parts_of(topic)]
    conveyed = {id for part in parts for id in part.claims}
    corrected = {id for part in parts for id in part.corrects}
    for claim in context.knowledge.claims.values():
        rejected = claim.verdict is Verdict.REJECTED
        key = "corrects" if rejected else "claims"
        if claim.id not in (corrected if rejected else conveyed):
            yield error(
                "data/knowledge/claims.yml",
                claim.id,
                f"is {claim.verdict.value}, but no topic {'corrects' if rejected else 'conveys'} it; "
                f"have the answer of {claim.topic} do so and list it there under {key}",
            )


def held_out(context: Context) -> Iterator[Finding]:
    """Every topic has messages of its own to be measured with, wherever the tests are there."""
    if not context.held_out:
        return
    measured = {file.label for file in context.held_out if not file.claims}
    for topic in context.knowledge.topics.values():
        if topic.id not in measured:
            yield error(
                context.topic_file(topic),
                "",
                f"has no held-out messages; write at least ten into tests/content/{topic.id}.yml",
            )


def _in_future(context: Context, file: str, key: str, day: date) -> Iterator[Finding]:
    if day > context.today:
        yield error(file, key, f"is {day}, which is still to come; put the day of the last review")
