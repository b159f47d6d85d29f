"""What hangs on a post from the first moment on: whom it names, its audience, its hashtags, its files."""

from collections.abc import Collection, Mapping

from django.conf import settings

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import resolve
from folkmoot.core import html
from folkmoot.core.emoji import names_in
from folkmoot.core.rows import insert_once
from folkmoot.instance.queries import emojis_named
from folkmoot.media.actions import use, use_recordings
from folkmoot.posts.actions.drafts import Draft
from folkmoot.posts.models import Audience, Mention, PostPicture, PostRecording, PostTag, Scope, Tag


def named_in(text: str) -> dict[tuple[str, str], Account]:
    """The accounts that a text names; our own host after a name says no more than the name."""
    host = settings.FOLKMOOT.host
    pairs = {(name, domain): (name, "" if domain == host else domain) for name, domain in html.mentions_in(text)}
    found = resolve(pairs.values())
    return {written: found[meant] for written, meant in pairs.items() if meant in found}


def words(text: str, named: Mapping[tuple[str, str], Account]) -> str:
    """A text as safe HTML, with links to those it names."""
    return html.render(text, {pair: f"/@{_acct(account)}" for pair, account in named.items()})


def own_emoji(text: str, warning: str) -> bool:
    """Whether one of the community's own emoji stands in the words or the warning."""
    return any(not each.hidden for each in emojis_named(names_in(f"{text} {warning}")).values())


def address(post_id: int, draft: Draft, named: Collection[int]) -> None:
    """Note whom a post names, and for whom it is where that is fixed at publishing."""
    if named:
        Mention.objects.bulk_create([Mention(post_id=post_id, account_id=i) for i in sorted(named)])
    if draft.scope in {Scope.FOLLOWERS, Scope.LIST, Scope.DIRECT}:
        listed = set(draft.addressed) if draft.scope == Scope.LIST else {*named, *draft.addressed}
        Audience.objects.bulk_create([Audience(post_id=post_id, account_id=i) for i in sorted(listed)])


def tag(post_id: int, tags: list[str]) -> None:
    """Give a post its hashtags."""
    shown: Mapping[str, str] = {html.fold_tag(tag): tag for tag in reversed(tags)}
    if not shown:
        return
    for name in sorted(shown):
        insert_once(Tag, name=name, shown=shown[name])
    ids = Tag.objects.filter(name__in=shown).values_list("id", flat=True)
    PostTag.objects.bulk_create([PostTag(post_id=post_id, tag_id=i) for i in ids])


def show(post_id: int, actor: Account, pictures: tuple[int, ...]) -> None:
    """Let a post show these pictures of its author's."""
    use(actor.id, pictures, "post")
    PostPicture.objects.bulk_create(
        [PostPicture(post_id=post_id, position=n, picture_id=i) for n, i in enumerate(pictures)]
    )


def play(post_id: int, actor: Account, recordings: tuple[int, ...]) -> None:
    """Let a post play these recordings of its author's."""
    use_recordings(actor.id, recordings)
    PostRecording.objects.bulk_create(
        [PostRecording(post_id=post_id, position=n, recording_id=i) for n, i in enumerate(recordings)]
    )


def _acct(account: Account) -> str:
    return f"{account.username}@{account.domain}" if account.domain else account.username
