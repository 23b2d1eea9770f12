"""Payloads of topic buttons."""

import pytest

from needlewise.nlu.payload import topic_of_payload


@pytest.mark.parametrize("payload", ['/faq{"topic": "pain"}', "/faq/pain", ' /faq {"topic":"pain"} '])
def test_both_forms_name_the_topic(payload: str) -> None:
    assert topic_of_payload(payload) == "pain"


@pytest.mark.parametrize("payload", ['/faq{"topic": "nothing"}', "/faq", "faq/pain", "/faq/../../etc", "pain", ""])
def test_anything_else_names_none(payload: str) -> None:
    assert topic_of_payload(payload) is None
