"""What pictures and recordings keep about people, in the database and on the disk."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, MINE, NOBODY, READERS, Blank, Held, Topic, Withheld, of, technical, within

_KEPT = _("As long as a post, your profile or a draft shows it; a day when nothing does.")
_NAME = _("It is a part of the file's address, and would open it for whoever reads it.")
_OURS = "t.use IN ('card', 'emoji', 'logo')"

TABLES = (
    technical("media_hold", _("Which files belong to something that was reported, and stay until it is decided on.")),
    Held(
        "media_caption",
        Topic.FILES,
        _("In which languages your recordings have captions. The words lie beside the files."),
        _KEPT,
        READERS,
        mine=within("recording_id", "media_recording", "owner_id = %(account)s"),
        exported=("id", "recording_id", "language", "bytes"),
        erased=(within("recording_id", "media_recording", "owner_id = %(account)s"),),
    ),
    Held(
        "media_recording",
        Topic.FILES,
        _("Your videos and sounds: their size, what you said they show, title, and how far they are prepared."),
        _KEPT,
        READERS,
        mine=of("owner_id"),
        exported=("id", "kind", "state", "problem", "alt", "title", "artist", "album", "seconds", "width", "height"),
        withheld=(
            Withheld(_NAME, ("name",)),
            Withheld(
                INNER,
                (
                    *("owner_id", "progress", "heights", "still", "blurhash", "waveform", "rate", "source", "tries"),
                    *("bytes", "use", "used_at", "kept_until"),
                ),
            ),
        ),
        erased=(of("owner_id"),),
    ),
    Held(
        "media_picture",
        Topic.FILES,
        _("Your pictures: their size, what you said they show, and the point that stays in view."),
        _KEPT,
        READERS,
        mine=f"{of('owner_id')} AND NOT {_OURS}",
        exported=("id", "alt", "focus_x", "focus_y", "width", "height", "moving", "use", "used_at"),
        withheld=(
            Withheld(_NAME, ("name",)),
            Withheld(INNER, ("owner_id", "blurhash", "widths", "bytes", "kept_until")),
        ),
        erased=(f"{of('owner_id')} AND NOT {_OURS}",),
        blanks=(Blank(f"{of('owner_id')} AND {_OURS}", (("owner_id", "0"),)),),
    ),
    Held(
        "media_upload",
        Topic.FILES,
        _("Files that are still on their way, and what they are called on your device."),
        _("A day after the last piece came."),
        MINE,
        mine=of("owner_id"),
        exported=("id", "file_name", "length", "received", "changed_at"),
        withheld=(Withheld(_NAME, ("name",)), Withheld(INNER, ("owner_id", "recording_id"))),
        erased=(of("owner_id"),),
    ),
    Held(
        "files: media",
        Topic.FILES,
        _("The files of pictures and recordings, without the hidden details that cameras and phones write into them."),
        _KEPT,
        _("Whoever may see the post; those of public posts whoever knows their address."),
        is_table=False,
    ),
    Held(
        "files: uploads",
        Topic.FILES,
        _("What was uploaded, as it came, until it is made ready."),
        _("A day at most."),
        NOBODY,
        is_table=False,
        not_exported=_("It is made into the pictures and recordings that are exported."),
    ),
)
