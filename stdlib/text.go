package stdlib

import (
	"strings"
	"unicode/utf8"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

var texts = []*fn.Func{
	{
		Name: "len", Usage: "len(x)", Min: 1, Max: 1, Version: 1,
		Doc: diag.Text{Zh: "文本或代码的字符数，列表的元素数；数行用 count。", En: "Characters of a text or code, elements of a list; rows are counted with count."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			switch a[0].Type.Kind {
			case value.Text, value.Code, value.List, value.Never:
				return typed(value.Count())
			}
			return problem(0, diag.TypeMismatch, "len", diag.Text{Zh: "文本、代码或列表", En: "a text, code or list"}, a[0].Type)
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			if a[0].Kind == value.List {
				return value.OfInt(int64(len(a[0].List))), ""
			}
			return value.OfInt(int64(utf8.RuneCountInString(a[0].Str))), ""
		},
		Examples: []fn.Example{{Formula: "len('药品A')", Result: "3"}, {Formula: "len([1, 2])", Result: "2"}},
	},
	textTest("startsWith", strings.HasPrefix, diag.Text{Zh: "x 是否以文本 y 开头。", En: "Whether x begins with the text y."}, fn.Example{Formula: "'BB21' startsWith 'BB'", Result: "true"}),
	textTest("endsWith", strings.HasSuffix, diag.Text{Zh: "x 是否以文本 y 结尾。", En: "Whether x ends with the text y."}, fn.Example{Formula: "'BB21' endsWith '9'", Result: "false"}),
	textTest("contains", strings.Contains, diag.Text{Zh: "x 是否含有文本 y。", En: "Whether x contains the text y."}, fn.Example{Formula: "'BB21' contains 'B2'", Result: "true"}),
}

func textTest(name string, test func(s, part string) bool, doc diag.Text, ex fn.Example) *fn.Func {
	return &fn.Func{
		Name: name, Usage: "x " + name + " y", Min: 2, Max: 2, Version: 1, Doc: doc,
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			for i := range a {
				switch a[i].Type.Kind {
				case value.Text, value.Code, value.Never:
				default:
					return problem(i, diag.TypeMismatch, name, aText, a[i].Type)
				}
			}
			return typed(value.BoolType)
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			return value.OfBool(test(a[0].Str, a[1].Str)), ""
		},
		Examples: []fn.Example{ex},
	}
}
