"""Rules of the suitability check that no table may break."""

from hypothesis import given, settings
from hypothesis import strategies as st

from needlewise.knowledge.scales import Outcome
from needlewise.knowledge.screening import load_check_questions, load_combinations, load_conditions
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening import Facts, Reply, assess, is_settled

CONDITIONS = load_conditions()
COMBINATIONS = load_combinations()
QUESTIONS = load_check_questions()

mentions = st.builds(
    Mention, st.just("condition"), st.sampled_from(sorted(CONDITIONS)), st.sampled_from(Status), st.just(Person.SELF)
)
facts = st.lists(mentions, max_size=6, unique_by=lambda mention: mention.id).map(lambda told: Facts().told(told))


def check(known: Facts) -> Outcome:
    return assess(known, CONDITIONS, COMBINATIONS, QUESTIONS).home


@given(facts, st.sampled_from(sorted(CONDITIONS)))
def test_one_more_present_condition_is_never_milder(known: Facts, id_: str) -> None:
    more = known.told([Mention("condition", id_, Status.PRESENT)])
    before = assess(known, CONDITIONS, COMBINATIONS)
    after = assess(more, CONDITIONS, COMBINATIONS)
    assert after.home >= before.home and after.professional >= before.professional


@given(facts, st.randoms(use_true_random=False))
def test_order_changes_nothing(known: Facts, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(known.mentions)
    random.shuffle(shuffled)
    one = assess(known, CONDITIONS, COMBINATIONS, QUESTIONS)
    other = assess(Facts().told(shuffled), CONDITIONS, COMBINATIONS, QUESTIONS)
    assert one == other


@given(facts)
def test_do_not_has_a_reason_with_a_source(known: Facts) -> None:
    assessment = assess(known, CONDITIONS, COMBINATIONS)
    if assessment.home is Outcome.DO_NOT:
        gravest = [reason for reason in assessment.reasons if reason.home is Outcome.DO_NOT]
        assert any(reason.sources for reason in gravest)


@given(st.sampled_from(QUESTIONS), st.sampled_from([Reply.NOT_SURE, Reply.SKIPPED]))
def test_not_sure_skip_and_silence_are_never_no(question, reply: Reply) -> None:  # type: ignore[no-untyped-def]
    silent = assess(Facts(), CONDITIONS, COMBINATIONS, QUESTIONS)
    left = assess(Facts().replied(question.id, reply), CONDITIONS, COMBINATIONS, QUESTIONS)
    assert question.id in silent.unanswered and question.id in left.unanswered
    denied = Facts().replied(question.id, Reply.NONE)
    assert is_settled(question, denied)


@settings(max_examples=30)
@given(st.sampled_from(QUESTIONS))
def test_what_was_denied_before_is_not_asked_again(question) -> None:  # type: ignore[no-untyped-def]
    known = Facts().told(Mention("condition", id_, Status.ABSENT) for id_ in question.asks_about)
    assert is_settled(question, known)


def test_supposed_is_weighed_like_told_but_marked() -> None:
    assessment = assess(Facts().told([Mention("condition", "eczema", Status.POSSIBLE)]), CONDITIONS, COMBINATIONS)
    assert assessment.home is CONDITIONS["eczema"].home and assessment.hypothetical


def test_a_later_word_corrects_an_earlier_one() -> None:
    known = Facts().told([Mention("condition", "pregnancy", Status.ABSENT)])
    assert check(known) is Outcome.OK_USUAL_CARE
    assert check(known.told([Mention("condition", "pregnancy", Status.PRESENT)])) is Outcome.DO_NOT


def test_the_worst_reason_comes_first() -> None:
    told = [Mention("condition", id_, Status.PRESENT) for id_ in ("smoking", "topical_retinoid", "pregnancy")]
    assessment = assess(Facts().told(told), CONDITIONS, COMBINATIONS)
    assert [reason.id for reason in assessment.reasons] == ["pregnancy", "topical_retinoid", "smoking"]


def test_of_equally_grave_reasons_the_one_of_the_whole_body_comes_first() -> None:
    known = Facts(mentions=tuple(Mention("condition", id_, Status.PRESENT) for id_ in ("melasma", "pregnancy")))
    assert [reason.id for reason in assess(known, CONDITIONS, COMBINATIONS).reasons] == ["pregnancy", "melasma"]


def test_nothing_said_promises_safety() -> None:
    words = [text for entry in CONDITIONS.values() for text in (entry.reason, entry.wait, entry.contested)]
    words += [text for question in QUESTIONS for text in (question.text, question.why)]
    for text in words:
        lowered = text.lower()
        assert not any(
            promise in lowered
            for promise in ("perfectly safe", "completely safe", "is safe for you", "no risk", "you'll be fine")
        ), text


def test_questions_fit_a_phone() -> None:
    assert 9 <= len(QUESTIONS) <= 11
    for question in QUESTIONS:
        assert all(len(answer.title) <= 34 for answer in question.answers), question.id
