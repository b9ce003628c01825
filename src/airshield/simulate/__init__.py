"""Turn a scenario into tables, run the kernel in blocks, and turn arrays into results."""
