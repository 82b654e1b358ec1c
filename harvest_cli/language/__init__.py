"""Words to meaning: durations, clock times, dates, names. Pure; now and names are arguments."""
