"""The Harvest API v2. The only place that knows HTTP."""
