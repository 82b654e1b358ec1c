"""HTTP: requests, retries, deadlines, failures."""
