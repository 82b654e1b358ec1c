"""A mistake in a file that the person wrote, with the line and the piece at fault."""

from harvest_cli.domain.errors import ConfigurationError


class FileMistake(ConfigurationError):
    """Like ConfigurationError; `span` is the piece of the line `text` as (start, end) offsets."""

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        text: str = "",
        span: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.text = text
        self.span = span
