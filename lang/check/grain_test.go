package check_test

import (
	"fmt"
	"testing"
)

// TestGrain: of which record a formula is a value, from what it names.
func TestGrain(t *testing.T) {
	for formula, want := range map[string]string{
		"case.n > 1":                         "case",
		"item.amount > 1":                    "item",
		"item.amount > item.case.cost":       "item",
		"1 > 2":                              "-",
		"count(groups) > 1":                  "-",
		"pool.budget > 1":                    "pool",
		"eligible":                           "case",
		"lines > 1":                          "case",
		"case.pool.budget > 1":               "case",
		"pool_cost > 1":                      "pool",
		"count(case.items, .amount > 1) > 1": "case",
		"let c = 1; c > 0":                   "-",
		"half(case.cost) > 1":                "case",
		"rate > 1":                           "-",
		"dated('A').rate > 1":                "DR2415",
		"item.amount > case.cost":            "DR2401",
		"case.n > 1 and pool.budget > 1":     "DR2401",
		"item.amount > lines":                "DR2401",
		"pool.case.n > 1":                    "DR2005",
		"item.case.lines > 1 and item.case.eligible": "item",
	} {
		info, ds := rules(t, "let \"probe\" { is = \""+formula+"\" }\n")
		got := codes(ds)
		for _, v := range info.Values {
			if v.Name == "probe" && got == "" {
				got = "-"
				if v.Record != nil {
					got = v.Record.Name
				}
			}
		}
		if got != want {
			t.Errorf("%s is of %s, want %s", formula, got, want)
		}
	}
}

// TestStrata: in which round over many cases a value stands, and whether it waits for them.
func TestStrata(t *testing.T) {
	info, ds := rules(t, `
total "item_cost" {
  by  = "item.case"
  sum = "item.amount"
}
total "all_cost" {
  by  = "case.pool"
  sum = "item_cost"
}
let "share" {
  is = "case.pool.all_cost > 0 ? round(item_cost / case.pool.all_cost, 4) : 0"
}
total "shares" {
  by  = "case.pool"
  sum = "share"
}
let "last_year" {
  is          = "case.pool.shares > 0"
  provisional = "case.b"
}
let "only_reads_it" {
  is = "last_year and case.c"
}
rank "place" {
  by    = "case.pool"
  order = ["desc(share)", "case.id"]
}
`)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	want := map[string]string{
		"item_cost": "0", "all_cost": "1 crosses awaits", "share": "1 awaits", "shares": "2 crosses awaits", "last_year": "2", "only_reads_it": "2",
		"place": "2 crosses awaits", "lines": "0", "pool_cost": "1 crosses awaits", "half": "",
	}
	for _, v := range info.Values {
		got := fmt.Sprint(v.Stratum)
		if v.Crosses {
			got += " crosses"
		}
		if v.Awaits {
			got += " awaits"
		}
		if w, ok := want[v.Name]; ok && got != w {
			t.Errorf("%s stands in %s, want %s", v.Name, got, w)
		}
	}
	if info.Strata != 3 {
		t.Errorf("%d rounds, want 3", info.Strata)
	}
}
