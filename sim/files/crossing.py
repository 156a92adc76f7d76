def crossing_of(s): return []
