"""NodeInfo: found where programs look, and the same figures as elsewhere."""

import pytest

from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from tests.doors import Door

WELL_KNOWN = "/.well-known/nodeinfo"


def test_it_is_found_and_says_what_the_instance_says(cast: Cast) -> None:
    (link,) = Door().get(WELL_KNOWN, Origin="https://counter.example").json()["links"]
    assert link["rel"].endswith("/ns/schema/2.0")
    path = link["href"].removeprefix("http://localhost:8000")
    assert path.startswith("/nodeinfo/")
    answer = Door().get(path, Origin="https://counter.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    said, before = answer.json(), Door().get("/api/v1/instance").json()
    assert (said["version"], said["software"]["name"], said["protocols"]) == ("2.0", "folkmoot", [])
    assert said["usage"]["users"]["total"] == before["stats"]["user_count"] > 0
    assert said["usage"]["localPosts"] == before["stats"]["status_count"]
    assert said["metadata"]["nodeName"] == before["title"]


@pytest.mark.parametrize(("mode", "is_open"), [("open", True), ("approval", False), ("closed", False)])
def test_it_says_whether_anybody_may_join(cast: Cast, mode: str, is_open: bool) -> None:
    change_settings(cast.olivia, {"sign_up": mode})
    assert Door().get("/nodeinfo/2.0").json()["openRegistrations"] is is_open


def test_no_other_version(cast: Cast) -> None:
    assert Door().get("/nodeinfo/1.0").status_code == 404
    assert Door().post(WELL_KNOWN).status_code == 404
