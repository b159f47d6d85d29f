"""Live checks: what each finds, and what it says."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from folkmoot.accounts.actions import grant_role
from folkmoot.core.errors import Busy
from folkmoot.instance.queries import setting
from folkmoot.media.storage.trial import try_bucket
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast
from folkmoot.project.reading import backup_target
from folkmoot.staff.views.setup import looking
from tests.buckets import serving
from tests.web.pages import page

pytestmark = pytest.mark.django_db


def with_settings(**values: object) -> Any:
    return override_settings(FOLKMOOT=settings.FOLKMOOT.model_copy(update=values))


def test_the_page_shows_them_all_and_leads_on(olivia: Client) -> None:
    read = page(olivia.get("/staff/setup/checks"))
    for title in ("HTTPS", "Mail", "Disk", "Clock", "Backup", "Owners"):
        assert title in read.words("strong")
    assert olivia.post("/staff/setup/checks").status_code == 303
    assert setting("setup_steps") == "checks"


@pytest.mark.parametrize(("free", "state"), [(looking.LITTLE, "success"), (looking.LITTLE - 1, "error"), (0, "error")])
def test_room(monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=free, total=100 << 30))
    found = looking.disk()
    assert found.state == state
    assert "100.0" in found.words


@pytest.mark.parametrize(
    ("clocks", "state", "words"),
    [
        ((2026, 0, 0), "success", "is that what your watch shows"),
        ((1970, 0, 0), "error", "cannot be"),
        ((2026, 6, 0), "warning", "was set while the server ran"),
        ((2026, -3600, 0), "warning", "was set while the server ran"),
        ((2026, 0, 7), "warning", "differ by some seconds"),
    ],
)
def test_clock(monkeypatch: pytest.MonkeyPatch, clocks: tuple[int, float, float], state: str, words: str) -> None:
    year, jumped, behind = clocks
    moment = looking.timezone.now()
    monkeypatch.setattr(looking.timezone, "now", lambda: moment.replace(year=year, day=1))
    monkeypatch.setattr(looking, "jumped", lambda: jumped)
    monkeypatch.setattr(looking, "behind_database", lambda: behind)
    found = looking.clock()
    assert found.state == state
    assert words in found.words


def test_this_clock_is_right_and_says_with_what_it_was_compared() -> None:
    assert abs(looking.jumped()) < looking.SKEW
    assert abs(looking.behind_database()) < looking.SKEW
    assert "compared" in looking.clock().words


@pytest.mark.parametrize(
    ("values", "state", "words"),
    [
        ({"origin": "https://choir.example.org"}, "success", "https://choir.example.org"),
        ({"origin": "http://localhost:8000"}, "warning", "only this machine can open"),
    ],
)
def test_https(values: dict[str, object], state: str, words: str) -> None:
    with with_settings(**values):
        assert looking.https().state == state
        assert words in looking.https().words


@pytest.mark.parametrize(("url", "state"), [("smtp://mail.example.org", "success"), ("", "warning")])
def test_mail(url: str, state: str) -> None:
    with with_settings(smtp_url=url):
        assert looking.mail().state == state


def test_two_owners_are_better_than_one(cast: Cast) -> None:
    assert looking.second_owner().state == "warning"
    grant_role(None, cast.bob.id, "owner")
    assert looking.second_owner() == looking.Finding("success", "Owners", "2 owners run the community.")
    suspend(cast.olivia, cast.bob.id, "They left us.", None)
    assert looking.second_owner().state == "warning"


class TestBackup:
    """A directory or a bucket, tried and left as it was."""

    def test_none(self) -> None:
        with with_settings(backup_to=""):
            assert "FOLKMOOT_BACKUP_TO" in looking.backup().words

    def test_elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(looking, "_on_one_disk", lambda _target: False)
        with with_settings(backup_to=str(tmp_path)):
            assert looking.backup().state == "success"
        assert list(tmp_path.iterdir()) == []

    def test_beside_the_data(self, tmp_path: Path) -> None:
        beside = Path(settings.DATA_DIR) / "backups"
        beside.mkdir(exist_ok=True)
        with with_settings(backup_to=str(beside)):
            assert "on the same disk" in looking.backup().words

    def test_not_there(self, tmp_path: Path) -> None:
        with with_settings(backup_to=str(tmp_path / "gone")):
            found = looking.backup()
        assert found.state == "error"
        assert str(tmp_path / "gone") in found.words

    @pytest.mark.parametrize(("works", "state"), [(True, "success"), (False, "error")])
    def test_a_bucket(self, monkeypatch: pytest.MonkeyPatch, works: bool, state: str) -> None:
        asked = []

        def tried(address: str) -> None:
            asked.append(address)
            if not works:
                raise Busy("out of reach")

        monkeypatch.setattr(looking, "try_bucket", tried)
        with with_settings(backup_to="s3://harbour/backups"):
            assert looking.backup().state == state
        assert asked == ["s3://harbour/backups"]


def test_a_bucket_is_written_to_and_left_clean() -> None:
    with serving() as found:
        known = {name.removeprefix("FOLKMOOT_").lower(): value for name, value in found.settings.items()}
        with with_settings(**known):
            try_bucket(f"s3://{known['s3_bucket']}/backups")
        assert not [path for path in found.folder.rglob("*") if path.is_file()]
    with with_settings(**known), pytest.raises(Busy):
        try_bucket(f"s3://{known['s3_bucket']}/backups")


@pytest.mark.parametrize("target", ["backups", "../up", "ftp://host/x", "https://host"])
def test_a_place_for_backups_is_a_whole_path_or_a_bucket(target: str) -> None:
    with pytest.raises(ValueError, match="whole path"):
        backup_target(target)


@pytest.mark.parametrize("target", ["", "/backup/folkmoot", "s3://bucket/prefix"])
def test_other_places_will_do(target: str) -> None:
    assert backup_target(target) == target
