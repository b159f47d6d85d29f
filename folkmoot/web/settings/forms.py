"""The forms of the settings pages."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.actions import ProfileDraft
from folkmoot.instance.profile_lines import read_lines
from folkmoot.instance.queries import community, manner
from folkmoot.web.forms import language_field, time_zone_field
from folkmoot.web.time_zones import zone_name

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account

LINES = range(4)
SWITCHES = ("locked", "discoverable", "hides_people", "indexable")


class ProfileForm(forms.Form):
    """What a member says about themselves; the domain checks lengths, so that it can say by how much."""

    name = forms.CharField(label=_("Name"), required=False)
    bio = forms.CharField(label=_("About you"), required=False, widget=forms.Textarea)
    locked = forms.BooleanField(label=_("I decide who follows me"), required=False)
    discoverable = forms.BooleanField(label=_("Show me in the list of members"), required=False)
    hides_people = forms.BooleanField(label=_("Keep to myself whom I follow and who follows me"), required=False)
    indexable = forms.BooleanField(label=_("Let search engines find me"), required=False)
    automatic = forms.BooleanField(label=_("A program posts here by itself"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = dict(enumerate(read_lines(community().profile_fields)))
        for line in LINES:
            hint = forms.TextInput({"placeholder": offered[line].name if line in offered else "", "list": "line-names"})
            self.fields[f"name_{line}"] = forms.CharField(label=_("Name of the line"), required=False, widget=hint)
            choices = forms.TextInput({"list": "line-choices"})
            self.fields[f"value_{line}"] = forms.CharField(label=_("What it says"), required=False, widget=choices)
        self.names = [line.name for line in offered.values()]
        self.choices = list(dict.fromkeys(choice for line in offered.values() for choice in line.choices))

    def draft(self) -> ProfileDraft:
        """What was typed, for the domain."""
        typed = self.cleaned_data
        lines = tuple((typed[f"name_{line}"], typed[f"value_{line}"]) for line in LINES)
        switches = (typed[name] for name in ("locked", "discoverable", "automatic"))
        return ProfileDraft(typed["name"], typed["bio"], lines, *switches)


class LanguageForm(forms.Form):
    """What the site speaks, and whose clock it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = gettext("As the community has it (%(zone)s)") % {"zone": zone_name(manner().time_zone)}
        self.fields["language"] = language_field(_("As my browser asks"))
        self.fields["time_zone"] = time_zone_field(here)


def filled(account: "Account") -> dict[str, object]:
    """The profile as it is, for the form."""
    values: dict[str, object] = {name: getattr(account, name) for name in ("name", "bio", *SWITCHES)}
    values["automatic"] = account.kind == "service"
    for line, field in enumerate(account.fields):
        values |= {f"name_{line}": field["name"], f"value_{line}": field["value"]}
    return values
