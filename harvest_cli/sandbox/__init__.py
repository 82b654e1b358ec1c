"""An embedded Harvest account: the documented API over SQLite, without a network."""
