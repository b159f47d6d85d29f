"""The addresses of the numbers."""

from django.urls import path

from folkmoot.web.transparency import pages

urlpatterns = [
    path("transparency", pages.transparency, name="transparency"),
    path("transparency.csv", pages.sheet, name="transparency_sheet"),
]
