"""Making the world: the people, their relations, a post of every kind, and all that is done with posts."""

from django.utils import timezone

from folkmoot.accounts.actions import create_token, edit_profile
from folkmoot.accounts.actions.profile import ProfileDraft
from folkmoot.accounts.models import Account, Invitation, Token
from folkmoot.accounts.queries import token_digest
from folkmoot.conversations.models import Conversation
from folkmoot.core.events import drain
from folkmoot.instance.actions import Notice, announce, begin_open, change_settings
from folkmoot.instance.models import Announcement
from folkmoot.media.models import Picture, Recording, Upload
from folkmoot.moderation.models import Case, Report, Restriction
from folkmoot.notifications.actions import choose_policy
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import Choice
from folkmoot.posts.models import (
    FeaturedTag,
    Filter,
    FilterPost,
    FilterWord,
    Post,
    SavedDraft,
    ScheduledPost,
    YearReport,
)
from folkmoot.project import cast as stage
from folkmoot.relations.actions import FollowWishes, change_follow, follow
from folkmoot.relations.models import Circle, Collection
from tests.api.admin.staffing import give_factor
from tests.canary.deeds import delete_last, hold_back, live, wish
from tests.canary.world import World, word
from tests.canary.writing import PLAYS, write_all


def build() -> World:
    """Make the people, their relations, and one post of every kind."""
    begin_open()
    change_settings(None, {"name": "Hillside Choir", "sign_up": "approval", "visitors": "posts", "players": PLAYS})
    cast = stage.create()
    people = {name: getattr(cast, name) for name in ("olivia", "frank", "alice", "bob", "carol", "dan", "erin", "gina")}
    people |= {"hal": cast.hal, "ivy": cast.ivy, "nora": stage.member("nora"), "vera": stage.member("vera")}
    world = World(people, {name: _token(account) for name, account in people.items() if account.login_id})
    for name, account in people.items():
        _describe(world, name, account)
    follow(people["vera"], people["alice"].id)
    change_follow(people["bob"], people["alice"].id, FollowWishes(tell=True))
    choose_policy(people["hal"], Choice(not_following="filter"))
    announce(people["olivia"], Notice("We sing on **Sunday**"))
    write_all(world)
    drain()
    live(world)
    wish(world)
    hold_back(world)
    drain()
    delete_last(world)
    world.ids = _ids(world)
    return world


def _describe(world: World, name: str, account: Account) -> None:
    world.bios[name] = word(f"bio {name}")
    if account.active and account.login_id:
        lines = (("Song", world.bios[name]),)
        edit_profile(account, ProfileDraft("", f"I like {world.bios[name]}.", lines, account.locked, True))
    else:
        bio = f"I like {world.bios[name]}."
        Account.objects.filter(id=account.id).update(bio=bio, bio_html=f"<p>{bio}</p>")
    world.people[name] = Account.objects.get(id=account.id)


def _token(account: Account) -> str:
    """A program's token; those who may have none get one that was left over."""
    if account.is_staff:
        give_factor(account)
    if account.active:
        return create_token(account, "read write follow profile push admin:read", 1)
    raw = f"left over from {account.username}"
    ends = timezone.now() + timezone.timedelta(days=1)
    Token.objects.create(
        account=account, digest=token_digest(raw), scopes="read write follow profile push", expires_at=ends
    )
    return raw


def _ids(world: World) -> dict[str, list[int]]:
    return {
        "post_id": list(Post.objects.order_by("id").values_list("id", flat=True)),
        "account_id": [account.id for account in world.people.values()],
        "login_id": [account.login_id for account in world.people.values() if account.login_id],
        "circle_id": list(Circle.objects.values_list("id", flat=True)),
        "collection_id": list(Collection.objects.values_list("id", flat=True)),
        "number": list(YearReport.objects.values_list("year", flat=True)),
        "filter_id": list(Filter.objects.values_list("id", flat=True)),
        "featured_id": list(FeaturedTag.objects.values_list("id", flat=True)),
        "keyword_id": list(FilterWord.objects.values_list("id", flat=True)),
        "named_id": list(FilterPost.objects.values_list("id", flat=True)),
        "upload_id": list(Upload.objects.values_list("id", flat=True)),
        "draft_id": list(SavedDraft.objects.values_list("id", flat=True)),
        "scheduled_id": list(ScheduledPost.objects.values_list("id", flat=True)),
        "conversation_id": list(Conversation.objects.values_list("id", flat=True)),
        "notification_id": list(Notification.objects.values_list("id", flat=True)),
        "case_id": list(Case.objects.values_list("id", flat=True)),
        "report_id": list(Report.objects.values_list("id", flat=True)),
        "restriction_id": list(Restriction.objects.values_list("id", flat=True)),
        "batch": list(Restriction.objects.exclude(batch=None).values_list("batch", flat=True)),
        "recording_id": list(Recording.objects.order_by("id").values_list("id", flat=True)),
        "picture_id": list(Picture.objects.order_by("id").values_list("id", flat=True)),
        "announcement_id": list(Announcement.objects.values_list("id", flat=True)),
        "invitation_id": list(Invitation.objects.values_list("id", flat=True)),
    }
