"""What a recording is, by its first bytes alone: names and declared types are only claims."""

HEAD = 4_096  # bytes that are looked at

_OLD_MOVIES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})  # MOV from before it had brands
_PICTURES = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"avif", b"avis", b"mif1", b"msf1"})
_STARTS = {b"\x1aE\xdf\xa3": "matroska", b"fLaC": "flac", b"OggS": "ogg", b"GIF87a": "gif", b"GIF89a": "gif"}
_LAYER_THREE = 0b01
SOUNDS = frozenset({"mp3", "flac", "ogg", "wav"})  # formats that hold sound alone


def format_of(head: bytes) -> str:
    """The format, as the library that reads it calls it; empty for everything else."""
    for start, name in _STARTS.items():
        if head.startswith(start):
            return name
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "" if head[8:12] in _PICTURES else "mov"
    if head[4:8] in _OLD_MOVIES:
        return "mov"
    return "mp3" if _is_mp3(head) else ""


def _is_mp3(head: bytes) -> bool:
    if head.startswith(b"ID3"):
        return True
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] >> 1 & 0b11 == _LAYER_THREE  # noqa: PLR2004 - the bits every frame begins with
