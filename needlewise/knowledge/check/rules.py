"""Rules of the dialogue: they say what is there to be said, and none of its intents is left without one."""

from collections.abc import Iterator

from needlewise.knowledge.check.context import Context
from needlewise.knowledge.check.finding import Finding, error, warning


def responses_exist(context: Context) -> Iterator[Finding]:
    """Every rule acts, and what it sends is written down; `utter_x` also stands for all `utter_x/...`."""
    names = {name for file in context.training for name in file.responses}
    names |= {name.split("/")[0] for name in names}
    for file in context.training:
        for rule in file.rules:
            if not rule.actions:
                yield error(
                    context.shown(file.path),
                    f"rules.{rule.name}",
                    "does nothing; add a step such as `- action: utter_...`",
                )
            for action in rule.actions:
                if action.startswith("utter_") and action not in names:
                    yield error(
                        context.shown(file.path),
                        f"rules.{rule.name}",
                        f"sends {action}, which is no response of any file under data/; write it or correct the name",
                    )


def intents_have_rules(context: Context) -> Iterator[Finding]:
    """Every intent of data/dialogue has a rule (of "x/y", one for x will do)."""
    answered = {intent for file in context.training for rule in file.rules for intent in rule.intents}
    for file in context.training:
        if file.path.parent.name != "dialogue":
            continue
        for intent in file.intents:
            if not {intent.name, intent.name.split("/")[0]} & answered:
                yield warning(
                    context.shown(file.path),
                    intent.name,
                    "has no rule, so nothing answers it; write one under `rules`",
                )
