"""The address where apps send members."""

from django.urls import path

from folkmoot.web.consent import views

urlpatterns = [
    path("/authorize", views.authorize, name="oauth_authorize"),
]
