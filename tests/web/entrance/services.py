"""A connected sign-in service, the way there and the way back."""

from collections.abc import Generator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from folkmoot.web.entrance.oidc import service as asking
from tests import identities
from tests.identities import CLIENT, SECRET, Service
from tests.web.pages import page


@pytest.fixture(scope="module")
def running() -> Generator[Service]:
    with identities.served() as service:
        yield service


@pytest.fixture
def service(running: Service, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service as it is when nothing is wrong, connected by the operator; it is given time enough."""
    monkeypatch.setattr(asking, "_SECONDS", 60.0)
    running.__init__(running.address)  # type: ignore[misc]  # as new, without another server
    known = {"oidc_issuer": running.address, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={**known, "oidc_name": "Town hall"})
    return running


def begin(client: Client, after: str = "") -> str:
    form = page(client.get(f"/sign-in?next={after}" if after else "/sign-in")).form("/sign-in/service")
    return str(client.post(form.action, form.fields)["Location"])


def there_and_back(client: Client, service: Service, where: str) -> Any:
    assert where.startswith(f"{service.address}/authorize?")
    back = urlsplit(service.authorize(urlsplit(where).query))
    assert f"{back.scheme}://{back.netloc}" == "http://localhost:8000"
    return client.get(f"{back.path}?{back.query}")


def sign_in(client: Client, service: Service, after: str = "") -> Any:
    return there_and_back(client, service, begin(client, after))


def is_in(client: Client) -> bool:
    return client.get("/settings/profile").status_code == 200
