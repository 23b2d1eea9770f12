"""Whose conversation it is: with any other token nothing is read and nothing written."""

import base64
import json
import stat
import time
from pathlib import Path

import jwt
import pytest
from website import SECRET, Website

from needlewise.channels.web.tokens import SecretError, Tokens, site_secret

DAY = 86_400


def key(secret: str = SECRET) -> str:
    """The key that tokens are signed with."""
    return Tokens(secret, 7)._key


def signed(claims: dict[str, object], by: str | None = None, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, by or key(), algorithm=algorithm)


def unsigned(token: str) -> str:
    """The token with its signature taken off, and a head that says that it needs none."""
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    return f"{head}.{token.split('.')[1]}."


def other_claims(token: str) -> str:
    """The token with another conversation in it, and the old signature."""
    head, _, signature = token.split(".")
    claims = json.dumps({"sub": "web-" + "0" * 32, "exp": 2**40, "aud": "needlewise-web"}).encode()
    return f"{head}.{base64.urlsafe_b64encode(claims).rstrip(b'=').decode()}.{signature}"


def strangers(token: str, conversation: str) -> dict[str, str]:
    """Tokens that somebody may try who wants to reach a conversation."""
    good = {"sub": conversation, "exp": int(time.time()) + DAY, "aud": "needlewise-web"}
    return {
        "none": "",
        "nonsense": "nonsense",
        "dots": "..",
        "not ascii": "é.é.é",
        "the conversation's id": conversation,
        "cut short": token[:-2],
        "unsigned": unsigned(token),
        "other claims": other_claims(token),
        "of another site": Tokens("another secret for tests", 7).issue().token,
        "signed with the secret itself": signed(good, SECRET),
        "another algorithm": signed(good, algorithm="HS512"),
        "expired": Tokens(SECRET, 7).issue(time.time() - 8 * DAY).token,
        "expired, of the conversation": signed({**good, "exp": int(time.time()) - 1}),
        "never expires": signed({key: value for key, value in good.items() if key != "exp"}),
        "for something else": signed({**good, "aud": "someone-else"}),
        "for nothing": signed({key: value for key, value in good.items() if key != "aud"}),
        "of another channel": signed({**good, "sub": "telegram-" + "0" * 32}),
        "no conversation": signed({**good, "sub": ""}),
    }


def test_nothing_is_read_or_written_with_a_strangers_token(website: Website) -> None:
    session = website.call("POST", "session").json
    token, conversation = session["token"], session["conversation_id"]
    reply = website.say(token, "does it hurt").json["replies"][0]
    before = website.rows(), website.history(token)
    for name, tried in strangers(token, conversation).items():
        for answer in (
            website.call("GET", "messages", tried),
            website.call("POST", "messages", tried, json={"text": "does it hurt"}),
            website.call("POST", "feedback", tried, json={"message_id": reply["id"], "helpful": False}),
            website.call("DELETE", "session", tried),
        ):
            assert answer.status == 401, name
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert answer.json["status"] == 401 and "hurt" not in answer.body.decode()
    assert (website.rows(), website.history(token)) == before


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic eDp5", "token"])
def test_token_stands_in_the_right_header(website: Website, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    assert website.call("GET", "messages", headers=headers).status == 401
    assert website.call("GET", f"messages?token={website.visitor()}", headers=headers).status == 401


def test_one_visitor_sees_and_touches_nothing_of_another(website: Website) -> None:
    one, other = website.visitor(), website.visitor()
    reply = website.say(one, "does it hurt").json["replies"][0]
    assert website.history(other) == []
    feedback = {"message_id": reply["id"], "helpful": True}
    assert website.call("POST", "feedback", other, json=feedback).status == 404
    assert website.call("DELETE", "session", other).status == 204
    assert len(website.history(one)) == 2 and website.rows()[1] == 0


def test_conversation_ids_are_random(website: Website) -> None:
    ids = {website.call("POST", "session").json["conversation_id"] for _ in range(20)}
    assert len(ids) == 20 and all(len(id) == len("web-") + 32 for id in ids)


def test_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret"
    made = site_secret({}, file)
    assert site_secret({}, file) == made and len(made) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and [*file.parent.iterdir()] == [file]
    token = Tokens(made, 7).issue()
    assert Tokens(site_secret({}, file), 7).conversation_of(token.token) == token.conversation


def test_secret_of_the_environment_counts_first(tmp_path: Path) -> None:
    assert site_secret({"NEEDLEWISE_SECRET": SECRET}, tmp_path / "secret") == SECRET
    assert not [*tmp_path.iterdir()]


def test_secret_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="shorter than 16"):
        site_secret({"NEEDLEWISE_SECRET": "short"}, tmp_path / "secret")
    (tmp_path / "secret").write_text("")
    with pytest.raises(SecretError, match="holds no secret"):
        site_secret({}, tmp_path / "secret")
    with pytest.raises(SecretError, match="set NEEDLEWISE_SECRET"):
        site_secret({}, tmp_path / "secret" / "below" / "a file")
