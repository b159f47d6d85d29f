"""The addresses of the first steps."""

from django.urls import path

from folkmoot.web.welcome import pages

urlpatterns = [
    path("welcome", pages.start, name="welcome"),
    path("welcome/<str:step_name>", pages.step, name="welcome_step"),
]
