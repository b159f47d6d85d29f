"""From a community with an owner to one that is open: its kit, its picture, what is done already, the doors."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.instance.actions.announcements import Notice, announce
from folkmoot.instance.actions.rules import put_rules
from folkmoot.instance.actions.settings import SETTINGS, Operator, change_settings, keep, require
from folkmoot.instance.events import SettingsChanged
from folkmoot.instance.kits import in_all_languages, in_language, kit
from folkmoot.instance.models import Rule, Setting
from folkmoot.instance.opening import missing
from folkmoot.instance.queries import as_chosen, setting
from folkmoot.media.actions import drop, take_for_community, use
from folkmoot.media.actions.take import Upload
from folkmoot.media.addresses import path
from folkmoot.media.queries import pictures
from folkmoot.media.queries.room import COMMUNITY

LOGO_WIDTH = 320  # pixels
_DOORS = ("sign_up", "visitors")


@transaction.atomic
def open_community(actor: Operator) -> None:
    """Let members and visitors in; ``Invalid`` names everything that is missing. The welcome is announced."""
    require(actor, SETTINGS)
    record(actor.id, "instance.open", "setting", None, "")  # others wait here
    if as_chosen().is_open:
        return
    if found := missing():
        listed = " ".join(each.words for each in found)
        raise Invalid("is_open", _("The community cannot be opened yet. %(listed)s") % {"listed": listed})
    keep({"is_open": True})
    if welcome := setting("welcome"):
        announce(actor, Notice(welcome))


@transaction.atomic
def apply_kit(actor: Operator | None, kind: str) -> None:
    """Begin with what suits this kind of community, where its owner has not written anything else yet."""
    require(actor, SETTINGS)
    here = as_chosen()
    if here.kind == kind:
        return
    change_settings(actor, {"kind": kind})
    earlier, wanted = (_offered(each, here.language) for each in (here.kind, kind))
    present = dict(Setting.objects.filter(name__in=wanted).values_list("name", "value"))
    decided = set(_DOORS) if "doors" in setting("setup_steps").split() else set()
    seeded = {name for name in setting("seeded").split() if present.get(name) == earlier.get(name)} - decided
    free = [name for name in wanted if name in seeded or (name not in present and name not in decided)]
    change_settings(actor, {name: wanted[name] for name in free})
    keep({"seeded": " ".join(free)})
    _seed_rules(actor, here.kind, kind)


@transaction.atomic
def finish_step(actor: Operator | None, step: str) -> None:
    """Note that a step of the set-up was gone through."""
    require(actor, SETTINGS)
    done = setting("setup_steps").split()
    if step not in done:
        keep({"setup_steps": " ".join([*done, step])})


def set_logo(actor: Operator | None, upload: Upload) -> None:
    """Show a picture of the community's own where its name stands, in the place of the one before."""
    require(actor, SETTINGS)
    picture_id = take_for_community(upload)
    with transaction.atomic():
        record(actor.id if actor else None, "instance.set_logo", "setting", None, "")
        _drop_logo()
        use(COMMUNITY, [picture_id], "logo")
        picture = pictures([picture_id])[picture_id]
        width = next((width for width in picture.widths if width >= LOGO_WIDTH), picture.widths[-1])
        keep({"logo": path(picture, "still" if picture.moving else width)})


@transaction.atomic
def remove_logo(actor: Operator | None) -> None:
    """Show our mark again."""
    require(actor, SETTINGS)
    record(actor.id if actor else None, "instance.remove_logo", "setting", None, "")
    _drop_logo()
    keep({"logo": ""})


def _drop_logo() -> None:
    earlier = as_chosen().logo
    if earlier:
        drop([int(earlier.removeprefix("/media/").partition("-")[0])])


def _offered(kind: str, language: str) -> dict[str, str]:
    chosen = kit(kind)
    return {
        "sign_up": chosen.sign_up,
        "visitors": chosen.visitors,
        "profile_fields": "\n".join(in_language(field, language) for field in chosen.fields),
        "welcome": in_language(chosen.welcome, language),
    }


def _seed_rules(actor: Operator | None, earlier: str, kind: str) -> None:
    """The rules of a kit, unless somebody wrote others; they hold once somebody has read and published them."""
    present = list(Rule.objects.filter(retired_at=None).order_by("position").values_list("text", flat=True))
    offered, wanted = ([in_all_languages(text) for text in kit(each).rules] for each in (earlier, kind))
    if present and not (earlier and present == offered):
        return
    listed = "\n".join(rule["en"] for rule in wanted)
    record(actor.id if actor else None, "instance.set_rules", "rule", None, listed)
    put_rules(wanted)
    publish(SettingsChanged(("rules",)))
