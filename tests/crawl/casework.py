"""Cases that are worked on: a member was asked what they meant, and whoever reported what they know; and the rota."""

from datetime import time

from folkmoot.moderation.actions import report
from folkmoot.moderation.actions.casework import release
from folkmoot.moderation.actions.rota import add_hours
from folkmoot.moderation.actions.talking import note, say_to_member, say_to_reporter
from folkmoot.moderation.models import Case
from folkmoot.project.cast import Cast


def work(cast: Cast) -> None:
    """Both sides were asked, and nobody has the cases any more."""
    report(cast.bob, cast.alice.id, None, "Sings at night.")
    asked = Case.objects.get(account=cast.alice, state="open").id
    note(cast.frank, asked, "She always did.")
    say_to_member(cast.frank, asked, "Do you?")
    made = report(cast.alice, cast.carol.id, None, "Rings bells at night.")
    other = Case.objects.get(account=cast.carol, state="open").id
    say_to_reporter(cast.frank, other, made, "Which bells?")
    for case_id in (asked, other):
        release(cast.frank, case_id)
    for who in (cast.frank, cast.olivia):
        add_hours(who, who.id, [0, 3], time(8), time(12))
