"""What the log of staff keeps about people."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, STAFF, STAYS, Held, Topic, Why, Withheld

TABLES = (
    Held(
        "audit_entry",
        Topic.STAFF,
        _("What staff did, when, to which account or post, and why: with numbers instead of names."),
        STAYS,
        STAFF,
        why=Why.SAFETY,
        not_exported=_("It is the log of those who run the community. Decisions about you are exported as such."),
        withheld=(
            Withheld(
                INNER,
                ("seq", "at", "actor_id", "verb", "object_type", "object_id", "reason", "words", "previous", "digest"),
            ),
        ),
        stays=_(
            "Nothing in the log can be changed, so that nobody can hide what they did. It holds numbers, no names."
        ),
        staying=("actor_id", "object_id"),
    ),
    Held(
        "audit_words",
        Topic.STAFF,
        _("The words that staff wrote with what they did."),
        STAYS,
        STAFF,
        why=Why.SAFETY,
        not_exported=_("It is the log of those who run the community. Decisions about you are exported as such."),
        withheld=(Withheld(INNER, ("digest", "salt", "text")),),
        erased=(
            """t.digest IN (SELECT e.words FROM audit_entry e WHERE e.words <> ''
              AND ((e.object_type = 'account' AND e.object_id = %(account)s)
                OR (e.object_type = 'post' AND e.object_id IN (SELECT id FROM post WHERE account_id = %(account)s))
                OR (e.object_type = 'login' AND e.object_id = %(login)s)))""",
        ),
    ),
)
