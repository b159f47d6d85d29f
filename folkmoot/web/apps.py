"""The pages as a Django application: templates and static files, no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Everything a browser sees."""

    name = "folkmoot.web"
