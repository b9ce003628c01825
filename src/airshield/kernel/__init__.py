"""Hold everything that runs compiled on plain arrays: physics tables and the engagement kernel.

Nothing here knows of files, units, scenarios or results; SI and radians throughout.
"""
