"""Times of day as text, in the two styles that Harvest accounts use (`company.clock`).

12-hour accounts write `8:00am`, 24-hour accounts `14:30` (Harvest docs, Time Entries; captures
of both). hv sends the account's own style and reads either.
"""

import re
from datetime import time

_TEXT = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)


def clock_text(moment: time, clock: str | None) -> str:
    """A time of day as an account with `clock` "12h" or "24h" writes it; unknown means 24 h."""
    if clock != "12h":
        return f"{moment.hour}:{moment.minute:02d}"
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}:{moment.minute:02d}{half}"


def read_clock(text: str) -> time | None:
    """`3:00pm`, `15:00` or `8:00am` as a time; None for anything else."""
    found = _TEXT.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
