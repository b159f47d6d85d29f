"""The forms of staff; the domain checks what they hold."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from folkmoot.instance.actions import Notice
from folkmoot.instance.queries import community, manner
from folkmoot.web.colour import DEFAULT
from folkmoot.web.forms import language_field, time_zone_field

COMMUNITY = ("name", "description", "sign_up", "visitors", "contact", "language", "time_zone")


class CommunityForm(forms.Form):
    """What the community is called and who may come in."""

    name = forms.CharField(label=_("Name of the community"), max_length=60)
    description = forms.CharField(label=_("What it is about"), required=False, widget=forms.Textarea)
    sign_up = forms.CharField(label=_("Who may join"), initial="approval")
    visitors = forms.CharField(label=_("What visitors see"), initial="nothing")
    contact = forms.CharField(label=_("Contact address"), required=False, max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = language_field()
        self.fields["time_zone"] = time_zone_field()

    def settings(self) -> Mapping[str, object]:
        """The community's part of what was typed; what was not chosen stays as it is."""
        typed = {name: self.cleaned_data[name] for name in COMMUNITY}
        return {name: value for name, value in typed.items() if value or name not in {"language", "time_zone"}}


class SettingsForm(CommunityForm):
    """The same, and how the community looks and what it shows of others."""

    players = forms.CharField(label=_("Players of other sites"), required=False, max_length=2000, widget=forms.Textarea)
    second_factor = forms.CharField(label=_("Who needs a second factor to sign in"), required=False, initial="staff")
    trends = forms.CharField(label=_("What is on the rise"), required=False, initial="shown")
    profile_fields = forms.CharField(
        label=_("Lines for profiles"), required=False, max_length=2000, widget=forms.Textarea
    )
    colour = forms.CharField(label=_("The community's colour"), required=False, max_length=7, widget=forms.ColorInput)

    def settings(self) -> Mapping[str, object]:
        """The community's part of what was typed; our own colour is kept as none, so that it can change with us."""
        colour = self.cleaned_data["colour"].strip().lower()
        typed = {**super().settings(), "players": self.cleaned_data["players"]}
        typed["second_factor"] = self.cleaned_data["second_factor"] or community().second_factor
        typed["trends"] = self.cleaned_data["trends"] or community().trends
        if "profile_fields" in self.data:  # whoever sends a form without them leaves them as they are
            typed["profile_fields"] = self.cleaned_data["profile_fields"]
        return {**typed, "colour": "" if colour == DEFAULT else colour}


class StorageForm(forms.Form):
    """How much room files may take; nothing typed is no limit of the community's own."""

    files_gb = forms.CharField(label=_("All files together, in GB"), required=False, max_length=10)
    files_mb_each = forms.CharField(label=_("The files of one member, in MB"), required=False, max_length=10)


class EmojiForm(forms.Form):
    """A new emoji of the community's own."""

    name = forms.CharField(label=_("Name"), max_length=42, help_text=_("Members write it between two colons."))
    category = forms.CharField(label=_("Category"), required=False, max_length=40)
    picture = forms.FileField(
        label=_("Picture"), help_text=_("PNG, WebP or GIF, 256 KB at most. It is made small: 128 pixels at most.")
    )


class NoteForm(forms.Form):
    """A few words to whoever is concerned."""

    note = forms.CharField(label=_("A note for the applicant"), required=False, max_length=1000, widget=forms.Textarea)


class InvitationForm(forms.Form):
    """For how many people, and for how long."""

    uses = forms.IntegerField(label=_("For how many people"), initial=1)
    days = forms.IntegerField(label=_("For how many days"), initial=7)


class MomentField(forms.DateTimeField):
    """A day and a time, by the clock of whoever writes it."""

    def __init__(self, label: Any, help_text: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(label=label, required=False, widget=widget, help_text=help_text)

    def prepare_value(self, value: Any) -> Any:
        """A moment as browsers want it; what was typed stays as it is."""
        return self.widget.format_value(super().prepare_value(value))


class AnnouncementForm(forms.Form):
    """What every member is to read, in the languages that pages speak, and when."""

    text = forms.CharField(
        label=_("What you want to say"),
        max_length=5000,
        widget=forms.Textarea,
        help_text=_("As in posts: **bold**, links, lists."),
    )
    shows_at = MomentField(_("Show it from"), _("Empty: at once."))
    starts_at = MomentField(_("Begins"), _("For a meeting or a repair, say."))
    ends_at = MomentField(_("Until"), _("After that, nobody sees it any more. Empty: until you withdraw it."))
    all_day = forms.BooleanField(label=_("Only the days count, not the time of day"), required=False)

    def __init__(self, *args: Any, texts: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = manner().language
        self.others = [code for code, _name in settings.LANGUAGES if code != self.own]
        self.initial.update({self.name_of(code): words for code, words in (texts or {}).items()})
        for code, name in settings.LANGUAGES:
            if code != self.own:
                words = forms.CharField(label=name, required=False, max_length=5000, widget=forms.Textarea)
                self.fields[self.name_of(code)] = words

    def name_of(self, code: str) -> str:
        """What the field for this language is called."""
        return "text" if code == self.own else f"text_{code}"

    def notice(self) -> Notice:
        """What was typed."""
        typed = dict(self.cleaned_data)
        texts = {code: typed.pop(self.name_of(code)) for code in (self.own, *self.others)}
        return Notice(texts, **typed)

    def in_others(self) -> list[tuple[str, forms.BoundField]]:
        """The fields for the languages that are not the community's own."""
        return [(code, self[self.name_of(code)]) for code in self.others]
