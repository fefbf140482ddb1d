package casefile

// Apart returns how many rows did not meet their case while it was read.
func (s *Stream) Apart() (rows uint64) {
	for _, t := range s.trees {
		for _, l := range t.lanes {
			rows += l.apart.sorted.Len()
		}
	}
	return rows
}
