"""The wire: JSON of Harvest to values of the domain, and back."""
