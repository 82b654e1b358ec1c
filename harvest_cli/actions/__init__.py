"""One use case each: a Context in, a result out. Nothing here prints or asks."""
