"""Writing without publishing, as a browser does it."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.posts.queries.saved import drafts
from tests.web.social.reading import Node, composer, fields, once


def sent(client: Client, url: str = "/", **typed: str) -> dict[str, str]:
    """The form of a page with this typed into it."""
    return {**fields(composer(once(client, url))), **typed}


def typing(client: Client, form: dict[str, str], **typed: str) -> Any:
    """What the script sends while somebody types; the form as it is afterwards."""
    form = {**form, **typed}
    response = client.post("/drafts", {**form, "keep": "typing"})
    said = response.json()
    return response, {**form, "draft": said.get("draft", ""), "draft_version": said.get("version", "")}


def press(client: Client, form: dict[str, str], **more: Any) -> Any:
    return client.post("/drafts", {**form, "keep": "draft"}, **more)


def message(page: Node) -> str:
    return page.all(".notice")[-1].text


def texts(account: Account) -> list[str]:
    return [each.text for each in drafts(account.id)]


def tomorrow(hour: int = 18) -> dict[str, str]:
    day = timezone.localtime() + timedelta(days=1)
    return {"due_day": f"{day:%Y-%m-%d}", "due_time": f"{hour:02}:30"}
