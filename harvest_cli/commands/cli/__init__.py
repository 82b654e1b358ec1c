"""What all commands share: the command line, streams, prompts, where errors end."""
