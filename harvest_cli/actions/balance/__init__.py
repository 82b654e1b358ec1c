"""The balance: hours against targets since a day, from entries that are fetched once."""
