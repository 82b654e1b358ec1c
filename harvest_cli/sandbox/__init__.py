"""The embedded Harvest account: the documented API over SQLite, no network."""
