"""The whole as one Django application: whatever starts it finds events and gates connected."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The last application to be made ready: all packages are there."""

    name = "folkmoot.project"

    def ready(self) -> None:
        """Connect events to their reactions and gates to their checks."""
        from folkmoot.project import wiring

        wiring.connect()
