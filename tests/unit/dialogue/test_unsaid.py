"""Nothing is said twice word for word."""

from needlewise.dialogue.replies import Kind, Reply
from needlewise.dialogue.unsaid import in_short, unsaid

ANSWER = Reply("Most people feel pricks rather than bad pain. Longer needles hurt more.", Kind.ANSWER)


def test_what_is_new_is_said_as_it_stands() -> None:
    assert unsaid(ANSWER, ()) is ANSWER


def test_the_second_time_it_is_one_sentence_and_never_the_same_again() -> None:
    said = {ANSWER.text}
    for _ in range(5):
        again = unsaid(ANSWER, said)
        assert again.text not in said
        assert "Longer needles" not in again.text
        said.add(again.text)


def test_who_presses_a_button_gets_its_whole_text_again() -> None:
    again = unsaid(ANSWER, {ANSWER.text}, whole=True)
    assert again.text.endswith(ANSWER.text)
    assert again.text != ANSWER.text


def test_a_call_for_help_is_always_said_whole() -> None:
    call = Reply("This may be an emergency. Call 999 now. Lie down.", Kind.TRIAGE)
    assert unsaid(call, {call.text}).text.endswith(call.text)


def test_a_yes_alone_is_no_gist() -> None:
    assert (
        in_short(Reply("No. Do not share a roller. Ever.", Kind.ANSWER)).text == "In short: No. Do not share a roller."
    )
