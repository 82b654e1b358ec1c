"""Where Harvest is and who asks: the token, the account and the two addresses."""

from typing import NamedTuple

from harvest_cli.domain.secrets import Secret

API_URL = "https://api.harvestapp.com/v2"


ID_URL = "https://id.getharvest.com"


class Access(NamedTuple):
    """What a request needs besides its content.

    `account_id` is None until an account has been chosen; only `accounts()` works without one.
    `ca_bundle` is a file of certificates to trust in place of the usual ones.
    """

    token: Secret
    account_id: int | None
    api_url: str = API_URL
    id_url: str = ID_URL
    ca_bundle: str | None = None
