"""The form that a post is written in: what it shows at first, and what was typed when it comes back."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from folkmoot.conversations.queries import others
from folkmoot.core.ids import id_in
from folkmoot.media.actions.keep import ALT_MOST
from folkmoot.posts.actions import Draft
from folkmoot.posts.actions.drafts import PICTURES_MOST, TEXT_MOST, WARNING_MOST
from folkmoot.posts.interaction import WRITABLE, is_wider
from folkmoot.web.social.audiences import all_audiences, audience, audiences
from folkmoot.web.social.back import here_or
from folkmoot.web.social.languages import choices
from folkmoot.web.social.parts.poll import PollPart
from folkmoot.web.social.parts.recordings import RecordingsPart
from folkmoot.web.social.parts.saving import SavingPart
from folkmoot.web.social.parts.wishes import WishesPart
from folkmoot.web.social.uploads import Field, fields, sent_ids
from folkmoot.web.words import icon

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.posts.hydrate import Body
    from folkmoot.web.requests import MemberRequest, WebRequest

PARTS: Mapping[str, Any] = {  # by field
    "recordings": RecordingsPart,
    "poll": PollPart,
    "wishes": WishesPart,
    "saving": SavingPart,
}
KEPT_MOST = 20_000  # characters of a post that wait for somebody to sign in again


def fresh_key() -> str:
    """What tells one form on somebody's screen from every other."""
    return secrets.token_urlsafe(12)


@dataclass(frozen=True)
class Composer:
    """One form for a post; ``place`` names it, so that its draft in the browser is told from others."""

    place: str
    language: str
    text: str = ""
    start: str = ""  # what stands in it before anybody types
    scope: str = "public"
    warning: str = ""
    reply_to: int | None = None
    conversation: int | None = None
    key: str = field(default_factory=fresh_key)
    after: str = ""  # where to go once it is published; empty: stay on this page
    errors: Mapping[str, str] = field(default_factory=dict)
    is_live: bool = False  # sent by htmx and answered in place, where JavaScript runs
    pictures: tuple[int, ...] = ()  # uploads, in their order
    fields: tuple[Field, ...] = ()  # those of them that are shown in the form
    recordings: RecordingsPart = field(default_factory=RecordingsPart)
    poll: PollPart = field(default_factory=PollPart)
    wishes: WishesPart = field(default_factory=WishesPart)
    saving: SavingPart = field(default_factory=SavingPart)
    note: str = ""  # what there is to say about the form as it comes back

    most = TEXT_MOST
    warning_most = WARNING_MOST
    pictures_most = PICTURES_MOST
    alt_most = ALT_MOST

    @classmethod
    def sent(cls, request: "WebRequest") -> Self:
        """What came back from a browser."""
        return cls.typed(request.POST, here_or(request))

    @classmethod
    def typed(cls, form: "QueryDict", after: str) -> Self:
        """What a form holds, just sent or kept since."""
        return cls(
            place=form.get("place", "")[:80] or "home",
            language=form.get("language", ""),
            text=form.get("text", ""),
            scope=form.get("scope", ""),
            warning=form.get("warning", ""),
            reply_to=id_in(form.get("reply_to", "")),
            conversation=id_in(form.get("conversation", "")),
            key=form.get("key", "")[:60],
            after=after,
            is_live="live" in form,
            pictures=sent_ids(form, "pictures"),
            **{name: part.sent(form) for name, part in PARTS.items()},
        )

    @property
    def is_untouched(self) -> bool:
        """Whether this is the form above the home feed, with nothing in it yet."""
        return self == Composer("home", self.language, scope=self.scope, key=self.key, is_live=True)

    def scopes(self, circles: tuple[tuple[int, str], ...]) -> Markup:
        """Who the post can be for: the options, the member's circles among them."""
        return _options(tuple((each.value, each.label, "") for each in all_audiences(self.scope, circles)), self.scope)

    @property
    def about(self) -> Markup:
        """What each audience means."""
        return _about(get_language())

    @property
    def languages(self) -> Markup:
        """What it can be written in: the options."""
        return _options(choices(self.language), self.language)

    def refused(self, problem: str, message: str) -> Self:
        """The same form with what is wrong; an answer whose post is gone becomes a post of its own."""
        reply_to = None if problem == "reply_to" else self.reply_to
        wishes = replace(self.wishes, quote_of=None) if problem == "quote_of" else self.wishes
        return replace(self, errors={problem: message}, reply_to=reply_to, wishes=wishes)

    def draft(self, viewer: int) -> Draft:
        """The post as the domain takes it; sent twice, it is one and the same."""
        addressed = tuple(person.id for person in others(viewer, self.conversation)) if self.conversation else ()
        scope, _colon, circle = self.scope.partition(":")
        draft = Draft(
            text=self.text,
            scope="direct" if self.conversation else scope,
            circle=None if self.conversation else id_in(circle),
            warning=self.warning,
            language=self.language,
            reply_to=self.reply_to,
            addressed=addressed,
            pictures=self.pictures,
            idempotency_key=self._key(),
        )
        for name in PARTS:
            draft = getattr(self, name).added(draft)
        return draft

    def _key(self) -> str:
        """Bound to the words: going back in the browser and writing something else makes another post."""
        if not self.key:
            return ""
        said = repr((self.key, self.text, self.scope, self.warning, self.reply_to, self.conversation, self.pictures))
        said += repr([getattr(self, name) for name in PARTS])
        return "form:" + hashlib.sha256(said.encode(errors="replace")).hexdigest()


