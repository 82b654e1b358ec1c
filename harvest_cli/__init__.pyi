"""What a program imports: the types of `__init__.py`, which loads them when it is asked."""

from harvest_cli.programs import HarvestAccount as HarvestAccount
from harvest_cli.programs import open_account as open_account

__version__: str
