"""The example company and its history."""
