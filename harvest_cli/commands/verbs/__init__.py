"""The verbs of hv, one file each."""
