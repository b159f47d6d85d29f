"""The addresses of the community's texts."""

from django.urls import path

from folkmoot.instance.policies.kinds import Kind
from folkmoot.web.policies import agreeing, pages

urlpatterns = [path("agree", agreeing.agree, name="agree"), path("agree/later", agreeing.later, name="agree_later")]
for kind in Kind:
    place, known = kind.path.removeprefix("/"), {"kind": kind.value}
    urlpatterns += [
        path(place, pages.policy, known, name=kind.value),
        path(f"{place}/<int:number>", pages.one_version, known, name=f"{kind.value}_version"),
    ]
