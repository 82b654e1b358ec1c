"""Text that a spreadsheet would calculate, made harmless in CSV, and back."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """`text` that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given; for reading our own CSV back."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
