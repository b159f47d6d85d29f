"""What a file is, by its first bytes alone: names and declared types are only claims."""

HEAD = 256  # bytes that are looked at

_HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"})
_AVIF = frozenset({b"avif", b"avis"})


def kind_of(head: bytes) -> str:
    """``jpeg``, ``png``, ``gif``, ``webp``, ``avif`` or ``heic``; empty for everything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return _brand(head) if head[4:8] == b"ftyp" else ""


def _brand(head: bytes) -> str:
    """AVIF and HEIC share a box; what is in it says the list of brands that can read it."""
    size = min(int.from_bytes(head[:4]), len(head))
    brands = {head[start : start + 4] for start in (8, *range(16, size, 4))}
    if brands & _AVIF:
        return "avif"
    return "heic" if brands & _HEIC else ""
