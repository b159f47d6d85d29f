"""The deployment settings: read once, all mistakes told together."""

import re
from pathlib import Path

import pytest

from folkmoot.project.environment import Environment, WrongSettings, variable

PAGE = Path(__file__).parents[2] / "docs" / "operators" / "settings.md"


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch):
    def load(**values: str) -> Environment:
        for name in Environment.model_fields:
            monkeypatch.delenv(variable(name), raising=False)
        for name, value in values.items():
            monkeypatch.setenv(variable(name), value)
        return Environment.load()

    return load


def test_nothing_needs_to_be_set(load) -> None:
    environment = load()
    assert environment.origin == "http://localhost:8000"
    assert environment.stream_url == "http://localhost:8001/stream"
    assert environment.is_local
    assert not environment.is_https


def test_another_port_moves_origin_and_streams_along(load) -> None:
    environment = load(bind="localhost:9100")
    assert environment.origin == "http://localhost:9100"
    assert environment.media_origin == "http://localhost:9101"
    assert environment.media_bind == ("localhost", 9101)


@pytest.mark.parametrize(
    ("text", "bind"),
    [
        ("8080", ("localhost", 8080)),
        (":8080", ("localhost", 8080)),
        ("127.0.0.1:80", ("127.0.0.1", 80)),
        ("[::1]:9000", ("::1", 9000)),
        ("192.0.2.1:1", ("192.0.2.1", 1)),
    ],
)
def test_ways_to_say_where_to_listen(load, text: str, bind: tuple[str, int]) -> None:
    assert load(bind=text).bind == bind


def test_a_public_site_polls_unless_it_names_a_media_origin(load) -> None:
    assert load(origin="https://social.example.org").stream_url == ""
    named = load(origin="https://social.example.org", media_origin="https://media.example.org")
    assert named.stream_url == "https://media.example.org/stream"


def test_hosts_are_the_origin_those_allowed_and_this_machine(load) -> None:
    hosts = load(origin="https://Social.example.org", allowed_hosts="www.example.org, OLD.example.org").hosts
    assert hosts == {"social.example.org", "www.example.org", "old.example.org", "localhost", "127.0.0.1", "::1"}


def test_proxies_are_addresses_and_networks(load) -> None:
    assert [str(net) for net in load(trusted_proxies="127.0.0.1, 10.0.0.0/8 ::1").trusted_proxies] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
        "::1/128",
    ]


def test_all_mistakes_are_told_at_once_by_name(load) -> None:
    wrong = {
        "bind": "nowhere",
        "origin": "social.example.org",
        "trusted_proxies": "10.0.0.1/40",
        "web_workers": "none",
        "posts_per_5_minutes": "0",
        "smtp_url": "mail.example.org",
        "mail_from": "nobody",
        "database_url": "mysql://x/y",
        "log_level": "loud",
    }
    with pytest.raises(WrongSettings) as told:
        load(**wrong)
    assert len(told.value.mistakes) == len(wrong)
    for name in wrong:
        assert sum(line.startswith(variable(name) + " ") for line in told.value.mistakes) == 1, name


@pytest.mark.parametrize(
    "origin", ["https://x.org/path", "https://x.org?q", "ftp://x.org", "https://a@x.org", "https://", "x"]
)
def test_an_origin_is_nothing_but_an_origin(load, origin: str) -> None:
    with pytest.raises(WrongSettings, match="FOLKMOOT_ORIGIN"):
        load(origin=origin)


@pytest.mark.parametrize("setting", ["database_url", "smtp_url"])
def test_a_password_in_a_wrong_address_is_not_repeated(load, setting: str) -> None:
    with pytest.raises(WrongSettings) as told:
        load(**{setting: "what://somebody:hunter2@host/name"})
    assert "hunter2" not in str(told.value)


def test_a_mail_sender_cannot_hold_a_second_header(load) -> None:
    assert load(mail_from="My community <folkmoot@example.org>").mail_from
    with pytest.raises(WrongSettings):
        load(mail_from="a@example.org\nBcc: everybody@example.org")


def test_every_setting_is_described_for_operators() -> None:
    described = set(re.findall(r"`(FOLKMOOT_[A-Z0-9_]+)`", PAGE.read_text()))
    assert {variable(name) for name in Environment.model_fields} <= described


def test_the_page_describes_no_setting_that_does_not_exist() -> None:
    rows = set(re.findall(r"^\| `(FOLKMOOT_[A-Z0-9_]+)`", PAGE.read_text(), re.MULTILINE))
    assert rows == {variable(name) for name in Environment.model_fields}


@pytest.mark.parametrize("url", ["redis://:secret@redis.example.org:6379/0", "rediss://redis.example.org", ""])
def test_redis_may_carry_news(load, url: str) -> None:
    assert load(redis_url=url).redis_url == url


@pytest.mark.parametrize("url", ["http://redis.example.org", "redis:", "secret@redis"])
def test_what_is_no_redis_is_named_without_its_password(load, url: str) -> None:
    with pytest.raises(WrongSettings) as wrong:
        load(redis_url=url)
    (mistake,) = wrong.value.mistakes
    assert mistake.startswith("FOLKMOOT_REDIS_URL cannot be used. It should be redis://host:6379/0;")
    assert "secret" not in mistake
    assert "secret" not in repr(load(redis_url="redis://:secret@redis.example.org"))


@pytest.mark.parametrize(
    ("given", "streams"),
    [
        ({}, "http://localhost:8002"),
        ({"bind": "localhost:9100"}, "http://localhost:9102"),
        ({"stream_bind": "localhost:9300"}, "http://localhost:9300"),
        ({"origin": "https://social.example.org"}, "https://social.example.org"),
        (
            {"origin": "https://social.example.org", "media_origin": "https://media.example.org"},
            "https://media.example.org",
        ),
        ({"stream_origin": "https://streams.example.org"}, "https://streams.example.org"),
    ],
)
def test_where_programs_listen(load, given: dict[str, str], streams: str) -> None:
    assert load(**given).stream_origin == streams
