"""The command line: arguments, streams, prompts, errors."""
