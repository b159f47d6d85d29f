"""The inventory of keys and algorithms against the program: nothing is used that it does not name, nothing weak."""

import ast
import re
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import get_hasher, make_password
from django.test import override_settings

from folkmoot.project import keys
from folkmoot.web.entrance.factors import sealing
from tests.house import tree

INVENTORY = (tree.ROOT / "docs/developers/cryptography.md").read_text()
USES = re.compile(
    r"^(?:import|from) (?:hashlib|hmac|secrets|cryptography|ssl|fido2|argon2)\b|salted_hmac|django\.core\.signing"
    r"|from django\.core import signing|constant_time_compare|get_random_string",
    re.MULTILINE,
)


def using() -> list[str]:
    return [tree.name(path) for path in tree.production() if USES.search(path.read_text())]


def test_every_module_that_uses_cryptography_is_in_the_inventory() -> None:
    named = set(re.findall(r"`(folkmoot/[\w/.]+)`", INVENTORY))
    lost = [module for module in using() if not any(module == name or module.startswith(f"{name}/") for name in named)]
    assert lost == []
    assert len(using()) > 20


def test_the_inventory_names_nothing_that_is_not_there() -> None:
    named = set(re.findall(r"`(folkmoot/[\w/.]+)`", INVENTORY))
    assert [name for name in named if not (tree.ROOT / name).exists()] == []
    modules = using()
    assert {name for name in named if not any(module.startswith(name) for module in modules)} <= {
        "folkmoot/core/http.py"  # whose TLS is that of urllib3
    }


def rows_of_keys() -> dict[str, list[str]]:
    part = INVENTORY.partition("## Keys")[2].partition("## Algorithms")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ") and "---" not in line][1:]
    return {cells[0]: cells for line in lines if (cells := [cell.strip() for cell in line.strip("|").split("|")])}


def test_every_key_says_where_it_lies_and_how_it_is_replaced() -> None:
    rows = rows_of_keys()
    assert {"signing key", "hashing key", "push keys", "passkeys", "TLS"} <= set(rows)
    assert all(len(cells) == 6 and all(cells[at] for at in (1, 2, 4, 5)) for cells in rows.values())


def test_hashes_are_of_the_families_that_are_approved() -> None:
    called = {
        node.attr
        for path in tree.production()
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "hashlib"
    }
    assert called <= {"sha256", "blake2b", "sha512", "file_digest"}
    digests = {
        found
        for path in tree.production()
        for found in re.findall(r"hmac\.\w+\([^\n]*?[\"'](\w*\d+)[\"']\)", path.read_text())
    }
    assert digests <= {"sha256", "sha512"}


def test_ciphers_are_authenticated() -> None:
    used = {
        name
        for path in tree.production()
        for name in re.findall(r"from cryptography\.[\w.]*(?:ciphers|fernet)[\w.]* import ([\w, ]+)", path.read_text())
    }
    assert {each.strip() for names in used for each in names.split(",")} == {
        "AESGCM",
        "Fernet",
        "InvalidToken",
        "MultiFernet",
    }


def test_curves_and_key_derivation_are_those_of_the_standards() -> None:
    text = "".join(path.read_text() for path in tree.production())
    assert set(re.findall(r"\bec\.(SECP\w+|BrainpoolP\w+)", text)) == {"SECP256R1"}
    assert not re.search(r"\bPBKDF1\b|\brsa\.generate|\bdsa\.generate|\bDSA\w*(?:Key|Numbers)\b", text)
    assert not re.search(r"\basymmetric(?:\.dsa\b|\s+import\s+(?:\([^)]*|[^\n]*)\bdsa\b)", text)


# -- Passwords ---------------------------------------------------------------------------------------------------------


def test_passwords_are_hashed_as_owasp_advises() -> None:
    with override_settings(PASSWORD_HASHERS=["folkmoot.core.limits.passwords.PasswordHasher"]):
        hasher: Any = get_hasher()
        assert hasher.algorithm == "argon2"
        assert hasher.memory_cost >= 19 * 1024
        assert hasher.time_cost >= 2
        kept = make_password("correct horse")
        assert kept.startswith("argon2$argon2id$")
        assert make_password("correct horse") != kept


def test_the_real_settings_use_that_hasher() -> None:
    said = (tree.ROOT / "folkmoot/project/settings.py").read_text()
    assert 'PASSWORD_HASHERS = ["folkmoot.core.limits.passwords.PasswordHasher"]' in said


# -- Sessions and keys -------------------------------------------------------------------------------------------------


def test_session_keys_cannot_be_guessed() -> None:
    drawn = {new_key() for _ in range(200)}
    assert len(drawn) == 200
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in drawn)  # 165 bits
    assert len(set("".join(drawn))) == 36


def new_key() -> str:
    from folkmoot.web.entrance.store import SessionStore

    class Lonely(SessionStore):
        def exists(self, session_key: str) -> bool:
            return False

    return str(Lonely()._get_new_session_key())


def test_the_keys_of_two_communities_have_nothing_in_common(tmp_path: Path) -> None:
    drawn = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        keys.draw(folder)
        drawn += [keys.signing(folder), keys.hashing(folder)]
        assert stat.S_IMODE((folder / "secret.key").stat().st_mode) & 0o077 == 0
    assert len(set(drawn)) == 4
    assert all(len(key) >= 64 for key in drawn)


def test_a_key_is_replaced_and_the_earlier_one_has_an_end(tmp_path: Path) -> None:
    keys.draw(tmp_path)
    before, now = keys.signing(tmp_path), datetime(2026, 3, 1, tzinfo=UTC)
    until = keys.rotate(tmp_path, now)
    assert keys.signing(tmp_path) != before
    assert keys.earlier(tmp_path, until - timedelta(seconds=1)) == [before]
    assert keys.earlier(tmp_path, until) == []


def test_what_is_sealed_cannot_be_read_nor_changed(settings: Any) -> None:
    sealed = sealing.seal("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert sealing.unseal(sealed) == "JBSWY3DPEHPK3PXP"
    assert sealing.seal("JBSWY3DPEHPK3PXP") != sealed
    for at in range(0, len(sealed) - 3, 7):
        changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        assert sealing.unseal(changed) == ""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key altogether", []
    assert sealing.unseal(sealed) == ""


# -- On the way --------------------------------------------------------------------------------------------------------


def test_outbound_connections_speak_tls_of_today_and_check_certificates() -> None:
    context = ssl.create_default_context()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    for path in tree.production():
        text = path.read_text()
        assert not re.search(
            r"CERT_NONE|_create_unverified|check_hostname\s*=\s*False|verify\s*=\s*False|TLSv1\b", text
        )


def test_ciphers_on_the_way_are_authenticated_and_keep_no_key() -> None:
    names = [each["name"] for each in ssl.create_default_context().get_ciphers()]
    assert names
    assert not [name for name in names if re.search(r"RC4|3DES|DES-CBC|NULL|EXPORT|MD5|anon", name)]
    assert names[0].startswith("TLS_")


def test_the_web_server_in_front_is_not_made_weaker() -> None:
    """Caddy's defaults are TLS 1.2 and 1.3, its own choice of ciphers, and certificates that browsers trust."""
    said = re.sub(r"#.*", "", (tree.ROOT / "docs/operators/Caddyfile").read_text())
    assert not re.search(r"\b(protocols|ciphers|curves|tls|auto_https|http://|insecure\w*)\b", said)
    sites = re.findall(r"^([\w.-]+) \{", said, re.MULTILINE)
    assert sites == ["social.example.org", "media.example.org"]
