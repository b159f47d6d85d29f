"""What the log says about decisions: what was decided, and how it ended."""

from django.utils.translation import gettext as _


def decided(verb: str) -> str:
    """What somebody decided, lifted, or let end; empty for any other verb."""
    made, end = verb.removesuffix(".lift").removesuffix(".expire"), verb.rpartition(".")[2]
    deeds = _deeds()
    if made not in deeds:
        return ""
    deed, lifted, expired = deeds[made]
    return {"lift": lifted, "expire": expired}.get(end, deed)


def _deeds() -> dict[str, tuple[str, str, str]]:
    label = _("put a note above a post"), _("took a note off a post"), _("let the note above a post end by itself")
    adults = (
        _("showed a post to adults only"),
        _("showed a post to everybody again"),
        _("let an age limit end by itself"),
    )
    limit = (
        _("let nobody answer a post"),
        _("let people answer a post again"),
        _("let the limit on a post end by itself"),
    )
    demote = _("showed a post less"), _("showed a post as before"), _("let a post be shown as before by itself")
    hide = _("hid a post"), _("showed a hidden post again"), _("let a hidden post come back by itself")
    remove = _("removed a post"), _("brought a post back"), _("let a removal end by itself")
    warn = _("warned somebody"), _("took a warning back"), _("let a warning end by itself")
    strike = _("gave a strike"), _("took a strike back"), _("let a strike end by itself")
    quiet = _("limited an account"), _("lifted the limit on an account"), _("let the limit on an account end by itself")
    less = (
        _("showed an account less"),
        _("showed an account as before"),
        _("let an account be shown as before by itself"),
    )
    suspend = _("suspended an account"), _("lifted a suspension"), _("let a suspension end by itself")
    close = (
        _("closed an account for good"),
        _("opened a closed account again"),
        _("let a closed account open by itself"),
    )
    return {
        "post.label": label,
        "post.age_gate": adults,
        "post.limit": limit,
        "post.demote": demote,
        "post.hide": hide,
        "post.remove": remove,
        "post.warn": warn,
        "post.strike": strike,
        "account.limit": quiet,
        "account.demote": less,
        "account.warn": warn,
        "account.strike": strike,
        "account.suspend": suspend,
        "account.terminate": close,
    }
