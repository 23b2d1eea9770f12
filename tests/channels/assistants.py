"""An assistant with fixed replies, for tests that need a certain one: of this length, with these options, or none."""

from typing import Any

from rasa.core.channels.channel import UserMessage

from needlewise.dialogue.replies import Button, Kind, Reply, topic_payload

_SOURCES = ("doc-001", "fda-microneedling-devices", "doc-004")


def _answer(title: str, id: str) -> Button:
    return Button(title, f'/check_answer{{"answers": ["{id}"]}}')


_NOT_SURE = Button("Not sure", "/check_not_sure")

ANSWER = Reply(
    "Short needles mostly prick. Longer ones hurt more & clinics often numb the skin first: 0.5 < 1.5 mm.\n\n"
    "Ask the *clinic* what they use.",
    Kind.ANSWER,
    topic="pain",
    sources=_SOURCES,
    reviewed="2026-11-21",
    buttons=(
        Button("How long is skin red after a session?", topic_payload("downtime")),
        Button("How do I prepare?", topic_payload("prepare")),
    ),
)
SHORT = Reply("Redness mostly fades in a day or two.", Kind.ANSWER, topic="downtime", sources=("doc-002",))
CLARIFY = Reply(
    "I am not sure which of these you mean.",
    Kind.CLARIFY,
    buttons=tuple(Button(title, topic_payload(id)) for id, title in (
        ("downtime", "How long is skin red after a session?"),
        ("pain", "Does it hurt?"),
        ("prepare", "How do I prepare?"),
        ("aftercare", "What do I do to my skin afterwards?"),
        ("none", "None of these"),
    )),
)  # fmt: skip
MANY = Reply(
    "Is any of this on your skin now?",
    Kind.QUESTION,
    buttons=(
        _answer("Spots or acne just now", "active_acne"),
        _answer("Eczema or psoriasis", "eczema_or_psoriasis_anywhere_on_the_face_or_on_the_neck"),
        _answer("Cold sores", "cold_sores"),
        _answer("Sunburn", "sunburn"),
        Button("None of these", "/check_none"),
        _NOT_SURE,
        Button("Why do you ask?", "/check_why"),
    ),
    details={"select": "many", "progress": {"step": 2, "of": 3}},
)
FIRST_QUESTION = Reply(
    "Who is it for?",
    Kind.QUESTION,
    buttons=(_answer("Me", "self"), _answer("Someone else", "other"), _NOT_SURE),
    details={"select": "one", "progress": {"step": 1, "of": 3}},
)
LAST_QUESTION = Reply(
    "Do you take any of these medicines?",
    Kind.QUESTION,
    buttons=tuple(_answer(f"Medicine number {n}", f"medicine_{n}") for n in range(1, 15)),
    details={"select": "one", "progress": {"step": 3, "of": 3}},
)
ASSESSMENT = Reply(
    "From what you told me, do not needle at home for now.",
    Kind.ASSESSMENT,
    sources=("doc-002", "fda-microneedling-devices"),
    reviewed="2026-11-21",
    details={
        "heading": "Your check",
        "assessment": {"home": "do_not", "professional": "see_professional_first", "reasons": ["eczema"]},
        "points": ["Eczema can flare where needles went in.", {"text": "Ask a doctor first.", "sources": ["doc-002"]}],
    },
)
EMERGENCY = Reply(
    "This may be an emergency. Call 112, 999 or 911 now, and sit upright until help comes.",
    Kind.TRIAGE,
    sources=("doc-001",),
    buttons=(Button("I am getting help", "/help_coming"), Button("It was a misunderstanding", "/misunderstanding")),
    details={"urgency": "emergency_now", "call": [{"label": "Emergency", "number": "112"}]},
)
SAME_DAY = Reply(
    "Pus and spreading redness need a doctor today.",
    Kind.TRIAGE,
    sources=("doc-004",),
    details={"urgency": "same_day_doctor"},
)
LONG = Reply(" ".join(f"This is sentence number {n} of a very long answer." for n in range(1, 180)), Kind.ANSWER)
HELLO = Reply("Hello. Ask me about microneedling.", Kind.SMALLTALK)
FALLBACK = Reply("I can only help with microneedling.", Kind.FALLBACK, buttons=(Button("Help", "/help"),))
PRIVACY = Reply("Done. What you told me here has been erased.", Kind.PRIVACY)

_BY_PAYLOAD = {
    "/greet": [HELLO],
    "/help": [Reply("Type a question in your own words.", Kind.SMALLTALK)],
    "/forget_me": [PRIVACY],
    "/check_none": [LAST_QUESTION],
    "/check_not_sure": [LAST_QUESTION],
    "/check_why": [Reply("Because needles can carry it to other skin.", Kind.QUESTION), MANY],
    "/help_coming": [Reply("Good. I wait here.", Kind.TRIAGE, details={"urgency": "emergency_now"})],
    "/misunderstanding": [HELLO],
}
_BY_WORD = {
    "breathe": [ANSWER, EMERGENCY],
    "pus": [SAME_DAY],
    "hurt": [ANSWER],
    "red": [SHORT],
    "which": [CLARIFY],
    "check": [FIRST_QUESTION],
    "forget": [PRIVACY],
    "hello": [HELLO],
    "nothing": [],
}


class CannedAssistant:
    """Answers by the payload, or the first known word in the text."""

    async def handle_message(self, message: UserMessage) -> Any:
        """Say what fits.

        Raises:
            RuntimeError: where the visitor asks for that.
        """
        text = message.text or ""
        if "break" in text:
            raise RuntimeError(text)
        for reply in self._replies(text):
            await message.output_channel.send_response(message.sender_id, reply.as_message())

    @staticmethod
    def _replies(text: str) -> list[Reply]:
        if text.startswith("/"):
            if text.startswith("/check_answer"):
                if "medicine" in text:
                    return [ASSESSMENT]
                return [MANY] if "self" in text or "other" in text else [LAST_QUESTION]
            return _BY_PAYLOAD.get(text, [SHORT])
        return next((replies for word, replies in _BY_WORD.items() if word in text.casefold()), [FALLBACK])
