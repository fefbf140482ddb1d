package generate

import "math/bits"

// A source is a stream of numbers that depends on its key alone, so that any row can
// be made again without those before it. It is splitmix64, written out here: the bytes
// of a generated file must not change with the version of Go.
type source struct{ state uint64 }

// stream returns the source of a key.
func stream(key ...uint64) source {
	var s source
	for _, k := range key {
		s.state = mix(s.state + k + 0x9e3779b97f4a7c15)
	}
	return s
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *source) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	return mix(s.state)
}

// below draws a number from 0 to n-1.
func (s *source) below(n int64) int64 {
	if n <= 1 {
		return 0
	}
	hi, _ := bits.Mul64(s.next(), uint64(n))
	return int64(hi)
}

// index draws a place in a list of n.
func (s *source) index(n int) int { return int(s.below(int64(n))) }

// between draws a number from lo to hi, both of them included.
func (s *source) between(lo, hi int64) int64 {
	if hi <= lo {
		return lo
	}
	if uint64(hi-lo) >= 1<<62 {
		return lo/2 + s.below(1<<61)
	}
	return lo + s.below(hi-lo+1)
}

// percent is true in so many of a hundred draws.
func (s *source) percent(n int64) bool { return s.below(100) < n }

// pick draws an element of a list that is not empty.
func pick[T any](s *source, list []T) T { return list[s.index(len(list))] }

// weights draws places in a list by given weights.
type weights struct{ upTo []uint64 }

func weightsOf(n int, weight func(i int) uint64) weights {
	w := weights{upTo: make([]uint64, n)}
	sum := uint64(0)
	for i := range w.upTo {
		sum += weight(i)
		w.upTo[i] = sum
	}
	return w
}

// zipf gives the k-th place a weight of about 1/k: few groups have most of the cases.
func zipf(n int) weights {
	return weightsOf(n, func(i int) uint64 { return 1_000_000_000 / uint64(i+2) })
}

func (w weights) draw(s *source) int {
	n := len(w.upTo)
	if n == 0 {
		return 0
	}
	x := uint64(s.below(int64(w.upTo[n-1])))
	lo, hi := 0, n-1
	for lo < hi {
		if m := (lo + hi) / 2; w.upTo[m] > x {
			hi = m
		} else {
			lo = m + 1
		}
	}
	return lo
}

// spread are the quantiles of a log-normal distribution with mean 1 and sigma 0.42 at
// 1/64, 2/64 … 63/64, in ten-thousandths: how costs lie about the mean of their group.
var spread = [...]int64{
	3705, 4187, 4529, 4807, 5048, 5264, 5462, 5648, 5823, 5991, 6152, 6308, 6460, 6608, 6754, 6897,
	7039, 7179, 7318, 7457, 7595, 7733, 7871, 8009, 8148, 8288, 8428, 8570, 8714, 8859, 9006, 9156,
	9308, 9462, 9620, 9781, 9946, 10115, 10288, 10467, 10651, 10841, 11038, 11242, 11455, 11677, 11910, 12154,
	12412, 12686, 12977, 13290, 13627, 13993, 14396, 14843, 15347, 15926, 16608, 17439, 18509, 20020, 22624,
}

// logNormal draws a multiple of a mean, in ten-thousandths: 95 in 100 about the mean,
// 3 far below it and 2 far above.
func (s *source) logNormal() int64 {
	switch x := s.below(100); {
	case x < 3:
		return s.between(200, 4000)
	case x < 5:
		return s.between(20000, 60000)
	}
	i := s.index(len(spread) - 1)
	return s.between(spread[i], spread[i+1])
}
