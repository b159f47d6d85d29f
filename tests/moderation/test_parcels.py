"""The public database gets each statement once, in parcels it takes; what it would refuse is set apart."""

import json
from argparse import Namespace

import pytest

from folkmoot.moderation.actions import Decision, decide_many
from folkmoot.moderation.actions.parcels import handed_over, parcels, set_apart
from folkmoot.moderation.models import Statement
from folkmoot.project.cast import Cast
from folkmoot.project.cli.main import main
from folkmoot.project.cli.statements import export
from tests.posts.writing import lay

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(cast: Cast) -> None:
    """Two hundred and one statements."""
    Statement.objects.all().delete()
    posts = [lay(cast.hal, "public") for _ in range(201)]
    decide_many(cast.frank, [Decision("demote", "post", post, "Advertising.") for post in posts])


def told(capsys: pytest.CaptureFixture[str], *, mark_sent: bool) -> tuple[int, list[int], str]:
    """What the command gives back, how many statements stand in each line, and what it complains of."""
    code = export(Namespace(mark_sent=mark_sent))
    said = capsys.readouterr()
    return code, [len(json.loads(line)["statements"]) for line in said.out.splitlines()], said.err


@pytest.mark.usefixtures("many")
def test_they_go_in_parcels_of_a_hundred_and_each_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, mark_sent=False) == (0, [100, 100, 1], "")
    assert told(capsys, mark_sent=True) == (0, [100, 100, 1], "")
    assert told(capsys, mark_sent=True) == (0, [], "")
    assert set(Statement.objects.values_list("export_state", flat=True)) == {"sent"}


@pytest.mark.usefixtures("many")
def test_what_would_be_refused_is_set_apart_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    for row in Statement.objects.order_by("id")[:100]:
        Statement.objects.filter(id=row.id).update(fields={**row.fields, "category": "STATEMENT_CATEGORY_RUDENESS"})
    code, sizes, complaint = told(capsys, mark_sent=False)
    assert (code, sizes) == (1, [100, 1])
    assert complaint == "100 statements would be refused, and are left out.\n"
    assert set_apart() == 100


@pytest.mark.usefixtures("many")
def test_only_what_was_taken_counts_as_handed_over() -> None:
    first = next(iter(parcels()))
    puids = [each["puid"] for each in first["statements"]]
    assert handed_over([*puids, "nobody-knows"]) == 100
    assert handed_over(puids) == 0
    assert sum(len(each["statements"]) for each in parcels()) == 101


def test_the_command_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["statements", "export", "--help"])
    assert "--mark-sent" in capsys.readouterr().out
