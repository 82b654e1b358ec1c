"""Files of other time trackers, recognised by what they hold and read to rows."""
