"""Where the source of the program can be had: what the operator names, else the program's own pack, else by asking."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")


def test_every_page_leads_to_it(client: Client, cast: Any, client_of: Any) -> None:
    assert "/source" in page(client.get("/sign-in")).links
    assert "/source" in page(client.get("/")).links
    assert "/source" in page(client_of(cast.bob).get("/")).links


def test_the_place_that_the_operator_names(client: Client, settings: Any) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"source_url": "https://git.example.org/ours"})
    read = page(client.get("/source"))
    assert "https://git.example.org/ours" in read.links
    assert "Affero General Public License" in read.text


def test_the_pack_that_the_program_made(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "folkmoot-source-0123456789ab.tar.gz").write_bytes(b"")
    read = page(client.get("/source"))
    assert "/static/folkmoot-source-0123456789ab.tar.gz" in read.links
    assert "exactly as it runs" in read.text


def test_without_either_people_are_asked(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    read = page(client.get("/source"))
    assert "Ask the people who run this site" in read.text
    assert not [link for link in read.links if "static" in link]
