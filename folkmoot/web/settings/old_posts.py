"""Old posts: after how long one's own go by themselves, and which are kept."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from folkmoot.core.errors import Invalid
from folkmoot.core.ids import id_in
from folkmoot.posts.actions.autodelete import DAYS, LEAST_MOST, delete_old_posts, keep_old_posts
from folkmoot.posts.queries.aging import Policy, policy_of, would_go
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

KEPT = (
    ("keep_pinned", _("Those you pinned to your profile")),
    ("keep_bookmarked", _("Those you bookmarked yourself")),
    ("keep_liked", _("Those you like yourself")),
    ("keep_media", _("Those with pictures, videos or sounds")),
    ("keep_polls", _("Those with a poll")),
    ("keep_direct", _("Direct posts")),
)


class OldPostsForm(forms.Form):
    """The choices; the domain has the last word."""

    least_likes = forms.IntegerField(
        label=_("Keep what has at least so many likes"), required=False, min_value=1, max_value=LEAST_MOST
    )
    least_boosts = forms.IntegerField(
        label=_("Keep what was boosted at least so many times"), required=False, min_value=1, max_value=LEAST_MOST
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(days, _span(days)) for days in DAYS]
        self.fields["days"] = forms.TypedChoiceField(label=_("Delete my posts after"), choices=choices, coerce=int)
        for name, label in KEPT:
            self.fields[name] = forms.BooleanField(label=label, required=False)

    def policy(self) -> Policy:
        """What was chosen, for the domain."""
        return Policy(**self.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def old_posts(request: "MemberRequest") -> HttpResponse:
    """Choose; be told how many would go now; confirm. DELETE keeps all from now on."""
    if request.method == "DELETE":
        keep_old_posts(request.account)
        messages.success(request, gettext("From now on all your posts stay."))
        return _here()
    now = policy_of(request.viewer)
    if request.method != "POST":
        return _page(request, OldPostsForm(initial=vars_of(now or Policy(365))), now)
    form = OldPostsForm(request.POST)
    if not form.is_valid():
        return refused(request, "settings/old_posts.html", {"form": form, "kept": KEPT, "is_on": now is not None})
    return _chosen(request, form, now)


def vars_of(policy: Policy) -> dict[str, object]:
    """The policy as the form has it."""
    return {name: getattr(policy, name) for name in Policy.__dataclass_fields__}


def _chosen(request: "MemberRequest", form: OldPostsForm, now: Policy | None) -> HttpResponse:
    policy = form.policy()
    confirmed = id_in(request.POST.get("confirmed", ""))
    if confirmed is None:
        return _ask(request, policy)
    try:
        delete_old_posts(request.account, policy, confirmed)
    except Invalid as error:
        tell(form, error, confirmed="days")
        return refused(request, "settings/old_posts.html", {"form": form, "kept": KEPT, "is_on": now is not None})
    messages.success(request, gettext("Saved. Old posts go little by little, within the next hours."))
    return _here()


def _ask(request: "MemberRequest", policy: Policy) -> HttpResponse:
    count = would_go(request.viewer, policy)
    sentence = ngettext(
        "%(count)s post would go now, and each other one when it is old enough.",
        "%(count)s posts would go now, and each other one when it is old enough.",
        count,
    ) % {"count": f"{count:,}"}
    sent = {name: value for name, value in vars_of(policy).items() if value not in (None, False)}
    context = {"sentence": sentence, "count": count, "span": _span(policy.days), "sent": sent}
    return render(request, "settings/old_posts_sure.html", context)


def _page(request: "MemberRequest", form: OldPostsForm, now: Policy | None) -> HttpResponse:
    return render(request, "settings/old_posts.html", {"form": form, "kept": KEPT, "is_on": now is not None})


def _here() -> HttpResponseRedirect:
    return HttpResponseRedirect("/settings/old-posts", status=303)


def _span(days: int) -> str:
    years, months = divmod(days, 365)
    if years:
        return ngettext("%(num)d year", "%(num)d years", years) % {"num": years}
    months = days // 30
    if months:
        return ngettext("%(num)d month", "%(num)d months", months) % {"num": months}
    return ngettext("%(num)d day", "%(num)d days", days) % {"num": days}
