"""The last component of the pipeline: guards, the arbiter, and the policy; one decision on each message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message as RasaMessage
from rasa.shared.nlu.training_data.training_data import TrainingData

from needlewise.dialogue import acts
from needlewise.dialogue.memory import Memory, mention_as_json
from needlewise.dialogue.policy import Decision, Plan, plan
from needlewise.dialogue.pressed import of_pressed, record_of, title_of
from needlewise.dialogue.responses import TURN
from needlewise.language.utterance import Reader
from needlewise.nlu import guards
from needlewise.nlu.arbiter import Arbiter
from needlewise.nlu.decision import Weighed, decide, weigh, with_question
from needlewise.nlu.evidence import Labels, Message
from needlewise.nlu.payload import PRESSED, is_command, read_payload
from needlewise.nlu.training import scored_by_others
from needlewise.nlu.understanding import LABELS, READ, ingredients, lessons_in
from needlewise.screening.tables import shared_tables

_RESPONSE_SELECTOR = "response_selector"
_SHOWN = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Interpreter(GraphComponent):
    """Sets the intent, the response to select, and `turn`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See `ingredients`."""
        return {"ingredients": ingredients()}

    def __init__(self, storage: ModelStorage, resource: Resource, arbiter: Arbiter | None) -> None:
        """Use `create` or `load`."""
        self._storage, self._resource, self._arbiter = storage, resource, arbiter

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Interpreter:
        """See the parent class."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Interpreter:
        """See the parent class."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Arbiter.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the probabilities of acts from lessons that others' lessons have scored."""
        scored = [one for one in scored_by_others(lessons_in(training_data)) if one.target]
        self._arbiter = Arbiter.train(
            [one.record for one in scored], [one.target or "" for one in scored], [one.lesson.weight for one in scored]
        )
        with self._storage.write_to(self._resource) as folder:
            self._arbiter.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the training data as it is."""
        return training_data

    def process(self, messages: list[RasaMessage], tracker: DialogueStateTracker) -> list[RasaMessage]:
        """Decides on each message, in the light of what was said before."""
        memory = Memory.of_tracker(tracker)
        for message in messages:
            text, pressed = message.get(TEXT) or "", message.get(PRESSED)
            if pressed is None and is_command(text):
                continue  # Rasa's own handler for its commands comes next.
            offered = None if pressed else guards.offered_payload(text, memory)
            if offered:
                pressed = read_payload(offered)
            if pressed is not None:
                if not offered:
                    message.set(TEXT, title_of(pressed, memory))
                _set(message, of_pressed(pressed, memory), record_of(pressed))
            else:
                self._typed(message, text, memory)
        return messages

    def _typed(self, message: RasaMessage, text: str, memory: Memory) -> None:
        if text.strip().startswith("/"):
            message.set(
                TEXT, text.strip().lstrip("/") or "-"
            )  # Typed: Rasa's own handler is not to take it for a command.
        read: Message | None = message.get(READ)
        if read is None or self._arbiter is None:
            decision = guards.unreadable(text) or Decision(acts.REFUSE, label="out_of_scope/nonsense")
            _set(message, _planned(decision, read, memory), {})
            return
        labels: Labels = message.get(LABELS)
        weighed = weigh(read, labels, self._arbiter)
        decision = (
            guards.unreadable(text)
            or guards.offered_words(text)
            or guards.foreign(text)
            or guards.plain_emergency(read.utterance, read.mentions, memory, weighed.danger, seen=weighed.seen)
            or (decide(acts.OFFER, weighed.choices, read, labels) if guards.only_the_name(read.utterance) else None)
            or weighed.decision
        )
        decision = with_question(decision, weighed.beside)
        _set(
            message,
            _planned(decision, read, memory),
            {**_understood(decision, read, labels), **_why(decision, weighed)},
        )


def _planned(decision: Decision, read: Message | None, memory: Memory) -> Plan:
    return plan(decision, read.utterance if read else Reader.shared().read(""), memory)


def _understood(decision: Decision, read: Message, labels: Labels) -> dict[str, Any]:
    """The ranking and the mentions as JSON, as `needlewise ask` shows them."""
    signs = shared_tables().signs
    scores = read.readings.in_context if decision.act == acts.ANSWER_IN_CONTEXT else read.readings.alone
    ranked = [(label.removeprefix(acts.FAQ), score) for label, score in labels.best(scores, "faq", _SHOWN)]
    for label in (acts.TELLS_CONDITION, acts.TELLS_SIGN):
        ranked.append((label, labels.best(scores, label)[0][1]))
    told = [*decision.mentions, *(m for m in read.mentions if m.kind == "sign" and m not in decision.mentions)]
    return {
        "topics": [
            {"id": name, "confidence": round(min(max(score, 0.0), 1.0), 3)}
            for name, score in sorted(ranked, key=lambda item: -item[1])[:_SHOWN]
        ],
        "near": list(decision.near),
        "mentions": [mention_as_json(mention) for mention in decision.mentions],
        "conditions": [
            {"id": m.id, "status": m.status.value, "person": m.person.value} for m in told if m.kind == "condition"
        ],
        "signs": [
            {"id": m.id, "status": m.status.value, "urgency": signs[m.id].urgency.value}
            for m in told
            if m.kind == "sign" and m.id in signs
        ],
    }


def _why(decision: Decision, weighed: Weighed) -> dict[str, Any]:
    """The act, its probability, the two next ones, and what they were weighed by."""
    others = [choice for choice in weighed.choices if choice.act != decision.act][:2]
    return {
        "act": {
            "name": decision.act,
            **({"label": decision.label} if decision.label else {}),
            "probability": round(decision.probability, 3),
            "next": [{"name": choice.act, "probability": round(choice.probability, 3)} for choice in others],
        },
        "why": {
            "choices": [
                {"act": c.act, "probability": round(c.probability, 4), "cost": round(c.cost, 3)}
                for c in weighed.choices[:_SHOWN]
            ],
            "evidence": {key: round(value, 3) for key, value in weighed.record.items() if abs(value) > 0.005},
        },
    }


def _set(message: RasaMessage, planned: Plan, understood: Mapping[str, Any]) -> None:
    """Puts a plan where Rasa's rules and responses look for it."""
    confidence = float((understood.get("act") or {}).get("probability", 1.0))
    intent = {"name": planned.intent, "confidence": confidence}
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
    message.set(TURN, {**understood, **planned.record}, add_to_output=True)
    if planned.label:
        selection = {
            "response": {
                "responses": [],
                "confidence": confidence,
                "intent_response_key": planned.label,
                "utter_action": f"utter_{planned.label}",
            },
            "ranking": [],
        }
        message.set(
            _RESPONSE_SELECTOR,
            {"all_retrieval_intents": [planned.intent], planned.intent: selection},
            add_to_output=True,
        )
