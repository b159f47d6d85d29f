"""Exports: made in the lane *long*, and told of."""

from folkmoot.privacy.actions import make_export
from folkmoot.privacy.events import ExportAsked, ExportReady
from folkmoot.privacy.models import Export
from folkmoot.privacy.tasks.letters import write_ready


def make(event: ExportAsked) -> None:
    """Make the file that a member asked for."""
    make_export(event.export_id)


def tell_ready(event: ExportReady) -> None:
    """Write to the member that it is there, and until when."""
    export = Export.objects.select_related("account__login").filter(id=event.export_id, ready_at__isnull=False).first()
    if export and export.ready_at:
        write_ready(export.account, export.ready_at)
