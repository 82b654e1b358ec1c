"""Names: projects, clients and tasks in words."""
