"""What members may know about their copies, and about leaving."""

from folkmoot.privacy.queries.exports import ExportView, export_file, latest_export, may_ask_at
from folkmoot.privacy.queries.leaving import Loss, departure_of, losses

__all__ = ["ExportView", "Loss", "departure_of", "export_file", "latest_export", "losses", "may_ask_at"]
