package ir_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// policy is what the edits below are made to.
const policy = `
source "doc" {
  title   = "办法"
  grade   = official
  clauses = { payment = "支付" }
}
unit "bed_day" {
  decimals = 0
}
codes "icd" {
  pattern = "^[A-Z]"
}
record "pool" {
  key    = ["city", "year"]
  fields = { city = text, year = count, budget = { type = money, min = 0 } }
}
record "patient" {
  key    = ["id"]
  fields = { id = text }
}
record "case" {
  title  = "病例"
  key    = ["id"]
  clock  = "case.left"
  fields = {
    id      = { type = text, columns = ["病例号"] }
    left    = date
    came    = date
    cost    = { type = money, min = 0, max = 1000000, columns = ["费用"] }
    weight  = ratio
    kind    = { type = enum("310", "390"), values = { "职工" = "310" } }
    code    = code(icd)
    good    = unknown(bool)
    moved   = optional(date)
    group   = ref(groups)
    city    = text
    unread  = text
    pool    = { type = ref(pool), is = ["case.city", "year(case.left)"] }
    patient = { type = ref(patient), back = "stays" }
  }
}
record "item" {
  key      = ["case", "line"]
  max_rows = 500
  fields   = { case = { type = ref(case), back = "items" }, line = count, amount = money, share = ratio, month = { type = ref(by_month), back = "lines", is = ["item.case", "item.line"] } }
}
record "by_month" {
  key    = ["case", "line"]
  fields = { case = ref(case), line = count }
}
table "groups" {
  title   = "病组"
  key     = ["code"]
  columns = { code = text, mean = money, note = optional(text) }
  rows    = [["A", 100.00, "x"], ["B", 200.00, ""]]
}
table "unused" {
  key     = ["code"]
  columns = { code = text }
  rows    = [["A"]]
}
param "rate" {
  title   = "费率"
  through = "2023-12-31"
  value   = 0.5
  cite    = "doc: payment"
}
param "rate" {
  from  = "2024-01-01"
  value = 0.6
  cite  = "doc: payment"
}
function "half" {
  args = { x = money }
  is   = "x / 2"
}
let "big" {
  title = "高费用"
  is    = "case.cost > 3 * case.group.mean"
}
let "nobody_reads" {
  is = "case.cost + 7"
}
bands "step" {
  of   = "case.cost"
  rows = [{ below = 100, value = 1 }, { value = 2 }]
}
criteria "eligible" {
  applies = "case.weight > 0"
  criterion "good" {
    title   = "条件"
    require = "case.good"
    waive   = "big"
  }
}
scorecard "level" {
  dimension "a" {
    is  = "case.weight"
    max = 5
  }
}
total "items_cost" {
  by    = "item.case"
  where = "item.line > 0"
  sum   = "item.amount"
}
total "spread" {
  by     = "item.case"
  cv     = "item.amount"
  digits = 4
}
total "middle" {
  by         = "item.case"
  percentile = "item.amount"
  at         = 0.5
}
total "weighted" {
  by            = "item.case"
  weighted_mean = "item.amount"
  weight        = "item.share"
}
total "pool_cost" {
  by  = "case.pool"
  sum = "case.cost"
}
total "so_far" {
  by    = "case.pool"
  sum   = "case.cost"
  order = ["case.left", "case.id"]
}
rank "place" {
  by    = "case.pool"
  where = "case.cost > 0"
  order = ["desc(case.cost)", "case.id"]
}
payment "base" {
  title = "基础"
  when  = "eligible"
  pays  = "round(case.cost * rate, 2)"
  cite  = "doc: payment"
}
payment "extra" {
  when       = "case.kind == '310'"
  pays       = "10"
  unit       = money
  instead_of = ["base"]
}
cap "capped" {
  of        = "base"
  by        = "case.pool"
  limit     = "round(pool_cost / 2, 2)"
  scale     = pro_rata
  digits    = 2
  remainder = largest
  ties      = ["case.id"]
}
output "payment" {
  title  = "支付"
  is     = "base + half(100)"
  column = "支付金额"
}
output "lines" {
  is = "count(case.items, .amount > 1) + count(case.patient.stays, .id != case.id) + (any(case.items, any(.month.lines, .line > 2)) ? 1 : 0)"
}
output "other" {
  is = "status(eligible) == 'met' and case.code startsWith 'C' and (case.moved ?? case.came) < case.left and level + step > 3 and (spread ?? 0) < 1 and (middle ?? 1) > 0"
}
output "pooled" {
  is = "(place ?? 0) + (has(weighted) ? 1 : 0)"
}
property "positive" {
  holds = "case.cost >= 0"
}
example "one" {
  given  = { case = { id = "A" } }
  expect = { payment = 1 }
}
`

