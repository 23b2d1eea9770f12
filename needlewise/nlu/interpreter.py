"""The last component of the pipeline: decides what a message is, from its scores, mentions and the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from needlewise.conversation import Memory, mention_as_json
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.scales import Urgency
from needlewise.language.mentions import Mention, Status
from needlewise.language.other_language import other_language
from needlewise.nlu.mentions import MENTIONS
from needlewise.nlu.text import cleaned, names_treatment
from needlewise.nlu.turn import PARTS, SCORES, Aspect, Decision, Thresholds, decide, ranked_topics
from needlewise.nlu.unreadable import unreadable_kind
from needlewise.paths import DATA
from needlewise.screening.tables import shared_tables

TURN = "turn"
"""The message property that actions read: what this component found, as JSON."""
_RESPONSE_SELECTOR = "response_selector"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Interpreter(GraphComponent):
    """Sets the intent, the response to select, and `turn`, a record of what was understood."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds; see `Thresholds`."""
        return vars(Thresholds())

    def __init__(self, config: dict[str, Any]) -> None:
        """Use `create`."""
        self._thresholds = Thresholds(**{key: config[key] for key in vars(Thresholds())})
        self._aspects = load_aspects()

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Interpreter:
        """See the parent class."""
        return cls(config)

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Decides on each message, in the light of what was said before."""
        memory = Memory.of_tracker(tracker)
        for message in messages:
            if message.get(INTENT) is None:
                self._interpret(message, memory)
        return messages

    def _interpret(self, message: Message, memory: Memory) -> None:
        text = message.get(TEXT) or ""
        if text.strip().startswith("/"):
            return  # Another payload: Rasa's own handler for these comes next.
        kind = unreadable_kind(text)
        if kind:
            set_decision(message, Decision("out_of_scope", f"out_of_scope/{kind}"), {})
            return
        language = other_language(text, shared_knowledge().languages)
        if language:
            set_decision(message, Decision("other_language"), {"language": language})
            return
        mentions: tuple[Mention, ...] = message.get(MENTIONS) or ()
        scores: Mapping[str, float] = message.get(SCORES)
        decision = self._decide(text, scores, message.get(PARTS), mentions, memory)
        set_decision(message, decision, understood(scores, mentions))

    def _decide(
        self,
        text: str,
        scores: Mapping[str, float],
        parts: Any,
        mentions: tuple[Mention, ...],
        memory: Memory,
    ) -> Decision:
        urgency = shared_tables().urgency(mentions, memory.facts)
        if urgency is not None and urgency > Urgency.NORMAL_HEALING:
            return Decision("red_flag")
        told = [m for m in mentions if m.kind == "condition" and m.status is Status.PRESENT and m.asked]
        return decide(
            scores,
            parts,
            self._aspects,
            memory.last_topic,
            self._thresholds,
            names_treatment=names_treatment(cleaned(text)),
            tells_conditions=bool(told),
        )


def understood(scores: Mapping[str, float], mentions: tuple[Mention, ...]) -> dict[str, Any]:
    """The ranking and the mentions as JSON, as `needlewise ask` shows them."""
    signs = shared_tables().signs
    return {
        "topics": [
            {"id": topic, "confidence": round(min(max(score, 0.0), 1.0), 3)}
            for topic, score in ranked_topics(scores)[:3]
        ],
        "mentions": [mention_as_json(mention) for mention in mentions],
        "conditions": [
            {"id": m.id, "status": m.status.value, "person": m.person.value} for m in mentions if m.kind == "condition"
        ],
        "signs": [
            {"id": m.id, "status": m.status.value, "urgency": signs[m.id].urgency.value}
            for m in mentions
            if m.kind == "sign"
        ],
    }


def set_decision(message: Message, decision: Decision, turn: dict[str, Any]) -> None:
    """Puts a decision where Rasa's rules and responses look for it."""
    confidence = turn["topics"][0]["confidence"] if turn.get("topics") else 1.0
    intent = {"name": decision.intent, "confidence": confidence}
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
    record = {**turn, "chosen": list(decision.topics), "options": list(decision.options)}
    message.set(TURN, record, add_to_output=True)
    if decision.label:
        selection = {
            "response": {
                "responses": [],
                "confidence": confidence,
                "intent_response_key": decision.label,
                "utter_action": f"utter_{decision.label}",
            },
            "ranking": [],
        }
        message.set(
            _RESPONSE_SELECTOR,
            {"all_retrieval_intents": [decision.intent], decision.intent: selection},
            add_to_output=True,
        )


def load_aspects() -> dict[str, Aspect]:
    """What elliptical messages ask, from data/knowledge/follow_ups.yml."""
    rows = read_mapping(DATA / "knowledge" / "follow_ups.yml")
    return {
        name: Aspect(
            after={before: topic for topic, group in row.get("after", {}).items() for before in group},
            otherwise=row["otherwise"],
            alone=row["alone"],
        )
        for name, row in rows.items()
    }
