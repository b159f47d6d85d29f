"""The addresses around second factors; ``mfa_authenticate`` is the name allauth looks for."""

from django.urls import path

from folkmoot.web.access import first_of_all
from folkmoot.web.entrance.factors import challenges, pages, step, stepup

urlpatterns = [
    path("sign-in/step", step.second_step, name="mfa_authenticate"),
    path("sign-in/passkey", step.by_passkey, name="passkey_sign_in"),
    path("second-step", step.prove, name="second_step"),
    path("step-up", first_of_all(stepup.step_up), name="step_up"),
    path("passkeys/challenge/<slug:purpose>", challenges.challenge, name="passkey_challenge"),
    path("settings/safety", pages.safety, name="settings_safety"),
    path("settings/safety/app", pages.app, name="settings_app_codes"),
    path("settings/safety/app/picture", pages.picture, name="settings_app_picture"),
    path("settings/safety/passkeys", pages.new_passkey, name="settings_new_passkey"),
    path("settings/safety/passkeys/<int:passkey_id>", pages.passkey, name="settings_passkey"),
    path("settings/safety/codes", pages.new_codes, name="settings_new_codes"),
]