// blocks cuts a file at the blocks of its top level.
func blocks(text string) []string {
	at := regexp.MustCompile(`(?m)^[a-z]+ "`).FindAllStringIndex(text, -1)
	var out []string
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		out = append(out, text[m[0]:end])
	}
	return out
}

// TestHash: an edit that changes what is computed changes the hash; one that does not, does
// not. Every edit must find its place in the policy.
func TestHash(t *testing.T) {
	base := compile(t, policy, nil).Hash
	for _, tt := range []struct {
		what     string
		old, new string
		same     bool
	}{
		{"a title", `title = "高费用"`, `title = "别的"`, true},
		{"a title of a record", `title  = "病例"`, `title  = "住院"`, true},
		{"a heading", `column = "支付金额"`, `column = "金额"`, true},
		{"a name in files", `columns = ["病例号"]`, `columns = ["编号"]`, true},
		{"an alias", `"职工" = "310"`, `"职员" = "310"`, true},
		{"a pattern", `pattern = "^[A-Z]"`, `pattern = "^[A-Z][0-9]"`, true},
		{"a source", `title   = "办法"`, `title   = "通知"`, true},
		{"a citation", "value = 0.6\n  cite  = \"doc: payment\"", "value = 0.6\n  assumption = \"so\"", true},
		{"an example", `expect = { payment = 1 }`, `expect = { payment = 2 }`, true},
		{"a property", `holds = "case.cost >= 0"`, `holds = "case.cost >= 1"`, true},
		{"layout of a formula", `"case.cost > 3 * case.group.mean"`, `"(case.cost)>3*case.group.mean // three times"`, true},
		{"a number written otherwise", `value = 0.6`, `value = 0.60`, true},
		{"another place for a literal", `rows    = [["A", 100.00, "x"]`, `rows    = [{ note = "x", mean = 100, code = "A" }`, true},
		{"order of rows", `[["A", 100.00, "x"], ["B", 200.00, ""]]`, `[["B", 200.00, ""], ["A", 100.00, "x"]]`, true},
		{"order of columns", "columns = { code = text, mean = money, note = optional(text) }\n  rows    = [[\"A\", 100.00, \"x\"], [\"B\", 200.00, \"\"]]", "columns = { note = optional(text), mean = money, code = text }\n  rows    = [[\"x\", 100.00, \"A\"], [\"\", 200.00, \"B\"]]", true},
		{"order of fields", "    left    = date\n    came    = date\n", "    came    = date\n    left    = date\n", true},
		{"a field in front of the key", "    id      = {", "    first   = text\n    id      = {", true},
		{"a field that nothing reads", `unread  = text`, `unread  = optional(count)`, true},
		{"a value that nothing reads", `"case.cost + 7"`, `"case.cost + 8"`, true},
		{"a table that nothing reads", "rows    = [[\"A\"]]", "rows    = [[\"A\"], [\"B\"]]", true},
		{"name of a value", `"big"`, `"huge"`, true},
		{"name of a function", `half`, `halves`, true},
		{"a privacy class", `left    = date`, `left    = { type = date, privacy = 3 }`, true},

		{"name of an output", `output "lines"`, `output "rows"`, false},
		{"name of a payment", `"base`, `"basis`, false},
		{"an operator", `"case.cost > 3 * case.group.mean"`, `"case.cost >= 3 * case.group.mean"`, false},
		{"a literal", `"case.cost > 3 *`, `"case.cost > 4 *`, false},
		{"operands in another order", `"base + half(100)"`, `"half(100) + base"`, false}, // hashed as written: which fault is told may differ
		{"a value of a param", `value = 0.6`, `value = 0.7`, false},
		{"a date of a version", `from  = "2024-01-01"`, `from  = "2024-01-02"`, false},
		{"the last day of a version", `through = "2023-12-31"`, `through = "2023-12-30"`, false},
		{"decimals of a param", `value   = 0.5`, "decimals = 3\n  value = 0.5", false},
		{"a function's body", `"x / 2"`, `"x / 4"`, false},
		{"a bound of a field", `max = 1000000`, `max = 2000000`, false},
		{"an open bound", `cost    = { type = money, min = 0`, `cost    = { type = money, above = 0`, false},
		{"decimals of a field", `weight  = ratio`, `weight  = { type = ratio, decimals = 3 }`, false},
		{"members of an enum", `enum("310", "390")`, `enum("310", "390", "391")`, false},
		{"a further field", `left    = date`, "left    = date\n    x = date", true},
		{"unreported instead of optional", `moved   = optional(date)`, `moved   = unknown(date)`, false},
		{"unreported instead of required", `weight  = ratio`, `weight  = unknown(ratio)`, false},
		{"a clock", `clock  = "case.left"`, `clock  = "case.came"`, false},
		{"most rows", `max_rows = 500`, `max_rows = 501`, false},
		{"a computed reference", `is = ["case.city", "year(case.left)"]`, `is = ["case.city", "year(case.came)"]`, false},
		{"a computed reference read from behind", `is = ["item.case", "item.line"]`, `is = ["item.case", "item.line + 1"]`, false},
		{"a cell of a table", `100.00`, `100.01`, false},
		{"a key of a table", `["B", 200.00`, `["C", 200.00`, false},
		{"a row of a table", `["B", 200.00, ""]]`, `["B", 200.00, ""], ["C", 1, ""]]`, false},
		{"an empty cell", `200.00, ""`, `200.00, "y"`, false},
		{"a bound of bands", `below = 100`, `below = 101`, false},
		{"a closed bound of bands", `below = 100`, `up_to = 100`, false},
		{"a result of bands", `value = 2 }`, `value = 3 }`, false},
		{"what bands look at", `of   = "case.cost"`, `of   = "case.cost + 1"`, false},
		{"applies", `applies = "case.weight > 0"`, `applies = "case.weight > 1"`, false},
		{"a criterion", `require = "case.good"`, `require = "not case.good"`, false},
		{"a waiver", "    waive   = \"big\"\n", "", false},
		{"a maximum of a score", `max = 5`, `max = 6`, false},
		{"where of a total", `where = "item.line > 0"`, `where = "item.line > 1"`, false},
		{"no where", "  where = \"item.line > 0\"\n", "", false},
		{"what is added", `sum   = "item.amount"`, `sum   = "item.amount * 1"`, false},
		{"rounding of a sum", `sum   = "item.amount"`, "sum   = \"item.amount\"\n  round_after = 2", false},
		{"open rows", `sum   = "item.amount"`, "sum   = \"item.amount\"\n  open = exclude", false},
		{"another aggregate", "sum   = \"item.amount\"", "count = \"item.amount > 0\"", false},
		{"digits of a deviation", `digits = 4`, `digits = 3`, false},
		{"rounding of a deviation", `digits = 4`, "digits = 4\n  rounding = down", false},
		{"place of a percentile", `at         = 0.5`, `at         = 0.6`, false},
		{"method of a percentile", `at         = 0.5`, "at         = 0.5\n  method = interpolated", false},
		{"weights", `weight        = "item.share"`, `weight        = "item.share * 2"`, false},
		{"by of a rank", "by    = \"case.pool\"\n  where", "by    = \"case.patient\"\n  where", false},
		{"order of a running total", `order = ["case.left", "case.id"]`, `order = ["case.came", "case.id"]`, false},
		{"direction of an order", `order = ["case.left", "case.id"]`, `order = ["desc(case.left)", "case.id"]`, false},
		{"what a running total makes", "sum   = \"case.cost\"", "max   = \"case.cost\"", false},
		{"where of a rank", `where = "case.cost > 0"`, `where = "case.cost > 1"`, false},
		{"direction of a rank", `desc(case.cost)`, `asc(case.cost)`, false},
		{"when of a payment", `when  = "eligible"`, `when  = "big"`, false},
		{"what is paid", `round(case.cost * rate, 2)`, `round(case.cost * rate, 1)`, false},
		{"a rounding mode", `round(case.cost * rate, 2)`, `round(case.cost * rate, 2, half_even)`, false},
		{"what is replaced", "  instead_of = [\"base\"]\n", "", false},
		{"unit of a payment", "unit       = money\n  instead_of = [\"base\"]", "unit       = points", false},
		{"dates of a payment", "title = \"基础\"", "from = \"2024-01-01\"", false},
		{"a pending amount", "title = \"基础\"", "pending = \"0\"", false},
		{"limit of a cap", `pool_cost / 2`, `pool_cost / 4`, false},
		{"scale of a cap", "scale     = pro_rata\n  digits    = 2\n  remainder = largest\n  ties      = [\"case.id\"]", "scale = first_come\n digits = 2\n order = [\"case.id\"]\n crossing = cut\n ties = [\"case.id\"]", false},
		{"ties of a cap", `ties      = ["case.id"]`, `ties      = ["case.cost", "case.id"]`, false},
		{"a predicate", `count(case.items, .amount > 1)`, `count(case.items, .amount > 2)`, false},
		{"all instead of any", `any(.month.lines`, `all(.month.lines`, false},
		{"the other operand of ??", `case.moved ?? case.came`, `case.moved ?? case.left`, false},
		{"a text", `'met'`, `'not_met'`, false},
	} {
		t.Run(tt.what, func(t *testing.T) {
			if !strings.Contains(policy, tt.old) {
				t.Fatalf("the policy has no %q", tt.old)
			}
			hash := compile(t, strings.ReplaceAll(policy, tt.old, tt.new), nil).Hash
			if (hash == base) != tt.same {
				t.Errorf("the hash is the same: %v, want %v", hash == base, tt.same)
			}
		})
	}
}

