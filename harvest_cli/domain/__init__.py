"""Values and arithmetic of time tracking; pure, imports nothing else of hv."""
