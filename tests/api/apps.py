"""An app for tests: registered as one is, with what it does."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from folkmoot.accounts.models import Account
from tests.doors import Answer, Door, client_of

APPS, VERIFY, TOKEN, REVOKE = "/api/v1/apps", "/api/v1/apps/verify_credentials", "/oauth/token", "/oauth/revoke"
ME, HOME = "/api/v1/accounts/verify_credentials", "/api/v1/timelines/home"
BACK, OOB = "https://app.example/back", "urn:ietf:wg:oauth:2.0:oob"
VERIFIER = "a-verifier-of-some-length-that-nobody-would-guess"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@dataclass
class Program:
    """An app as it is registered, with what it does."""

    id: str
    client_id: str
    client_secret: str

    @property
    def own(self) -> dict[str, str]:
        return {"client_id": self.client_id, "client_secret": self.client_secret}

    def address(self, **more: str) -> str:
        asked = {"client_id": self.client_id, "redirect_uri": BACK, "response_type": "code", "scope": "read", **more}
        return "/oauth/authorize?" + urlencode({name: value for name, value in asked.items() if value})

    def code(self, who: Account, **more: str) -> str:
        """What comes back once somebody lets it in."""
        answer = client_of(who.login).post(self.address(**more), {"decision": "allow"})
        if answer.status_code == 200:
            return re.search(r'value="([\w-]{43})" aria-label', answer.content.decode())[1]  # type: ignore[index]  # it is there, or the test fails
        return parse_qs(urlsplit(answer["Location"]).query)["code"][0]

    def exchange(self, code: str, **more: str) -> Answer:
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, **self.own, **more}
        return Door().post(TOKEN, {name: value for name, value in sent.items() if value})

    def token(self, who: Account, **more: str) -> str:
        return str(self.exchange(self.code(who, **more)).json()["access_token"])


def register(**more: Any) -> Program:
    sent = {"client_name": "Tusk", "redirect_uris": BACK, "scopes": "read write push offline_access", **more}
    found = Door().post(APPS, body=sent).json()
    return Program(found["id"], found["client_id"], found["client_secret"])


def refused(answer: Answer) -> tuple[int, str]:
    """Its status and what OAuth calls it; no token came along."""
    found = json.loads(answer.content)
    assert "access_token" not in found
    return answer.status_code, found["error"]
