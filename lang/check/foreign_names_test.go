package check

import (
	"testing"

	"github.com/drgrule/drgrule/stdlib"
)

// TestForeignNames: none of them is a name that the language has.
func TestForeignNames(t *testing.T) {
	lib := stdlib.Library()
	for name := range foreign {
		if lib.Func(name) != nil || specials[name] != nil {
			t.Errorf("%s is a function of the language", name)
		}
	}
}
