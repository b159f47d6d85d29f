"""What moderation keeps about people."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, MINE, OTHERS, STAFF, Held, Topic, Why, Withheld, of, within

_PROOF = _(
    "That there was a report or a decision stays as a number, with a check sum instead of the words: it shows whether "
    "somebody quotes them rightly, and cannot be read."
)
_ERASED = _("As long as the account it is about is there; then only a check sum of the words.")
_WORK = _("It is how those who run the community work. What they decide about you is here, with the reasons.")
_POLICE = _("It is for the police, where somebody's life may be in danger.")
_THEM = _("The people who run the community, and whoever it is about.")
_HERE = "t.object_id = %(account)s AND t.kind = 'account'"
_POSTS = "t.kind = 'post' AND t.object_id IN (SELECT id FROM post WHERE account_id = %(account)s)"
_SAID = f"(t.author_id = %(account)s AND NOT t.by_staff) OR (t.talk = 'member' AND {
    within('case_id', 'moderation_case', 'account_id = %(account)s')
})"

_ROTA = _("As long as it stands so in the rota, or until the account is deleted.")

TABLES = (
    Held(
        "moderation_missed",
        Topic.STAFF,
        _("What somebody who moderates is to hear of after their quiet hours or their absence."),
        _("Until the letter that tells of it."),
        MINE,
        mine=of("account_id"),
        exported=("id", "case_id", "subject", "path"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "moderation_duty",
        Topic.STAFF,
        _("In which hours of the week somebody who moderates looks after cases."),
        _ROTA,
        STAFF,
        mine=of("account_id"),
        exported=("id", "weekday", "begins", "ends"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "moderation_rest",
        Topic.STAFF,
        _("In which hours somebody who moderates wants to be left in peace, and when they are away."),
        _ROTA,
        STAFF,
        mine=of("account_id"),
        exported=("quiet_from", "quiet_until", "away_from", "away_until"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "moderation_step",
        Topic.STAFF,
        _("When a case that nobody had taken was told to more people, and to how many."),
        _("As a number, for good."),
        STAFF,
        why=Why.SAFETY,
        personal=False,
    ),
    Held(
        "moderation_reportitem",
        Topic.STAFF,
        _("What each report is about: where it is, and a copy of it as it stood."),
        _("Until the account it is about, or the one that made the report, is deleted; then only a check sum."),
        STAFF,
        why=Why.SAFETY,
        mine=within("report_id", "moderation_report", "reporter_id = %(account)s"),
        exported=("id", "report_id", "kind", "object_id", "url"),
        withheld=(Withheld(OTHERS, ("snapshot",)), Withheld(INNER, ("proof",))),
        stays=_PROOF,
        staying=("object_id",),
    ),
    Held(
        "moderation_report",
        Topic.STAFF,
        _(
            "Reports: who reported whom, and what they wrote. Of whoever tells of something without an account the "
            "name and address they gave, sealed."
        ),
        _(
            "Until the account it is about, or the one that made it, is deleted; then only a check sum of the words. "
            "Names and addresses of people without an account half a year after the decision at most, or until what "
            "they said against it was answered."
        ),
        STAFF,
        why=Why.SAFETY,
        mine=of("reporter_id"),
        exported=("id", "account_id", "category", "rules", "comment", "outcome", "closed_at", "told_at"),
        withheld=(
            Withheld(OTHERS, ("closed_by", "notifier_name", "notifier_email")),
            Withheld(INNER, ("reporter_id", "proof", "kind", "case_id", "code", "language")),
        ),
        stays=_PROOF,
        staying=("account_id", "reporter_id", "closed_by"),
    ),
    Held(
        "moderation_casemessage",
        Topic.STAFF,
        _("What was said about reports: among staff, with whoever they are about, with whoever made them."),
        _ERASED,
        _("The people who run the community; of what they write to you and you to them, you as well."),
        why=Why.SAFETY,
        mine=_SAID,
        exported=("id", "talk", "by_staff", "text"),
        withheld=(Withheld(OTHERS, ("author_id",)), Withheld(INNER, ("case_id", "report_id", "proof"))),
        stays=_PROOF,
        staying=("author_id",),
    ),
    Held(
        "moderation_threatreferral",
        Topic.STAFF,
        _("What was written to the police where somebody's life was in danger, to whom, and when."),
        _ERASED,
        STAFF,
        why=Why.DUTY,
        withheld=(
            Withheld(
                _POLICE,
                (
                    *("id", "case_id", "country", "text", "proof", "opened_by", "reminded_at"),
                    *("sent_at", "sent_by", "sent_how", "dropped_at"),
                ),
            ),
        ),
        not_exported=_POLICE,
        stays=_PROOF,
        staying=("opened_by", "sent_by"),
    ),
    Held(
        "moderation_case",
        Topic.STAFF,
        _("Which reports belong together, how soon they are to be looked at, and who does."),
        _("As a number, for good."),
        STAFF,
        why=Why.SAFETY,
        withheld=(
            Withheld(
                _WORK,
                (
                    *("id", "account_id", "state", "category", "severity", "confidence", "priority", "reports"),
                    *("assignee_id", "claimed_until", "due_at", "told_at", "merged_into_id"),
                    *("decided_at", "decided_by"),
                ),
            ),
        ),
        not_exported=_WORK,
        stays=_PROOF,
        staying=("account_id", "assignee_id", "decided_by"),
    ),
    Held(
        "moderation_statement",
        Topic.STAFF,
        _("The reasons for each decision, as they were written to whoever it is about."),
        _ERASED,
        _THEM,
        why=Why.DUTY,
        mine=of("account_id"),
        exported=("id", "restriction_id", "text", "language", "delivered_at", "delivered_via"),
        withheld=(Withheld(INNER, ("account_id", "puid", "proof", "fields", "export_state")),),
        stays=_PROOF,
        staying=("account_id",),
    ),
    Held(
        "moderation_appealmessage",
        Topic.STAFF,
        _("What was written back and forth about an objection to a decision."),
        _ERASED,
        _THEM,
        why=Why.DUTY,
        mine=within("appeal_id", "moderation_appeal", "account_id = %(account)s"),
        exported=("id", "appeal_id", "by_staff", "text"),
        withheld=(Withheld(OTHERS, ("author_id",)), Withheld(INNER, ("proof",))),
        stays=_PROOF,
        staying=("author_id",),
    ),
    Held(
        "moderation_appeal",
        Topic.STAFF,
        _("What you said against decisions, and what became of it."),
        _ERASED,
        _THEM,
        why=Why.DUTY,
        mine=of("account_id"),
        exported=(
            *("id", "restriction_id", "report_id", "by", "text", "due_at"),
            *("outcome", "reasons", "decided_at"),
        ),
        withheld=(Withheld(OTHERS, ("reviewer_id",)), Withheld(INNER, ("account_id", "case_id", "proof"))),
        stays=_PROOF,
        staying=("account_id", "reviewer_id"),
    ),
    Held(
        "moderation_restriction",
        Topic.STAFF,
        _("What staff decided about posts and accounts: what was done, why, from when and until when."),
        _("As long as the account is there; then only a check sum of the reason."),
        _THEM,
        why=Why.SAFETY,
        mine=f"({_HERE}) OR ({_POSTS})",
        exported=(
            *("id", "kind", "object_id", "action", "reason", "rule_id", "label", "weight"),
            *("starts_at", "ends_at", "ended_at", "reversible_until"),
        ),
        withheld=(
            Withheld(OTHERS, ("decided_by", "ended_by")),
            Withheld(INNER, ("proof", "account_id", "case_id", "batch")),
        ),
        stays=_PROOF,
        staying=("object_id", "account_id", "decided_by", "ended_by"),
    ),
)
