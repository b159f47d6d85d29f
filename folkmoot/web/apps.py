"""The pages as a Django application: templates and static files, no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Everything a browser sees."""

    name = "folkmoot.web"

    def ready(self) -> None:
        """From now on allauth counts where everything is counted, and leaves it to us to note who signs in."""
        from folkmoot.web.entrance import pace, sessions

        pace.take_over()
        sessions.take_over()
