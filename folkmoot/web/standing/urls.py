"""The addresses of decisions and of what is said against them."""

from django.urls import path

from folkmoot.web.standing import linked, pages, reported

urlpatterns = [
    path("decisions", pages.decisions, name="decisions"),
    path("decisions/<id:statement_id>", pages.decision, name="decision"),
    path("decisions/<id:statement_id>/<str:key>", linked.decision, name="decision_by_link"),
    path("appeals/<id:report_id>", reported.appeal, name="appeal_report"),
    path("notice/<str:code>/<id:report_id>", reported.appeal_by_code, name="appeal_notice"),
]
