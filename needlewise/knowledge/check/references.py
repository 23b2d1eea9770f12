"""Every id that is named exists, and the names in a file agree with the name of the file."""

from collections.abc import Collection, Iterator
from pathlib import Path

from needlewise.knowledge.check.context import Context, leaves
from needlewise.knowledge.check.finding import Finding, error
from needlewise.knowledge.content import parts_of
from needlewise.knowledge.read import DataError, read_mapping
from needlewise.knowledge.scales import Urgency, Verdict
from needlewise.knowledge.screening import load_check_questions, load_combinations, load_conditions, load_signs

SOURCES = "data/knowledge/sources.yml"
CLAIMS = "data/knowledge/claims.yml"
COSTS = "data/knowledge/costs.yml"
REMINDERS = "data/knowledge/reminders.yml"


_ACTS = (
    {"assess", "triage", "correct", "start_check"}
    | {
        f"move/{what}"
        for what in ("answer", "none", "not_sure", "skip", "why", "back", "next", "stop", "verdict", "left")
    }
    | {
        f"assessed/{what}"
        for what in ("why", "clinic", "home", "verdict", "when", "stop_medicine", "insist", "other_person")
    }
    | {
        f"triaged/{what}"
        for what in (
            "serious",
            "wait",
            "meanwhile",
            "normal",
            "better",
            "help_coming",
            "misunderstanding",
            "who",
            "seen",
            "stop_medicine",
        )
    }
    | {f"emergency/{what}" for what in ("help_coming", "misunderstanding", "over", "better", "doubt", "meanwhile")}
)
"""Acts of routed turns beside topics, dialogue and what is out of scope."""
ACTS_OF_COSTS = (
    *("answer", "answer_in_context", "answer_two", "offer", "assess", "start_check", "check_answer", "correct"),
    *("refuse", "dialogue", "distress", "move", "assessed", "triaged", "emergency"),
    *(f"triage_{urgency.value}" for urgency in Urgency),
)
"""The acts that the arbiter chooses between: those of needlewise/dialogue/acts.py, which a test holds to this."""


def topics(context: Context) -> Iterator[Finding]:
    """What topics name: sources, claims of the right verdict, other topics."""
    knowledge = context.knowledge
    for topic in knowledge.topics.values():
        file = context.topic_file(topic)
        for part in parts_of(topic):
            yield from _unknown(file, f"{part.id}.sources", part.sources, knowledge.sources, SOURCES)
            for key, named in (("claims", part.claims), ("corrects", part.corrects)):
                yield from _unknown(file, f"{part.id}.{key}", named, knowledge.claims, CLAIMS)
                for id in named:
                    claim = knowledge.claims.get(id)
                    if claim and (claim.verdict is Verdict.REJECTED) != (key == "corrects"):
                        right = "claims" if key == "corrects" else "corrects"
                        yield error(
                            file,
                            f"{part.id}.{key}",
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


def routing(context: Context) -> Iterator[Finding]:
    """What routed turns name: topics, conditions, signs, questions, and acts that are known."""
    data = context.root / "data"
    if any(screening(context)):
        return  # What is wrong with the tables was told.
    known: dict[str, Collection[str]] = {"conditions": load_conditions(data), "signs": load_signs(data)}
    questions = {question.id for question in load_check_questions(data)}
    topics = context.knowledge.topics
    after: dict[str, Collection[str]] = {
        "topic": topics,
        "options": topics,
        "question": questions,
        "assessed": known["conditions"],
        "triaged": known["signs"],
        "emergency": known["signs"],
    }
    acts = {f"faq/{id}" for id in (*topics, *context.knowledge.points)} | context.intents() | _ACTS
    for path in context.files("data/routing/*.yml"):
        file = context.shown(path)
        for number, block in enumerate(read_mapping(path)["turns"]):
            named = block["act"] if isinstance(block["act"], list) else [block["act"]]
            yield from _unknown(file, f"turns.{number}.act", named, acts, "data/faq, data/dialogue or docs/editing.md")
            for kind, table in known.items():
                yield from _unknown(file, f"turns.{number}.{kind}", block.get(kind, ()), table, f"{kind}.yml")
            for key, value in block.get("after", {}).items():
                if key in after:
                    ids = value if isinstance(value, list) else [value]
                    yield from _unknown(file, f"turns.{number}.after", ids, after[key], f"what {key} names")
            for act, what in (("assess", "conditions"), ("triage", "signs")):
                if act in named and not block.get(what):
                    yield error(file, f"turns.{number}", f"has the act {act} and no {what}; name them")


def costs(context: Context) -> Iterator[Finding]:
    """Every act that costs.yml names is one."""
    for number, row in enumerate(context.tables.get(COSTS, {}).get("costs", ())):
        for key in ("due", "done"):
            named = row[key] if isinstance(row[key], list) else [row[key]]
            yield from _unknown(COSTS, f"costs.{number}.{key}", named, {"any", *ACTS_OF_COSTS}, "the head of the file")


def reminders(context: Context) -> Iterator[Finding]:
    """Every topic that reminders.yml names is one."""
    named = context.tables.get(REMINDERS, {}).get("topics", ())
    yield from _unknown(REMINDERS, "topics", named, context.knowledge.topics, "data/faq")


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
            carried = {one for part in parts_of(topic) for one in getattr(part, listed)} if topic else set()
            if topic and id in knowledge.claims and id not in carried:
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
