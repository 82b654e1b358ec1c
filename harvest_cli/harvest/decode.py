"""JSON bytes to Python values, in the one place that knows how.

Numbers with a point become Decimal, so that no hour is ever off by a rounding; NaN and the
infinities, which JSON does not have but Python would accept, become None.
"""

import json
from decimal import Decimal, DecimalException


class NotJson(Exception):
    """The bytes are not JSON that can be read."""


def decode(body: bytes) -> object:
    """The value in `body`; raises NotJson for anything that is not one JSON document."""
    try:
        return json.loads(
            body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=lambda _name: None
        )
    except RecursionError as error:
        message = "nested too deeply"
        raise NotJson(message) from error
    except (ValueError, DecimalException) as error:
        message = "not JSON"
        raise NotJson(message) from error


def decode_object(body: bytes) -> dict[str, object]:
    """The JSON object in `body`; raises NotJson for anything else."""
    value = decode(body)
    if not isinstance(value, dict):
        message = "not a JSON object"
        raise NotJson(message)
    return value
