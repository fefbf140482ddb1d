package cell

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
)

// TestLines: every line comes with its number; one that is too long is told of and
// passed over.
func TestLines(t *testing.T) {
	long := strings.Repeat("x", 200_000)
	for name, c := range map[string]struct{ text, want string }{
		"empty":          {"", "1: EOF"},
		"no end":         {"a\nb", "1 a; 2 b; 3: EOF"},
		"empty lines":    {"\n\na\r\n", "1 ; 2 ; 3 a\r; 4: EOF"},
		"long":           {"a\n" + long + "\nb\n", "1 a; 2: the line is too long; 3 b; 4: EOF"},
		"long at an end": {long, "1: the line is too long; 2: EOF"},
	} {
		l := NewLines(iotest.HalfReader(strings.NewReader(c.text)))
		l.limit = 100_000
		var got []string
		for {
			line, n, err := l.Next()
			if err == nil {
				got = append(got, fmt.Sprintf("%d %s", n, line))
				continue
			}
			got = append(got, fmt.Sprintf("%d: %v", n, err))
			if err != ErrTooLong {
				break
			}
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %.200s", name, s)
		}
		if cap(l.buf) > 300_000 {
			t.Errorf("%s: held %d bytes", name, cap(l.buf))
		}
	}
	l := NewLines(iotest.ErrReader(errors.New("broken")))
	if _, _, err := l.Next(); err == nil || err.Error() != "broken" {
		t.Errorf("error %v", err)
	}
}
