"""What the desk's pages need, one page a file, each in a stated number of queries."""
