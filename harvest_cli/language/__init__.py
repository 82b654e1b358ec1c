"""Words to meaning: durations, clock times, dates, names. Pure; takes now and names as arguments."""
