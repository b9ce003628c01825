"""Name the columns of what coverage reads and writes: fire units, their groups, what is found."""

# Columns of the numbers of a group: the eight limits of `shot_table`, then these.
P_SHOT, P_WARHEAD, PROTECTED_M, STOCK, IS_GUN = 8, 9, 10, 11, 12
GROUP_COLUMNS = 13
# Columns of the numbers of a unit: latitude (rad), longitude (rad), altitude (m), then these.
DELAY_S, ASSESS_S, P_FALSE_KILL, ROUNDS_LOOK, ROUNDS_LAST = 3, 4, 5, 6, 7
INTERVAL_S, SPACING_S, P_FLOOR, SEES = 8, 9, 10, 11
UNIT_COLUMNS = 12
# Columns of what is found at an aim point.
SHOTS, LOOKS, P_STOP, EARLIEST_S, LATEST_S, EARLIEST_M, KEEP_OUT_M = 0, 1, 2, 3, 4, 5, 6
FOUND_COLUMNS = 7
