"""The addresses at the entrance; the names are those allauth looks for."""

from allauth.account import views as allauth
from django.urls import path, re_path

from folkmoot.web.access import Door, door
from folkmoot.web.entrance import views

visitors = door(Door.VISITORS)
waiting = door(Door.WAITING)

urlpatterns = [
    path("sign-in", visitors(views.SignIn.as_view()), name="account_login"),
    path("sign-up", visitors(views.SignUp.as_view()), name="account_signup"),
    path("sign-out", visitors(views.SignOut.as_view()), name="account_logout"),
    path("language", views.speak, name="language"),
    path("waiting", views.waiting, name="waiting"),
    path("inactive", visitors(allauth.account_inactive), name="account_inactive"),
    path("confirm-email", views.look_into_mail, name="account_email_verification_sent"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)$", visitors(allauth.ConfirmEmailView.as_view()), name="account_confirm_email"
    ),
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
