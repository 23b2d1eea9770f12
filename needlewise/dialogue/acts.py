"""What can be done with a message: the acts that the arbiter chooses between, and the labels that lead to them."""

from needlewise.knowledge.scales import Urgency

ANSWER, ANSWER_IN_CONTEXT, ANSWER_TWO, OFFER = "answer", "answer_in_context", "answer_two", "offer"
ASSESS, START_CHECK, CHECK_ANSWER, CORRECT = "assess", "start_check", "check_answer", "correct"
REFUSE, DIALOGUE, DISTRESS = "refuse", "dialogue", "distress"
MOVE, ASSESSED, TRIAGED, EMERGENCY = "move", "assessed", "triaged", "emergency"
TRIAGE = {urgency: f"triage_{urgency.value}" for urgency in Urgency}
ACTS = (
    *(ANSWER, ANSWER_IN_CONTEXT, ANSWER_TWO, OFFER, ASSESS, START_CHECK, CHECK_ANSWER, CORRECT, REFUSE),
    *(DIALOGUE, DISTRESS, MOVE, ASSESSED, TRIAGED, EMERGENCY, *TRIAGE.values()),
)
SITUATED = {MOVE: "question", ASSESSED: "assessed", TRIAGED: "triaged", EMERGENCY: "emergency"}
"""Acts that only something said before makes possible, with what that is; their labels are `<act>/<what>`."""
FAQ, OUT_OF_SCOPE, CONDITION, SIGN, LEVEL = "faq/", "out_of_scope/", "condition/", "sign/", "urgency/"
"""How labels of many begin."""
TELLS_CONDITION, TELLS_SIGN = "condition_check", "red_flag"
"""Labels of all messages that tell of a condition, and of a sign."""
DIALOGUE_LABELS = (
    *("affirm", "bot_identity", "compliment", "deny", "forget_me", "goodbye", "greet", "help", "helpful_no"),
    *("helpful_yes", "how_are_you", "insult", "language", "more", "none_of_these"),
    *("privacy_known", "prompt_injection", "repeat", "shorter", "start_over", "stop", "thanks"),
)
DISTRESS_LABELS = ("other_emergency", "self_harm")
"""Somebody who may harm themselves, and an emergency that is not about the skin."""
SAME_AS = {
    "check_not_sure": "move/not_sure",
    "check_skip": "move/skip",
    "check_resume": "move/next",
    "help_coming": "emergency/help_coming",
    "misunderstanding": "emergency/misunderstanding",
    "help_doubted": "emergency/doubt",
}
"""Labels of the intents in data/screening that are named differently there."""