def at_home(request: "MemberRequest") -> Composer:
    """The form above the home feed."""
    return Composer("home", own_language(request), scope=request.account.post_scope, is_live=True)


def answering(request: "MemberRequest", body: "Body") -> Composer:
    """The form below a post: it names whom the post came from and whom it named, for the same audience."""
    me = request.account.acct
    named = dict.fromkeys([body.author.acct, *(ref.acct for ref in body.mentions)])
    start = "".join(f"@{acct} " for acct in named if acct != me)
    scope = body.scope if body.scope in WRITABLE else "community"
    is_my_thread = body.author.id == request.viewer
    return Composer(
        f"reply:{body.key.id}",
        own_language(request),
        start,
        start,
        scope,
        reply_to=body.key.id,
        after=body.path,
        is_live=True,
        wishes=WishesPart(reply_policy=body.reply_policy if is_my_thread else "everyone"),
    )


def talking(request: "MemberRequest", conversation_id: int, newest: int | None) -> Composer:
    """The form of a conversation: for all its people, in answer to what was said last."""
    return Composer(
        f"direct:{conversation_id}",
        own_language(request),
        scope="direct",
        reply_to=newest,
        conversation=conversation_id,
        after=f"/direct/{conversation_id}",
        is_live=True,
    )


def writing(request: "MemberRequest", to: "AccountView | None", text: str) -> Composer:
    """The form on a page of its own; ``to`` makes it a direct post to somebody."""
    start = f"@{to.acct} " if to else text
    scope = "direct" if to else request.account.post_scope
    place = f"to:{to.id}" if to else "write"
    return Composer(place, own_language(request), start, start, scope, after=to.path if to else "/")


def quoting(form: Composer, quoted: "Body") -> Composer:
    """The form for a post that quotes another, for no more people than that."""
    wishes = replace(form.wishes, quote_of=quoted.key.id)
    scope = quoted.scope if is_wider(form.scope, quoted.scope) else form.scope
    return replace(form, place=f"quote:{quoted.key.id}", wishes=wishes, scope=scope, after=quoted.path)


def warned(request: "MemberRequest", form: Composer) -> Composer:
    """With a warning before its files, where the member wants that and has written none."""
    has_files = form.pictures or form.recordings.ids
    if request.account.post_sensitive and has_files and not form.warning.strip():
        return replace(form, warning=_("Sensitive content"))
    return form


def keep(request: "WebRequest", composer: Composer) -> None:
    """Hold on to a post of somebody whose session has ended, until they are back."""
    names = ("place", "language", "text", "scope", "warning", "reply_to", "conversation", "key", "pictures")
    values = {name: getattr(composer, name) for name in names}
    values["recordings"] = composer.recordings.ids
    values["quote_of"] = composer.wishes.quote_of
    request.session["kept_post"] = {n: v[:KEPT_MOST] if isinstance(v, str) else v for n, v in values.items()}


def kept(request: "MemberRequest") -> Composer | None:
    """What was kept for whoever has just signed in again."""
    values: dict[str, Any] = dict(request.session.get("kept_post", {}))
    if not values:
        return None
    ids = tuple(values.pop("pictures", ()))
    recordings = RecordingsPart(tuple(values.pop("recordings", ()))).filled(request, {})
    wishes = WishesPart(quote_of=values.pop("quote_of", None))
    shown = fields(request.viewer, ids, None, {})
    ids = tuple(each.shown.picture.id for each in shown)
    return Composer(**values, after="/", pictures=ids, fields=shown, recordings=recordings, wishes=wishes)


def own_language(request: "MemberRequest") -> str:
    """What the member writes in, unless they say otherwise."""
    return request.account.language or get_language() or "en"


@lru_cache(maxsize=500)
def _options(known: tuple[tuple[str, str, str], ...], chosen: str) -> Markup:
    return Markup().join(
        Markup('<option value="{}"{}{}>{}</option>').format(
            value,
            Markup(' lang="{}"').format(lang) if lang else "",
            Markup(" selected") if value == chosen else "",
            label,
        )
        for value, label, lang in known
    )


@lru_cache(maxsize=8)
def _about(language: str | None) -> Markup:
    del language
    return Markup().join(
        Markup('<p class="fine about-{}">{}{}</p>').format(each.value, icon(each.icon), each.sentence)
        for each in (*audiences(), audience("list"))
    )
