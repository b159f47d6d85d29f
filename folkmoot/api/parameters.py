"""What a program sent, from the query, a form, a multipart form or JSON, with names in brackets as Rails reads them."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from folkmoot.api.errors import TooLarge
from folkmoot.core.errors import Invalid
from folkmoot.core.ids import id_in

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

BODY_MOST = 1_000_000  # bytes
_MB = 1_000_000
FILE_MOST = max(100, settings.FOLKMOOT.video_mb, settings.FOLKMOOT.sound_mb) * _MB + BODY_MOST  # each kind has its own
FIELDS_MOST = 1_000
DEEPEST = 3  # a[b][]
_WITH_FILES = "multipart/form-data"
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_TRUE = frozenset({"1", "t", "true", "on", "yes"})
_FALSE = frozenset({"0", "f", "false", "off", "no", ""})


class Parameters:
    """Named values whose type is checked where they are read; a wrong one is ``Invalid`` and names its field."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Any] = MappingProxyType({})) -> None:
        self.values = values
        self.files = files

    @classmethod
    def of(cls, request: HttpRequest, most: int) -> "Parameters":
        """Everything a request carries, in a body of so many bytes at most; the body has the last word."""
        values = _nested(query_pairs(request))
        if request.content_type == _WITH_FILES:
            pairs, files = _multipart(request, most)
            return cls({**values, **_nested(pairs)}, files)
        return cls({**values, **_body(request, most)})

    def text(self, name: str) -> str:
        """A text; empty when there is none."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Invalid(name, _("This must be a text."))
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; no when it is not said."""
        value = self.values.get(name)
        if isinstance(value, bool):
            return value
        word = str(value).lower() if isinstance(value, str | int) else "" if value is None else "?"
        if word not in _TRUE | _FALSE:
            raise Invalid(name, _("This must be true or false."))
        return word in _TRUE

    def id(self, name: str) -> int | None:
        """The id of something, in quotes or not; ``None`` when there is none."""
        value = self.values.get(name)
        return None if value in (None, "") else _id(name, value)

    def ids(self, name: str) -> list[int]:
        """Some ids in the order they were sent, each once; a single one may stand alone."""
        value = self.values.get(name)
        nothing = value is False or value in (None, "", {})
        several = value if isinstance(value, list) else [] if nothing else [value]
        return list(dict.fromkeys(_id(name, one) for one in several))

    def texts(self, name: str) -> list[str]:
        """Some texts in the order they were sent; a single one may stand alone."""
        value = self.values.get(name)
        several = value if isinstance(value, list) else [] if value in (None, "") else [value]
        return [Parameters({name: each}).text(name) for each in several]

    def rows(self, name: str) -> list["Parameters"]:
        """Some groups of values, each with names of its own: a list of objects, or objects by number."""
        value = self.values.get(name)
        several = list(value.values()) if isinstance(value, dict) else value or []
        if not isinstance(several, list) or not all(isinstance(each, dict) for each in several):
            raise Invalid(name, _("This must be a list of objects."))
        return [Parameters(each) for each in several]

    def file(self, name: str) -> "UploadedFile[bytes]":
        """A file that came with a form."""
        found: UploadedFile[bytes] | None = self.files.get(name)
        if found is None:
            raise Invalid(name, _("There must be a file in this field."))
        return found


def query_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """The query string, taken apart."""
    raw = request.META.get("QUERY_STRING", "")
    return _pairs(raw, "query") if raw else []


def repeated(request: HttpRequest, names: Collection[str]) -> str:
    """What the addresses of the pages around one ask again: those fields of the query that have these names."""
    pairs = [(name, value) for name, value in query_pairs(request) if name.partition("[")[0] in names]
    return f"{urlencode(pairs)}&" if pairs else ""


def _body(request: HttpRequest, most: int) -> dict[str, Any]:
    _check_size(request, most)
    match request.content_type:
        case "application/json":
            return _json(request.body)
        case "application/x-www-form-urlencoded":
            return _nested(_pairs(request.body.decode(errors="replace"), "body"))
    return {}


def _check_size(request: HttpRequest, most: int) -> None:
    size = request.META.get("CONTENT_LENGTH") or "0"
    if size.isdigit() and int(size) > most:
        raise TooLarge


def _json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Invalid("body", _("This is not JSON that can be read.")) from None
    if not isinstance(found, dict):
        raise Invalid("body", _("This must be a JSON object."))
    return cast("dict[str, Any]", found)


def _pairs(raw: str, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw, keep_blank_values=True, max_num_fields=FIELDS_MOST)
    except ValueError:
        raise Invalid(where, _("These are too many fields.")) from None


def _multipart(request: HttpRequest, most: int) -> tuple[list[tuple[str, str]], Mapping[str, Any]]:
    """The fields and the files of a form, whatever the method: Django itself reads those of POST alone."""
    _check_size(request, most)
    try:
        sent, files = (
            (request.POST, request.FILES)
            if request.method == "POST"
            else request.parse_file_upload(request.META, request)
        )
        return [(name, str(value)) for name, values in sent.lists() for value in values], files
    except (MultiPartParserError, UnicodeError, ValueError):
        raise Invalid("body", _("This form cannot be read.")) from None


def _nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """``a=1``, ``b[]=1``, ``c[d]=1`` and ``c[d][]=1`` as the values they stand for; of equal names the last counts."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        match = _NAME.fullmatch(name)
        keys = [match[1], *match[2][1:-1].split("][")] if match and match[2] else [name]
        if len(keys) > DEEPEST or not _put(found, keys, value):
            raise Invalid(keys[0], _("The brackets in this name make no sense."))
    return found


def _put(found: dict[str, Any], keys: list[str], value: str) -> bool:
    """Set one value; whether its name goes together with those before it."""
    if len(keys) == DEEPEST and keys[1] == "" and keys[2]:
        return _put_in_row(found.setdefault(keys[0], []), keys[2], value)
    *path, last = keys
    if is_one_of_several := last == "" and bool(path):
        *path, last = path
    place = _place(found, path)
    if place is None or "" in path or (path and not last):
        return False
    if not is_one_of_several:
        place[last] = value
        return True
    several = place.setdefault(last, [])
    if isinstance(several, list):
        several.append(value)
    return isinstance(several, list)


def _put_in_row(rows: Any, key: str, value: str) -> bool:
    """``a[][b]=1&a[][c]=2&a[][b]=3``: a name that the last object has already begins another one."""
    if not isinstance(rows, list):
        return False
    if not rows or not isinstance(rows[-1], dict) or key in rows[-1]:
        rows.append({})
    rows[-1][key] = value
    return True


def _place(found: dict[str, Any], path: list[str]) -> dict[str, Any] | None:
    place: Any = found
    for key in path:
        place = place.setdefault(key, {})
        if not isinstance(place, dict):
            return None
    return cast("dict[str, Any]", place)


def _id(name: str, value: object) -> int:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    found = id_in(text)
    if found is None:
        raise Invalid(name, _("This is not an id."))
    return found
