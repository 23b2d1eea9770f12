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

from needlewise.dialogue.memory import Memory, mention_as_json
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.routing import load_routing
from needlewise.knowledge.sentences import sentence
from needlewise.language.about import About
from needlewise.language.mentions import Mention, Status
from needlewise.language.other_language import other_language
from needlewise.nlu.heard import Heard
from needlewise.nlu.mentions import MENTIONS
from needlewise.nlu.payload import PRESSED, Pressed
from needlewise.nlu.situation import (
    Situated,
    aside,
    guided,
    in_check,
    in_emergency,
    is_for_other_help,
    outside,
    possible_scores,
    supposed,
    takes_advice,
    waiting_question,
    weighed,
    with_reminder,
)
from needlewise.nlu.text import names_treatment, only_names_treatment
from needlewise.nlu.turn import (
    PARTS,
    SCORES,
    Aspect,
    Decision,
    Thresholds,
    best_intent,
    decide,
    is_danger,
    ranked_topics,
)
from needlewise.nlu.unreadable import unreadable_kind
from needlewise.paths import DATA
from needlewise.screening.check import Said
from needlewise.screening.tables import shared_tables

TURN = "turn"
"""The message property that actions read: what this component found, as JSON."""
_RESPONSE_SELECTOR = "response_selector"
_NOTHING: Mapping[str, Any] = {"topics": [], "mentions": [], "conditions": [], "signs": []}
_OF_RASA = frozenset({"/restart", "/session_start", "/back"})
"""Commands that Rasa sends itself."""


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
        self._routing = load_routing()
        self._tables = shared_tables()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Interpreter:
        """See the parent class."""
        return cls(config)

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Decides on each message, in the light of what was said before."""
        memory = Memory.of_tracker(tracker)
        for message in messages:
            text, pressed = message.get(TEXT) or "", message.get(PRESSED)
            if pressed is not None:
                situated = self._pressed(pressed, memory)
                message.set(TEXT, self._title(pressed, memory))
            elif text.strip().startswith("/"):
                if not memory.emergency_open or text.strip() in _OF_RASA:
                    continue  # Another payload: Rasa's own handler for these comes next.
                message.set(TEXT, text.strip(" /"))
                situated = Situated(Decision("emergency_open"))
            else:
                situated = self._typed(message, memory)
            scores, mentions = message.get(SCORES), message.get(MENTIONS) or ()
            record = {**understood(possible_scores(scores, memory), mentions), **situated.record} if scores else {
                **_NOTHING, **situated.record
            }  # fmt: skip
            if pressed is not None and pressed.topic:
                record["topics"] = [{"id": pressed.topic, "confidence": 1.0}]
            set_decision(message, situated.decision, record)
        return messages

    def _pressed(self, pressed: Pressed, memory: Memory) -> Situated:
        if memory.emergency_open:
            ends = pressed.topic is None and pressed.move is None
            return Situated(Decision(pressed.intent if ends else "emergency_open"))
        if pressed.move is not None:
            return guided(Said(pressed.move, answers=pressed.answers))
        if pressed.topic is None:
            return Situated(Decision(pressed.intent))
        decision = Decision("faq", f"faq/{pressed.topic}", (pressed.topic,))
        if waiting_question(memory, self._tables):
            return aside(decision, self._routing)
        return with_reminder(decision, memory, self._tables, self._routing)

    def _title(self, pressed: Pressed, memory: Memory) -> str:
        """What the button said, as the conversation shows it."""
        if pressed.topic:
            return shared_knowledge().topics[pressed.topic].title
        if pressed.answers:
            waiting = waiting_question(memory, self._tables)
            questions = [*([waiting] if waiting else []), *self._tables.questions]
            titles = {answer.id: answer.title for question in reversed(questions) for answer in question.answers}
            return ", ".join(titles[id_] for id_ in pressed.answers if id_ in titles) or sentence("button_answer")
        return sentence(f"button_{pressed.move.value if pressed.move else pressed.intent}")

    def _typed(self, message: Message, memory: Memory) -> Situated:
        text = message.get(TEXT) or ""
        mentions: tuple[Mention, ...] = message.get(MENTIONS) or ()
        scores = possible_scores(message.get(SCORES) or {}, memory)
        heard = Heard(text, scores, mentions, self._tables.urgency(mentions, memory.facts))
        if memory.emergency_open:
            return in_emergency(heard, memory)
        checking = waiting_question(memory, self._tables) is not None
        kind = unreadable_kind(text)
        if kind:
            decision = Decision("out_of_scope", f"out_of_scope/{kind}")
            if checking:
                return in_check(heard, decision, memory, self._tables, self._routing, readable=False)
            return Situated(decision)
        language = other_language(text, shared_knowledge().languages)
        if language:
            return Situated(Decision("other_language"), {"language": language})
        if is_for_other_help(heard):
            return Situated(Decision(best_intent(scores)[0]))
        heard = weighed(heard, memory, self._tables)
        if self._is_danger(heard):
            return Situated(supposed(heard, Decision("red_flag"), self._routing))
        told = [mention for mention in heard.conditions if not mention.by_meaning]
        decision = decide(
            scores,
            message.get(PARTS),
            self._aspects,
            memory.last_topic,
            self._thresholds,
            names_treatment=names_treatment(text),
            only_names_treatment=only_names_treatment(text),
            tells_conditions=any(mention.status is Status.PRESENT for mention in told),
            asks_conditions=any(mention.status is Status.POSSIBLE for mention in told),
        )
        decision = takes_advice(message.get(SCORES) or scores, decision)
        if checking:
            return in_check(heard, decision, memory, self._tables, self._routing)
        return outside(heard, decision, memory, self._tables, self._routing)

    def _is_danger(self, heard: Heard) -> bool:
        signs = [mention for mention in heard.mentions if mention.kind == "sign"]
        return is_danger(
            heard.scores,
            self._thresholds,
            urgency=heard.urgency,
            denied=bool(signs) and all(mention.status in {Status.ABSENT, Status.PAST} for mention in signs),
            in_words=any(m.status is Status.PRESENT and not m.by_meaning for m in signs),
            asks=About.shared().asks(heard.text),
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
