"""Repositories of git on this machine: found, and read with git itself."""
