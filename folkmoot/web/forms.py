"""What all forms of pages share."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

    from folkmoot.core.errors import Invalid


def tell(form: "forms.Form", error: "Invalid", **fields: str) -> None:
    """Put what the domain refused beside its field (``fields``: domain's name = form's), or above the form."""
    name = fields.get(error.field, error.field)
    form.add_error(name if name in form.fields else None, error.message)


def refused(request: "HttpRequest", template: str, context: dict[str, object]) -> HttpResponse:
    """The form once more, with what was typed and why it was not taken: 422."""
    return render(request, template, context, status=422)
