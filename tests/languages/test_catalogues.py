"""The catalogues are whole, and what checks them notices what is not."""

import gettext as machine
import re
from pathlib import Path

import pytest
from babel.messages import Message
from django.conf import settings
from django.utils import translation

from scripts import translations

CATALOGUES = translations.catalogues()


def test_every_language_but_the_first_has_a_catalogue() -> None:
    written_in, *others = dict(settings.LANGUAGES)
    assert written_in == settings.LANGUAGE_CODE
    assert sorted(map(translations.language_of, CATALOGUES)) == sorted(others)


@pytest.mark.parametrize("path", CATALOGUES, ids=translations.language_of)
def test_a_catalogue_is_compiled_as_it_is_written(path: Path) -> None:
    """What members read is the text that translators see; ``make check`` also compares it with the sources."""
    with path.open("rb") as file:
        written = translations.read_po(file, locale=translations.language_of(path))
    assert path.with_suffix(".mo").read_bytes() == translations.compiled(written)
    assert not [p for each in written if each.id for p in translations.problems(each, written.num_plurals)]


@pytest.mark.parametrize("path", CATALOGUES, ids=translations.language_of)
def test_every_number_finds_its_plural_form(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        found = machine.GNUTranslations(file)
    forms = {found.ngettext("%(num)d like", "%(num)d likes", number) for number in range(200)}
    assert len(forms) == 6
    assert not [form for form in forms if re.search("[A-Za-z]{2,}", form.replace("%(num)d", ""))]


PLURAL = ("%(num)d like of %(name)s", "%(num)d likes of %(name)s")


@pytest.mark.parametrize(
    ("text", "given", "plurals", "problem"),
    [
        ("Hello", "مرحبًا", 6, ""),
        ("Hello", "", 6, "not translated"),
        ("Hello %(name)s", "مرحبًا %(name)s", 6, ""),
        ("Hello %(name)s", "مرحبًا", 6, "other placeholders"),
        ("Hello %(name)s", "مرحبًا %(nmae)s", 6, "other placeholders"),
        ("Hello", "مرحبًا %(name)s", 6, "other placeholders"),
        ("100 %%", "100 %%", 6, ""),
        (PLURAL, ("%(name)s", "%(name)s 1", "%(name)s %(num)d"), 3, ""),
        (PLURAL, ("%(name)s", "%(name)s 1"), 3, "has 2 plural forms, not 3"),
        (PLURAL, ("a", "b", "c"), 3, "other placeholders"),
        (PLURAL, ("%(name)s", "%(name)s", ""), 3, "not translated"),
        (PLURAL, ("%(name)s",) * 4, 4, "other placeholders"),
    ],
)
def test_what_is_wrong_with_a_translation_is_found(
    text: str | tuple[str, str], given: str | tuple[str, ...], plurals: int, problem: str
) -> None:
    found = list(translations.problems(Message(text, given), plurals))
    assert (len(found) >= 1 and problem in found[0]) if problem else found == []


def test_an_unsure_translation_is_found() -> None:
    assert list(translations.problems(Message("Hello", "مرحبًا", flags={"fuzzy"}), 6)) == ["marked as unsure"]


def test_old_and_uncompiled_catalogues_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(CATALOGUES[0].read_bytes())
    path.with_suffix(".mo").write_bytes(b"")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "template", lambda: _with(path, "A text that was added"))
    found = list(translations.faults(path))
    assert any("not the texts of the program" in fault for fault in found)
    assert any("not compiled" in fault for fault in found)
    assert any("not translated: 'A text that was added'" in fault for fault in found)
    translations.update(path)
    found = list(translations.faults(path))
    assert [fault for fault in found if "not compiled" in fault or "texts of the program" in fault] == []
    assert (tmp_path / "ar" / "cities.json").exists()


def test_texts_of_templates_mails_and_code_are_all_collected() -> None:
    found = translations.template()
    for text in ("Skip to the content", "Hello,", "Choose who the post is for.", "Home", "Name of the community"):
        assert text in found, text


def test_arabic_speaks_of_one_thing_by_one_word() -> None:
    """The glossary of docs/developers/languages.md."""
    with translation.override("ar"):
        for text, word in (
            ("Your post is published.", "منشور"),
            ("Likes", "إعجاب"),
            ("Boost", "إعادة نشر"),
            ("Follow", "متابعة"),
            ("%(name)s mentions you", "يشير"),
            ("Bookmarks", "محفوظات"),
            ("Notifications", "إشعارات"),
            ("Mute this account", "كتم"),
            ("Block this account?", "حظر"),
            ("Report an account", "إبلاغ"),
        ):
            assert word in translation.gettext(text), text


def _with(path: Path, text: str) -> translations.Catalog:
    with path.open("rb") as file:
        found = translations.read_po(file)
    found.add(text)
    return found
