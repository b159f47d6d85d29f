"""What the program's own text must not hold: the ways in which others' words become orders."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house import tree

SCRIPTS = tree.files("folkmoot/web/static", ".js")
CODE = tree.production()
# What runs other programs: the children behind walls, started from lists, with words of ours alone.
RUNS_PROGRAMS = {"folkmoot/media/workshop/order.py", "folkmoot/media/studio/order.py"}
# What draws pictures of chance: stories of the demo, the same from the same seed.
DRAWS_LOTS = "folkmoot/project/demo/"
# Shorter than 128 bits, and why that will do.
SHORT_TOKENS = {
    "folkmoot/web/social/composer.py": "tells two sendings of a form apart, and opens nothing",
    "folkmoot/project/demo/making.py": "passwords of the demo, which listens on this machine alone",
}


@cache
def calls(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    found = (node for node in ast.walk(tree.syntax(path)) if isinstance(node, ast.Call))
    return tuple((ast.unparse(node.func), node) for node in found)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree.syntax(path)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def offenders(*names: str) -> set[str]:
    return {f"{tree.name(path)}: {name}" for path in CODE for name, _ in calls(path) if name in names}


def importers(*modules: str) -> set[str]:
    return {
        tree.name(path)
        for path in CODE
        if any(name == module or name.startswith(f"{module}.") for name in imports(path) for module in modules)
    }


def test_no_text_becomes_a_program() -> None:
    assert offenders("eval", "exec", "compile", "__import__", "runpy.run_path") == set()


def test_nothing_is_thawed_that_could_be_anything() -> None:
    assert importers("pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "joblib") == set()


def test_no_xml_is_read() -> None:
    assert importers("xml", "lxml", "defusedxml", "xmltodict") == set()


def test_there_is_no_ldap_no_xpath_no_tex_and_no_memcache() -> None:
    assert importers("ldap", "ldap3", "elementpath", "pylatex", "pymemcache", "memcache", "pylibmc") == set()


def test_other_programs_are_run_by_two_modules_and_never_by_a_shell() -> None:
    assert importers("subprocess", "pty", "pexpect") == RUNS_PROGRAMS
    assert offenders("os.system", "os.popen", "os.execvp", "os.spawnvp", "asyncio.create_subprocess_shell") == set()
    for path in CODE:
        for name, call in calls(path):
            assert not any(keyword.arg == "shell" for keyword in call.keywords), (tree.name(path), name)


def test_chance_that_must_not_be_guessed_comes_from_the_system() -> None:
    assert {name for name in importers("random") if not name.startswith(DRAWS_LOTS)} == set()
    assert offenders("uuid.uuid1", "uuid.uuid3", "uuid.uuid4", "uuid.uuid5", "uuid4") == set()


def test_what_must_not_be_guessed_has_128_bits_at_least() -> None:
    short = {
        tree.name(path)
        for path in CODE
        for name, call in calls(path)
        if re.fullmatch(r"(secrets\.)?token_(urlsafe|hex|bytes)", name) and bits(call) < 128
    }
    assert short == set(SHORT_TOKENS)


def bits(call: ast.Call) -> int:
    argument = call.args[0] if call.args else ast.Constant(32)
    return 8 * int(argument.value) if isinstance(argument, ast.Constant) and isinstance(argument.value, int) else 128


WEAK = re.compile(r"\b(md5|sha1|MD5|SHA1|ECB|DES3?|ARC4|RC4|Blowfish|PKCS1v15|TripleDES)\b")


def test_no_broken_hash_and_no_weak_cipher() -> None:
    named = {tree.name(path) for path in CODE for node in ast.walk(tree.syntax(path)) if WEAK.search(_named(node))}
    assert named == set()


def _named(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.ImportFrom | ast.Import):
        return " ".join(each.name for each in node.names)
    return ""


SECRET = re.compile(r"(digest|signature|secret|hmac|password|_tag\b)(?!s|_)", re.IGNORECASE)


def test_secrets_are_compared_in_constant_time() -> None:
    """A digest that the database looks up needs no care, nor do those of the staff log, which are no secrets."""
    hasty = [
        f"{tree.name(path)}:{node.lineno}: {ast.unparse(node)}"
        for path in CODE
        if "folkmoot/audit/" not in tree.name(path)
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.Compare)
        if _may_be_hasty(node)
    ]
    assert hasty == []


def _may_be_hasty(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    if not any(isinstance(each, ast.Eq | ast.NotEq) for each in node.ops):
        return False
    plain = any(isinstance(each, ast.Constant) or _last(each) == "len" for each in sides)
    return any(SECRET.search(_last(side)) for side in sides) and not plain


def _last(node: ast.expr) -> str:
    return _named(node) if not isinstance(node, ast.Call) else _named(node.func)


def test_templates_are_files_and_never_what_somebody_wrote() -> None:
    assert {
        found for found in offenders("Template", "jinja2.Template", "Engine") if "web/environment" not in found
    } == set()
    for path in CODE:
        assert not [name for name, _ in calls(path) if name.endswith(".from_string")], tree.name(path)


MADE_HERE = {
    "dateformat.format",
    "sized.format",
    "named.format",
    "sprite.format",
}  # dates, and what is written one line above


def test_forms_of_sentences_are_ours() -> None:
    """``.format`` on what somebody wrote would hand out what it can reach."""
    strange = [
        f"{tree.name(path)}: {name}"
        for path in CODE
        for name, call in calls(path)
        if name.endswith((".format", ".format_map")) and name not in MADE_HERE
        if isinstance(call.func, ast.Attribute) and not _written_here(call.func.value)
    ]
    assert strange == []


def _written_here(form: ast.expr) -> bool:
    if isinstance(form, ast.Call):
        return ast.unparse(form.func) in {"_", "super", "super()", "Markup"}
    return isinstance(form, ast.Constant) or ast.unparse(form).lstrip("_").isupper()


def test_words_of_others_in_a_pattern_are_taken_literally() -> None:
    """What stands in braces is one of our own patterns, or escaped; ``found[2]`` is one of six names of elements."""
    harmless = re.compile(r"_?[A-Z]|re\.escape\(|'\|'\.join\(|_[a-z]+\(|found\[2\]$")
    strange = [
        f"{tree.name(path)}: {ast.unparse(part.value)}"
        for path in CODE
        for name, call in calls(path)
        if re.fullmatch(r"re\.(compile|sub|match|search|fullmatch|split|findall|finditer)", name)
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.FormattedValue) and not harmless.match(ast.unparse(part.value))
    ]
    assert strange == []


# -- Scripts -----------------------------------------------------------------------------------------------------------

FORBIDDEN = (
    r"\beval\s*\(",
    r"\bnew Function\b",
    r"document\.write",
    r"\.insertAdjacentHTML",
    r"__proto__",
    r"\b(window|parent|opener|top|frames\[?\w*\]?|contentWindow)\.postMessage",
    r"\b(window|document|self|globalThis)\.(onmessage|addEventListener\(\s*[\"']message)",
    r"\bonmessage\b",
    r"document\.cookie",
    r"\bimport\s*\(?\s*[\"']https?:",
    r"\bdocument\.domain\b",
    r"set(Timeout|Interval)\(\s*[\"'`]",
)
# Fragments of our own pages, which Jinja2 escaped; never a value that was typed or read from storage.
FRAGMENTS = {"recordings.js", "pictures.js", "emoji.js", "keys.js"}


@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_no_script_does_this(forbidden: str) -> None:
    assert [path.name for path in SCRIPTS if path.parent.name == "js" and re.search(forbidden, path.read_text())] == []


def test_messages_are_heard_from_our_own_worker_alone() -> None:
    """A worker has no window: nobody but the page that began it can speak to it."""
    listening = re.compile(r"addEventListener\(\s*[\"']message[\"']|\bpostMessage\(")
    found = {
        path.name: path.read_text()
        for path in SCRIPTS
        if listening.search(path.read_text()) and path.parent.name == "js"
    }
    assert set(found) == {"proof.js", "proof-worker.js"}
    assert set(re.findall(r"(\w+)\.(?:postMessage|addEventListener\(\s*\"message)", found["proof.js"])) == {"worker"}


def test_markup_comes_from_the_server_alone() -> None:
    ours = [path for path in SCRIPTS if path.parent.name == "js"]
    found = {path.name: re.findall(r"\.innerHTML\s*=\s*(.+);", path.read_text()) for path in ours}
    told = {name: each for name, each in found.items() if each}
    assert set(told) == FRAGMENTS
    assert {each for said in told.values() for each in said} <= {"text", "await answer.text()"}


def test_the_browser_keeps_what_was_being_written_and_nothing_else() -> None:
    places = {
        place
        for path in SCRIPTS
        if path.parent.name == "js"
        for place in re.findall(r"(?:local|session)Storage\.setItem\(([^,]+),", path.read_text())
    }
    assert places == {"key(form)", "key(form.dataset.draft)"}
    assert not [path for path in SCRIPTS if path.parent.name == "js" and "indexedDB" in path.read_text()]


def test_no_plugin_and_no_applet_is_used() -> None:
    templates = "".join(path.read_text() for path in tree.files("folkmoot", ".html"))
    assert re.findall(r"<(object|embed|applet|frame|frameset|keygen)\b", templates) == []


def test_every_password_is_masked_and_may_be_pasted() -> None:
    scripts = {path.name: path.read_text() for path in SCRIPTS if path.parent.name == "js"}
    assert [name for name, text in scripts.items() if '"paste"' in text], "or this looks for nothing"
    assert [name for name, text in scripts.items() if '"paste"' in text and "password" in text] == []
    templates = "".join(path.read_text() for path in tree.files("folkmoot", ".html"))
    assert not re.findall(r"onpaste|autocomplete=[\"']off[\"'][^>]*type=[\"']password", templates)


def test_nothing_is_taken_from_a_repository_by_accident() -> None:
    """The package holds no history, no editor's leavings and no key."""
    leavings = re.compile(r"(^|/)(\.git|\.svn|\.hg|\.env|\.DS_Store)|\.(pem|key|orig|bak|swp|sqlite3|log)$")
    assert [tree.name(path) for path in tree.files("folkmoot") if leavings.search(tree.name(path))] == []


def test_no_secret_stands_in_the_program() -> None:
    keys = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b|://[^/\s:@'\"{}]+:[^/\s@'\"{}]{6,}@"
    )
    said = {
        tree.name(path): keys.sub(lambda found: "" if "user:password@" in found[0] else found[0], path.read_text())
        for path in CODE
    }
    assert [name for name, text in said.items() if keys.search(text)] == []
    settings = (tree.ROOT / "folkmoot/project/settings.py").read_text()
    assert re.search(r"^SECRET_KEY = (?!['\"])", settings, re.MULTILINE)