// TestHashOfAnyOrder: where a block stands has no meaning; not for the numbers of nodes
// either.
func TestHashOfAnyOrder(t *testing.T) {
	bs := blocks(policy)
	p := compile(t, policy, nil)
	if len(bs) < 30 {
		t.Fatalf("%d blocks", len(bs))
	}
	orders := map[string]func([]string){
		"reversed": slices.Reverse[[]string],
		"sorted":   slices.Sort[[]string],
		"rotated":  func(s []string) { copy(s, append(slices.Clone(s[11:]), s[:11]...)) },
	}
	for name, order := range orders {
		other := slices.Clone(bs)
		order(other)
		q := compile(t, strings.Join(other, ""), nil)
		if q.Hash != p.Hash {
			t.Errorf("%s: another hash", name)
		}
		if a, b := nodesOf(p.String()), nodesOf(q.String()); a != b {
			t.Errorf("%s: other nodes", name)
		}
	}
}

// nodesOf is the part of a print that lists the nodes.
func nodesOf(print string) string {
	text, _, _ := strings.Cut(print, "\nrecord ")
	return text
}

// TestHashOfTables: rows of a file are hashed as typed values, whatever their text.
func TestHashOfTables(t *testing.T) {
	const rules = `
table "groups" {
  file    = "g.csv"
  key     = ["code"]
  columns = { code = text, mean = { type = money, columns = ["均费"] }, from = from }
}
record "case" {
  key    = ["id"]
  clock  = "case.left"
  fields = { id = text, group = text, left = date }
}
output "mean" {
  is = "groups(case.group).mean"
}
`
	base := compile(t, rules, map[string]string{"g.csv": "code,mean,from\nA,100.00,2024-01-01\nB,5,\n"}).Hash
	for csv, same := range map[string]bool{
		"from,均费,code,extra\n,5.00,B,x\n2024/1/1,100,A,y\n":       true,
		"\ufeffcode,mean,from\r\nA, 100.0 ,20240101\r\nB,+5,\r\n": true,
		"code,mean,from\nA,100.01,2024-01-01\nB,5,\n":             false,
		"code,mean,from\nA,100.00,2024-01-02\nB,5,\n":             false,
		"code,mean,from\nA,100.00,\nB,5,\n":                       false,
		"code,mean,from\nA,100.00,2024-01-01\n":                   false,
	} {
		if got := compile(t, rules, map[string]string{"g.csv": csv}).Hash; (got == base) != same {
			t.Errorf("%q: the hash is the same: %v, want %v", csv, got == base, same)
		}
	}
}
