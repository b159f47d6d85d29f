"""WebVTT read and written anew: the cues with their times and harmless marks, and nothing else."""

import re

CUES_MOST = 10_000
_TIME = r"(?:\d{2,4}:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMES = re.compile(rf"[ \t]*({_TIME})[ \t]+-->[ \t]+({_TIME})((?:[ \t]+\S+)*)[ \t]*")
_SETTING = re.compile(r"(?:vertical|line|position|size|align):[a-z0-9.,%-]{1,40}")
_MARK = re.compile(rf"</?(?:[biu]|ruby|rt|c)>|<v [^<>&]{{1,80}}>|</v>|<lang [A-Za-z0-9-]{{2,35}}>|</lang>|<{_TIME}>")
_TAG = r"</?[A-Za-z][^<>]*>"
_ENTITY = re.compile(r"&(?:amp|lt|gt|lrm|rlm|nbsp);")
_PIECES = re.compile(rf"({_MARK.pattern}|{_ENTITY.pattern}|{_TAG}|[&<>])")


def cleaned(text: str) -> str:
    """The captions as they are kept; ``ValueError`` when these are none."""
    head, *blocks = re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        raise ValueError("it does not begin as WebVTT does")
    cues = [cue for block in blocks if (cue := _cue(block.split("\n")))]
    if not 0 < len(cues) <= CUES_MOST:
        raise ValueError("no cues, or too many")
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _cue(lines: list[str]) -> str:
    """One cue; empty for notes, styles and whatever else stands between cues."""
    place = next((place for place, line in enumerate(lines[:2]) if _TIMES.fullmatch(line)), None)
    if place is None or not (match := _TIMES.fullmatch(lines[place])):
        return ""
    settings = [each for each in match[3].split() if _SETTING.fullmatch(each)]
    words = "\n".join(line for line in (_words(line) for line in lines[place + 1 :]) if line)
    return f"{' '.join([match[1], '-->', match[2], *settings])}\n{words}" if words else ""


def _words(line: str) -> str:
    return "".join(map(_harmless, _PIECES.split(line))).strip()


def _harmless(piece: str) -> str:
    """Marks of captions stay, marks of anything else go, and what only looks like one is written out."""
    if _MARK.fullmatch(piece) or _ENTITY.fullmatch(piece):
        return piece
    if piece.startswith("<") and piece.endswith(">") and len(piece) > 1:
        return ""
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(piece, piece).replace("-->", "--&gt;")
