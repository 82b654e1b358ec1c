"""A request: its caller and permissions, parameters, pages and replies."""
