"""Hold what a run leaves: sums that merge by addition, intervals, words, result folders."""
