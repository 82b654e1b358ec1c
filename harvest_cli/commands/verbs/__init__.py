"""The commands of hv, one file each."""
