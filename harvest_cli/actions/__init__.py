"""What hv does, one use case a file: a Context in, a result out."""
