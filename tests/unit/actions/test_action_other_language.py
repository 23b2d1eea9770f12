"""action_other_language: English is what the assistant speaks, said in the visitor's language."""

from collections.abc import Callable

from actions.action_other_language import ActionOtherLanguage
from needlewise.knowledge.content import shared_knowledge

ACTION = ActionOtherLanguage()


def test_it_answers_in_that_language(run: Callable) -> None:
    language = next(iter(shared_knowledge().languages))
    assert run(ACTION, language=language).kinds == ["fallback"]


def test_a_language_without_a_text_gets_the_general_reply(run: Callable) -> None:
    assert run(ACTION, language="xx").kinds == ["utter_language"]
