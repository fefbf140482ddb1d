package casefile

import (
	"encoding/json"
	"math/big"
	"testing"
	"time"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

// TestGoValues: what an embedding program may hand over for a field, and what not.
// A number that is not exact is refused even if it looks whole.
func TestGoValues(t *testing.T) {
	money := value.NumberType(value.Money, 2, 12)
	beijing := time.FixedZone("CST", 8*3600)
	for _, c := range []struct {
		name string
		typ  value.Type
		in   any
		text string
		code diag.Code
	}{
		{"text", money, "12.50", "12.50", ""},
		{"int", money, 12, "12.00", ""},
		{"uint8", money, uint8(7), "7.00", ""},
		{"json.Number", money, json.Number("12.5"), "12.50", ""},
		{"big.Int", money, big.NewInt(-3), "-3.00", ""},
		{"float64", money, 12.5, "", diag.CellFloat},
		{"float32", money, float32(12), "", diag.CellFloat},
		{"big.Float", money, big.NewFloat(12), "", diag.CellFloat},
		{"bool for a number", money, true, "", diag.CellKind},
		{"time for a number", money, time.Now(), "", diag.CellKind},
		{"struct", money, struct{}{}, "", diag.CellKind},
		{"date as text", value.DateType, "2024-06-30", "2024-06-30", ""},
		{"date as time", value.DateType, time.Date(2024, 6, 30, 0, 5, 0, 0, beijing), "2024-06-30", ""},
		{"bool", value.Type{Kind: value.Bool}, true, "true", ""},
		{"number for a bool", value.Type{Kind: value.Bool}, 1.0, "", diag.CellFloat},
	} {
		v, present, code := goValue(&cell.Spec{Type: c.typ}, c.in)
		if code != c.code {
			t.Errorf("%s: code %q, want %q", c.name, code, c.code)
			continue
		}
		if code == "" && (!present || v.Text(c.typ) != c.text) {
			t.Errorf("%s: %q, want %q", c.name, v.Text(c.typ), c.text)
		}
	}
}
