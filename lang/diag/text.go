package diag

// Lang is a language that messages are written in.
type Lang uint8

// The two languages of every text.
const (
	Zh Lang = iota
	En
)

// String returns the language tag.
func (l Lang) String() string {
	if l == En {
		return "en"
	}
	return "zh"
}

// A Text is one text in both languages.
type Text struct{ Zh, En string }

// In returns the text in one language.
func (t Text) In(l Lang) string {
	if l == En {
		return t.En
	}
	return t.Zh
}

// Localized is an argument of a message that reads differently in each language,
// such as a type or a unit.
type Localized interface{ In(Lang) string }

func localize(l Lang, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(Localized); ok {
			out[i] = t.In(l)
		} else {
			out[i] = a
		}
	}
	return out
}
