"""Folding of text for comparison: case, accents, dashes and quotes, one character for one.

Offsets into folded text are offsets into what was typed, so every recognised piece can be shown.
"""

_PLAIN = {
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "／": "/",
    "：": ":",
    "，": ",",
    "、": ",",
    "；": ";",
    "＃": "#",
    "＠": "@",
    "ı": "i",
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "Ł": "l",
    "\u200b": " ",
    "\ufeff": " ",
}


def fold(text: str) -> str:
    """Case-folded text without accents, of exactly the length of `text`.

    Combining marks keep their place (drop them with `bare`); a character whose folded form is
    longer than one, such as `ß`, stays itself.
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_one(character) for character in text)


def bare(word: str) -> str:
    """A folded word as it is compared: no apostrophes, no combining marks, `ß` as `ss`."""
    if word.isascii():
        return word.replace("'", "") if "'" in word else word
    from unicodedata import combining

    kept = "".join(c for c in word if c != "'" and not combining(c))
    return kept.replace("ß", "ss")


def _fold_one(character: str) -> str:
    if character < "\x80":
        return character.lower()
    plain = _PLAIN.get(character)
    if plain is not None:
        return plain
    from unicodedata import combining, normalize

    apart = normalize("NFD", character)
    base, marks = apart[0], apart[1:]
    if marks and not all(combining(mark) for mark in marks):
        # Hangul falls apart into letters, not into a letter and marks.
        return character
    small = base.lower()
    return small if len(small) == 1 else character
