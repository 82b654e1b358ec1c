"""The client of the Harvest API v2. The only room that knows HTTP."""
