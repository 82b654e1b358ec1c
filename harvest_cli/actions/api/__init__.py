"""Any request of Harvest's API: its words read, sent once, its answer as it came."""
