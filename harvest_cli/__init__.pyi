"""What a program imports: the types of `__init__.py`, which loads the library when it is asked."""

from harvest_cli.library import HarvestAccount as HarvestAccount
from harvest_cli.library import open_account as open_account

__version__: str
