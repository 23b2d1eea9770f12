"""Every id that is named exists, and the names in a file agree with the name of the file."""

from collections.abc import Collection, Iterator
from pathlib import Path

from needlewise.knowledge.check.context import Context, leaves
from needlewise.knowledge.check.finding import Finding, error
from needlewise.knowledge.read import DataError, read_mapping
from needlewise.knowledge.scales import Verdict
from needlewise.knowledge.screening import load_check_questions, load_combinations, load_conditions, load_signs

SOURCES = "data/knowledge/sources.yml"
CLAIMS = "data/knowledge/claims.yml"
HARMLESS = "data/language/harmless.yml"
FOLLOW_UPS = "data/knowledge/follow_ups.yml"


def topics(context: Context) -> Iterator[Finding]:
    """What topics name: sources, claims of the right verdict, other topics."""
    knowledge = context.knowledge
    for topic in knowledge.topics.values():
        file = context.topic_file(topic)
        yield from _unknown(file, f"{topic.id}.sources", topic.sources, knowledge.sources, SOURCES)
        for key, named in (("claims", topic.claims), ("corrects", topic.corrects)):
            yield from _unknown(file, f"{topic.id}.{key}", named, knowledge.claims, CLAIMS)
            for id in named:
                claim = knowledge.claims.get(id)
                if claim and (claim.verdict is Verdict.REJECTED) != (key == "corrects"):
                    right = "claims" if key == "corrects" else "corrects"
                    yield error(
                        file,
                        f"{topic.id}.{key}",
                        f"names {id}, whose verdict is {claim.verdict.value}; move it to {right}",
                    )
        for key, named in (("follow_ups", topic.follow_ups), ("within", topic.within)):
            yield from _unknown(file, f"{topic.id}.{key}", named, knowledge.topics, "data/faq")
            if topic.id in named:
                yield error(file, f"{topic.id}.{key}", "names the topic itself; take it out")
        for id in topic.within:
            if id in knowledge.topics and knowledge.topics[id].within:
                yield error(
                    file, f"{topic.id}.within", f"names {id}, which is itself within another topic; name a listed topic"
                )


def claims(context: Context) -> Iterator[Finding]:
    """What claims name: a topic, and the documents that make the claim."""
    for claim in context.knowledge.claims.values():
        yield from _unknown(CLAIMS, f"{claim.id}.topic", [claim.topic], context.intents(), "data/faq or data/screening")
        yield from _unknown(CLAIMS, f"{claim.id}.found_in", claim.documents, context.knowledge.sources, SOURCES)


def screening(context: Context) -> Iterator[Finding]:
    """The tables of the suitability check and of triage can be loaded; each loader names the first thing wrong."""
    for load in (load_conditions, load_signs, load_combinations, load_check_questions):
        try:
            load(context.root / "data")
        except DataError as problem:
            yield error(context.named(problem.file), problem.key, problem.message)


def tables(context: Context) -> Iterator[Finding]:
    """Sources that the tables name; a condition or sign without any says what is from memory."""
    for file, rows in context.tables.items():
        for key, name, value in leaves(rows):
            if name == "sources" and isinstance(value, list):
                yield from _unknown(file, key, value, context.knowledge.sources, SOURCES)
    for table in ("conditions", "signs"):
        file = f"data/knowledge/{table}.yml"
        for id, row in context.tables.get(file, {}).items():
            if not row.get("sources") and not row.get("from_memory"):
                yield error(file, f"{id}.sources", "is empty; name a source, or say in from_memory what no source says")


def follow_ups(context: Context) -> Iterator[Finding]:
    """What elliptical messages lead to: each aspect has examples, and the topics exist."""
    intents = {intent.name for file in context.training for intent in file.intents}
    for aspect, row in context.tables.get(FOLLOW_UPS, {}).items():
        if f"follow_up/{aspect}" not in intents:
            yield error(FOLLOW_UPS, aspect, f"has no examples; write some in data/dialogue under follow_up/{aspect}")
        for key, before in row.get("after", {}).items():
            yield from _unknown(FOLLOW_UPS, f"{aspect}.after", [key, *before], context.knowledge.topics, "data/faq")
        named = [topic for topic in (row["otherwise"], row["alone"]) if topic not in ("same", None)]
        yield from _unknown(FOLLOW_UPS, aspect, dict.fromkeys(named), context.knowledge.topics, "data/faq")


def harmless(context: Context) -> Iterator[Finding]:
    """The intents whose examples tell of no condition and no sign."""
    path = context.root / HARMLESS
    if path.is_file():
        yield from _unknown(HARMLESS, "intents", read_mapping(path)["intents"], context.intents(), "data/dialogue")


def held_out(context: Context) -> Iterator[Finding]:
    """What the files of tests/content name: a topic or intent, which is also their name, and claims that it carries."""
    knowledge = context.knowledge
    for file in context.held_out:
        name = Path(file.file).stem
        if file.label.replace("/", "_") != name:
            yield error(file.file, file.key, f"is {file.label}, but the file is named {name}.yml; make them agree")
        yield from _unknown(file.file, file.key, [file.label], context.intents(), "data/faq, screening or dialogue")
        topic = knowledge.topics.get(file.label)
        for key, how, id in file.claims:
            yield from _unknown(file.file, key, [id], knowledge.claims, CLAIMS)
            listed = "corrects" if how == "corrects" else "claims"
            if topic and id in knowledge.claims and id not in getattr(topic, listed):
                yield error(
                    file.file,
                    key,
                    f"names {id}, which data/faq/{topic.id}.yml does not list under {listed}; list it there",
                )


def site(context: Context) -> Iterator[Finding]:
    """The site's country has an emergency number."""
    site = context.knowledge.site
    if site.country not in site.emergency_numbers:
        yield error(
            "data/site.yml",
            "country",
            f"is {site.country}, which emergency_numbers lacks; add its number there, or put unknown here",
        )


def _unknown(file: str, key: str, named: Collection[str], known: Collection[str], place: str) -> Iterator[Finding]:
    for id in named:
        if id not in known:
            yield error(file, key, f"names {id}, which is not in {place}; add it there or correct the id")
