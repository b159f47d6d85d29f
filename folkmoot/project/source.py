"""The program packs its own source, exactly as it runs here, for whoever asks for it."""

import hashlib
import io
import tarfile
from pathlib import Path

import folkmoot

PACKAGE = Path(folkmoot.__file__).parent
BESIDE = ("LICENSE", "README.md", "pyproject.toml", "uv.lock")  # of a checkout; an installed program has none of them
NAME = "folkmoot-source-{}.tar.gz"


def pack(folder: Path) -> Path:
    """Lay the pack of the running program into a folder, under a name that changes with it; older packs go."""
    files = _files(PACKAGE)
    place = folder / NAME.format(_fingerprint(files))
    if not place.exists():
        for old in folder.glob(NAME.format("*")):
            old.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        fresh = place.with_suffix(".new")
        fresh.write_bytes(_packed(files))
        fresh.rename(place)
    return place


def _files(package: Path) -> dict[str, Path]:
    """What belongs to the program: its package, and in a checkout what stands beside it; no data, nothing made."""
    checkout = package.parent
    beside = [checkout / name for name in BESIDE if (checkout / "pyproject.toml").exists()]
    inside = [path for path in sorted(package.rglob("*")) if "__pycache__" not in path.parts]
    return {path.relative_to(checkout).as_posix(): path for path in (*beside, *inside) if path.is_file()}


def _fingerprint(files: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in files.items():
        facts = path.stat()
        digest.update(f"{name}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]


def _packed(files: dict[str, Path]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz", compresslevel=6) as archive:
        for name, path in files.items():
            entry = tarfile.TarInfo(f"folkmoot/{name}")
            entry.size, entry.mode, entry.mtime = path.stat().st_size, 0o644, int(path.stat().st_mtime)
            with path.open("rb") as content:
                archive.addfile(entry, content)
    return made.getvalue()
