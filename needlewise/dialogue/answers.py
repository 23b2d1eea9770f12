"""The answers of topics and points as replies: their text, best sources, and what lies near."""

from collections.abc import Collection, Sequence

from needlewise.dialogue.replies import Button, Kind, Reply, topic_payload
from needlewise.knowledge.content import Knowledge, Point, Topic, shared_knowledge

MOST_BUTTONS = 3


def answer_reply(id_: str, near: Sequence[str] = (), answered: Collection[str] = ()) -> Reply:
    """The answer of a topic or of a point.

    Args:
        id_: of the topic or point.
        near: topics and points that come nearest to what was asked, the best first.
        answered: those that were answered before; their buttons come last.
    """
    knowledge = shared_knowledge()
    point = knowledge.points.get(id_)
    topic = knowledge.topics[point.topic if point else id_]
    answer = point or topic
    return Reply(
        text=answer.answer.format(**knowledge.site.variables()),
        kind=Kind(topic.kind),
        topic=topic.id,
        point=point.id if point else None,
        sources=answer.sources,
        reviewed=answer.reviewed.isoformat(),
        buttons=answer_buttons(topic, point, near, knowledge, answered),
    )


def answer_buttons(
    topic: Topic, point: Point | None, near: Sequence[str], knowledge: Knowledge, answered: Collection[str] = ()
) -> tuple[Button, ...]:
    """What else may be asked: of a point its neighbours and its topic, of a topic its follow-ups; what is new first."""
    siblings = [id_ for id_ in near if id_ in knowledge.points and knowledge.points[id_].topic == topic.id]
    if point is None:
        chosen = [*siblings[:1], *topic.follow_ups]
    else:
        others = [one.id for one in topic.points]
        near_it = [id_ for id_ in dict.fromkeys([*siblings, *others]) if id_ != point.id and id_ not in answered]
        chosen = [*near_it[: MOST_BUTTONS - 1], topic.id, *near_it[MOST_BUTTONS - 1 :]]
    chosen = sorted(dict.fromkeys(chosen), key=lambda id_: id_ in answered)
    return tuple(button_for(id_, knowledge) for id_ in chosen[:MOST_BUTTONS])


def button_for(id_: str, knowledge: Knowledge | None = None) -> Button:
    """A button for a topic or a point."""
    known = knowledge or shared_knowledge()
    title = known.points[id_].title if id_ in known.points else known.topics[id_].title
    return Button(title, topic_payload(id_))
