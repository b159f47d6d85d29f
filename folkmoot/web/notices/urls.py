"""The addresses of notices."""

from django.urls import path

from folkmoot.web.notices import pages

urlpatterns = [
    path("notice", pages.notice, name="notice"),
    path("notice/find", pages.find, name="notice_find"),
    path("notice/<str:code>", pages.followed, name="notice_followed"),
    path("notice/<str:code>/<int:report_id>/answer", pages.answered, name="notice_answer"),
]
