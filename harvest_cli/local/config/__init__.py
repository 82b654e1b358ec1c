"""Settings: the files and variables they come from, their types and addresses."""
