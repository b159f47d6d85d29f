"""The addresses that stand in letters."""

from django.urls import path

from folkmoot.web.letters import pages

urlpatterns = [path("unsubscribe/<str:token>", pages.unsubscribe, name="unsubscribe")]
