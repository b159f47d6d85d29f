"""What the machinery keeps, in the database and beside it."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, NOBODY, STAFF, Held, Topic, Why, Withheld, technical

_SENT = _("Until it is sent. What could not be sent: 30 days.")
_LETTERS = _("Letters are on their way to you: you have them.")
_WRITTEN = "LOWER(CAST(t.data AS TEXT))"  # no LIKE: an address may hold what that takes for anything
_LETTER = f"t.kind = 'core.mail.MailQueued' AND {_WRITTEN} <> REPLACE({_WRITTEN}, %(mail)s, '')"

TABLES = (
    Held(
        "core_event",
        Topic.RUNNING,
        _("What just happened and has not been dealt with yet: numbers, and mails that wait to be sent."),
        _SENT,
        NOBODY,
        not_exported=_LETTERS,
        withheld=(Withheld(INNER, ("id", "kind", "data", "lane", "reaction", "lease_until", "tries", "error")),),
        erased=(_LETTER,),
    ),
    Held(
        "files: mail",
        Topic.RUNNING,
        _("Mails, as files, where the community has no mail server."),
        _("30 days."),
        STAFF,
        is_table=False,
        not_exported=_LETTERS,
    ),
    Held(
        "logs",
        Topic.RUNNING,
        _("A line for each request: when, which page, how long it took, and the first part of the internet address."),
        _("As long as the people who run the server keep their logs."),
        STAFF,
        why=Why.SAFETY,
        is_table=False,
        not_exported=_("A line does not say who asked."),
        stays=_("Lines hold no names, no accounts and no whole address."),
    ),
    Held(
        "caches",
        Topic.RUNNING,
        _("Pages and parts of pages in the memory of the server; how often an internet address has tried something."),
        _("An hour at most, and only in memory."),
        NOBODY,
        is_table=False,
        not_exported=_("It is made from what is exported, and made anew each time."),
    ),
    technical("django_content_type", _("Names of tables.")),
    technical("django_migrations", _("How far the tables are up to date.")),
    technical("auth_group", _("Nothing: it is not used.")),
    technical("auth_group_permissions", _("Nothing: it is not used.")),
    technical("auth_permission", _("Names of permissions that are not used.")),
)
