"""Any request of the API."""
