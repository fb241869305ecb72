"""The demonstration clinic: made up from end to end, around today. One topic a file; `seed.py` puts them together."""
