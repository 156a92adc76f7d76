def network_of(s): return []
