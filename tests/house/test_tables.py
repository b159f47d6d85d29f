"""How tables may point at each other."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field, Model

from tests.house import tree

Pointer = tuple[type[Model], "Field[object, object]", type[Model]]


def test_no_key_points_up() -> None:
    height = tree.layers()
    wrong = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model, field, target in _pointers()
        if height[target._meta.app_label] > height[model._meta.app_label]
    ]
    assert wrong == []


def test_a_key_into_another_package_leaves_nothing_there() -> None:
    """Without ``related_name="+"`` the lower package would grow an attribute that leads up."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field, target in _pointers()
        if target._meta.app_label != model._meta.app_label and not field.remote_field.hidden
    ]
    assert wrong == []


def test_every_package_with_tables_has_a_place_in_the_layers() -> None:
    assert {config.label for config in _our_apps()} <= set(tree.layers())


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def _pointers() -> Iterator[Pointer]:
    ours = {config.label for config in _our_apps()}
    for config in _our_apps():
        for model in config.get_models(include_auto_created=True):
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                target = field.related_model
                if target is not None and target._meta.app_label in ours:
                    yield model, field, target


def _our_apps() -> Iterator[object]:
    return (config for config in apps.get_app_configs() if config.name.startswith("folkmoot."))
