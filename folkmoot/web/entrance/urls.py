"""The addresses at the entrance; the names are those allauth looks for."""

from allauth.account import views as allauth
from django.urls import path, re_path

from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.entrance import address, proof, views
from folkmoot.web.entrance.oidc import pages as oidc
from folkmoot.web.settings.leaving import come_back

visitors = door(Door.VISITORS)
waiting = door(Door.WAITING)

urlpatterns = [
    path("sign-in", visitors(views.SignIn.as_view()), name="account_login"),
    path("sign-in/service", oidc.begin, name="service_sign_in"),
    path("sign-in/service/back", oidc.returned, name="service_back"),
    path("sign-up", visitors(views.SignUp.as_view()), name="account_signup"),
    path("sign-up/challenge", proof.challenge, name="challenge"),
    path("sign-out", first_of_all(visitors(views.SignOut.as_view())), name="account_logout"),
    path("language", views.speak, name="language"),
    path("waiting", views.waiting, name="waiting"),
    path("come-back", come_back, name="come_back"),
    path("inactive", visitors(allauth.account_inactive), name="account_inactive"),
    path("confirm-email", views.look_into_mail, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)$", visitors(views.ConfirmEmail.as_view()), name="account_confirm_email"),
    re_path(r"^confirm-address/(?P<key>[-:\w]+)$", address.confirm, name="address_confirm"),
    re_path(r"^not-me/(?P<key>[-:\w]+)$", address.not_me, name="address_not_me"),
    path("password/reset", visitors(views.ResetPassword.as_view()), name="account_reset_password"),
    path("password/reset/sent", visitors(allauth.PasswordResetDoneView.as_view()), name="account_reset_password_done"),
    path(
        "password/reset/done",
        visitors(allauth.PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        visitors(views.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
]
