"""A token that cannot be printed by accident."""

from harvest_cli.domain.redaction import keep_out


class Secret:
    """Holds a token; every way of showing it gives `***`. Only `reveal()` gives the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text
        keep_out(text)

    def reveal(self) -> str:
        """The token itself, for the request header alone."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return "***"

    def __reduce__(self) -> str:
        # Pickling or deep-copying would write the token out.
        raise TypeError("a secret stays where it is")  # noqa: EM101
