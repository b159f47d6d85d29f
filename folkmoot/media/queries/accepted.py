"""Which kinds of files are taken, as programs name them; what a file really is, its first bytes say."""

_TYPES = {
    "jpeg": ("image/jpeg",),
    "png": ("image/png",),
    "gif": ("image/gif",),
    "webp": ("image/webp",),
    "avif": ("image/avif",),
    "heic": ("image/heic", "image/heif"),
    "mov": ("video/mp4", "video/quicktime", "audio/mp4", "audio/x-m4a", "audio/m4a"),
    "matroska": ("video/webm", "video/x-matroska", "audio/webm"),
    "mp3": ("audio/mpeg", "audio/mp3"),
    "flac": ("audio/flac", "audio/x-flac"),
    "ogg": ("audio/ogg", "audio/opus", "audio/vorbis"),
    "wav": ("audio/wav", "audio/x-wav", "audio/wave"),
}
ACCEPTED = tuple(name for names in _TYPES.values() for name in names)
KINDS = frozenset(_TYPES)
