"""Triage in words, and what is asked of it afterwards. Every sentence comes from a data file."""

from collections.abc import Sequence
from dataclasses import replace

from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import Sign
from needlewise.knowledge.sentences import sentence
from needlewise.screening.triage import Triage

SOMETHING_WRONG = "something_wrong"
"""The sign of those that cannot be told apart."""
_NORMAL_HEALING_TOPIC = "normal_healing"


def triage_reply(triage: Triage, buttons: tuple[Button, ...] = ()) -> Reply:
    """How soon help is needed, and what to do until then. An emergency's reply holds nothing else."""
    urgency = triage.urgency
    if triage.hypothetical:
        return _supposed_reply(triage)
    lines = [sentence(f"triage_{urgency.value}"), *triage.advice]
    details: dict[str, object] = {"urgency": urgency.value, "about": triage.signs[0].sign.id}
    if urgency is Urgency.EMERGENCY_NOW:
        details["call"] = emergency_calls()
        buttons = emergency_buttons()
    elif urgency is Urgency.NORMAL_HEALING:
        if triage.normal_duration:
            lines.append(sentence("triage_normal_duration", duration=triage.normal_duration))
        lines.append(sentence("triage_when_to_worry"))
    else:
        lines += [sentence("triage_stop_needling"), sentence("triage_worse")]
    return Reply(
        text="\n\n".join(lines),
        kind=Kind.TRIAGE,
        topic=_NORMAL_HEALING_TOPIC if urgency is Urgency.NORMAL_HEALING else None,
        sources=triage.sources,
        buttons=buttons,
        details=details,
    )


def _supposed_reply(triage: Triage) -> Reply:
    """What to do if a sign that was only asked about came true: information, without alarm."""
    lines = [sentence(f"if_{triage.urgency.value}"), *triage.advice, sentence("if_now")]
    return Reply("\n\n".join(lines), Kind.ANSWER, sources=triage.sources)


def unknown_sign_reply(buttons: tuple[Button, ...] = ()) -> Reply:
    """For a message that sounds like a danger sign, but like none of the table: care today, when unsure."""
    details = {"urgency": Urgency.SAME_DAY_DOCTOR.value, "about": SOMETHING_WRONG}
    return Reply(sentence("triage_unknown"), Kind.TRIAGE, buttons=buttons, details=details)


def unsure_reply(triage: Triage, buttons: tuple[Button, ...] = ()) -> Reply:
    """An emergency that no word shows for certain: what would make it one, whom to call then, and one question."""
    first = next(entry.sign for entry in triage.signs if entry.sign.urgency is Urgency.EMERGENCY_NOW)
    return Reply(
        text="\n\n".join([sentence("unsure_emergency", shown=first.shown_by), sentence("unsure_question")]),
        kind=Kind.TRIAGE,
        sources=first.sources,
        buttons=buttons,
        details={"urgency": Urgency.EMERGENCY_NOW.value, "about": first.id, "call": emergency_calls()},
    )


def triaged_reply(what: str, urgency: str, sign: Sign | None) -> Reply:
    """What is asked of a triage: serious, wait, meanwhile, normal or better; or that it has been seen."""
    advice = sign.advice if sign else ""
    if what == "seen":  # Whoever saw it knows more; how soon to be seen is no longer the question.
        return Reply(sentence("triaged_seen"), Kind.TRIAGE)
    lines = [sentence("triaged_stop_medicine" if what == "stop_medicine" else f"triaged_{what}_{urgency}")]
    if what == "meanwhile" and advice:
        lines.insert(0, advice)
    sources = sign.sources if sign else ()
    over = what in ("better", "misunderstanding")
    if over and urgency == Urgency.EMERGENCY_NOW.value:  # Nothing is suspected any more.
        return Reply(" ".join(lines), Kind.TRIAGE, sources=sources)
    details = {"urgency": urgency, **({"about": sign.id} if sign else {})}
    return Reply(" ".join(lines), Kind.TRIAGE, sources=sources, details=details)


def still_to_be_seen(reply: Reply, sign: Sign) -> Reply:
    """The end of an emergency that was none, where what was told is still a matter for a doctor the same day."""
    text = f"{reply.text} {sentence('still_same_day', name=sign.name[:1].lower() + sign.name[1:])}"
    return replace(reply, text=text, details=_same_day(sign))


def _same_day(sign: Sign) -> dict[str, object]:
    return {"urgency": Urgency.SAME_DAY_DOCTOR.value, "about": sign.id}


def emergency_reply(what: str, signs: Sequence[Sign]) -> Reply:
    """While an emergency is open: the answer to what is asked of it, and the call for help in brief.

    Args:
        what: help_coming, misunderstanding, over, better, doubt, meanwhile, aside, again; waiting or worse, while help
            comes.
        signs: of the emergency.
    """
    if what == "better" and signs and signs[0].cleared:
        lines = [f"{signs[0].cleared} {sentence('emergency_back')}"]
        return Reply(lines[0], Kind.TRIAGE, sources=signs[0].sources, details=_same_day(signs[0]))
    lines = [sentence(f"emergency_{what}")]
    if what in ("meanwhile", "waiting") and signs:
        lines.insert(0, signs[0].advice)
    if what in ("help_coming", "misunderstanding", "over"):
        return Reply(lines[0], Kind.TRIAGE)
    return Reply(
        "\n\n".join(lines),
        Kind.TRIAGE,
        sources=signs[0].sources if signs else (),
        buttons=emergency_buttons(),
        details={"urgency": Urgency.EMERGENCY_NOW.value, "call": emergency_calls()},
    )


def emergency_buttons() -> tuple[Button, ...]:
    """What ends an emergency: help is coming, or there is none."""
    return tuple(Button(sentence(f"button_{name}"), f"/{name}") for name in ("help_coming", "misunderstanding"))


def emergency_calls() -> list[dict[str, str]]:
    """The site's emergency numbers, each to be pressed on a phone."""
    numbers = shared_knowledge().site.variables()["emergency_numbers"].replace(" or ", ", ").split(", ")
    return [{"label": number, "number": number} for number in numbers]
