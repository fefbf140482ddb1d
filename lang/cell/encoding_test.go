package cell

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gb returns a text in GB18030.
func gb(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDecode(t *testing.T) {
	chinese := "病例号,姓名\nTEST-1,费用（元）\n"
	for _, tt := range []struct {
		what     string
		in       string
		declared Encoding
		want     string
		enc      Encoding
	}{
		{"plain letters", "id,cost\n", Auto, "id,cost\n", UTF8},
		{"nothing", "", Auto, "", UTF8},
		{"UTF-8", chinese, Auto, chinese, UTF8},
		{"UTF-8 with mark", "\ufeff" + chinese, Auto, chinese, UTF8BOM},
		{"mark alone", "\ufeff", Auto, "", UTF8BOM},
		{"a second mark is text", "\ufeff\ufeffid", Auto, "\ufeffid", UTF8BOM},
		{"a mark decides over what is declared", "\ufeff" + chinese, GB18030, chinese, UTF8BOM},
		{"GB18030", gb(t, chinese), Auto, chinese, GB18030},
		{"GB18030 of four bytes", gb(t, "𠮷野家,€\n㐀\n"), Auto, "𠮷野家,€\n㐀\n", GB18030},
		{"GB18030 as declared", gb(t, chinese), GB18030, chinese, GB18030},
		// 联通 in GB18030 is famous for looking like UTF-8 to careless readers.
		{"almost UTF-8", gb(t, "联通"), Auto, "联通", GB18030},
		// These two bytes are 漏 in GB18030 and © in UTF-8: without more text nobody can tell,
		// and the file says which was taken.
		{"ambiguous", "\xc2\xa9", Auto, "©", UTF8},
		{"ambiguous, as declared", "\xc2\xa9", GB18030, "漏", GB18030},
		{"ambiguous among other GB18030", "\xc2\xa9" + gb(t, "水的费用"), Auto, "漏水的费用", GB18030},
		{"one broken byte in much UTF-8", strings.Repeat("费用", 20) + "\xff", Auto, strings.Repeat("费用", 20) + "\ufffd", UTF8},
		{"a character cut in two in much UTF-8", strings.Repeat("费用", 20) + "\xe8\xb4,", Auto, strings.Repeat("费用", 20) + "\ufffd,", UTF8},
		{"GB18030 declared as UTF-8", gb(t, "费用"), UTF8, "\ufffd", UTF8},
		{"broken GB18030", gb(t, "费用") + "\xff\n", Auto, "费用\ufffd\n", GB18030},
		{"GB18030 that ends in the middle of a character", gb(t, "费用")[:3], Auto, "费\ufffd", GB18030},
		{"UTF-16 by its mark", "\xff\xfei\x00d\x00", GB18030, "id", UTF16LE},
		{"UTF-16 of the other order", "\xfe\xff\x75\xc5\x00d", Auto, "病d", UTF16BE},
		{"UTF-16 as declared", "\x75\xc5\x00d", UTF16BE, "病d", UTF16BE},
		{"UTF-16 as declared, as Windows writes it", "\xc5\x75d\x00", UTF16, "病d", UTF16LE},
		{"UTF-16 that ends in the middle of a character", "\xff\xfei\x00\x3d\xd8", Auto, "i\ufffd", UTF16LE},
		{"UTF-16 with half a character", "\xff\xfe\x00\xdci\x00j", Auto, "\ufffdi\ufffd", UTF16LE},
		{"UTF-16 without a mark is not guessed", "i\x00d\x00", Auto, "i\x00d\x00", UTF8},
	} {
		t.Run(tt.what, func(t *testing.T) {
			out, enc := Decode([]byte(tt.in), tt.declared)
			if string(out) != tt.want || enc != tt.enc {
				t.Errorf("got %q as %s, want %q as %s", out, enc, tt.want, tt.enc)
			}
			if !utf8.Valid(out) {
				t.Error("the text is no UTF-8")
			}
		})
	}
}

// TestDecodeLeavesBytes: the bytes of the file are hashed after they are read.
func TestDecodeLeavesBytes(t *testing.T) {
	for _, s := range []string{"\ufeffid", gb(t, "费用") + "\xff", "费\xff"} {
		b := []byte(s)
		Decode(b, Auto)
		if string(b) != s {
			t.Errorf("%q has become %q", s, b)
		}
	}
}

// FuzzDecode: whatever the bytes, the text is UTF-8, UTF-8 stays as it is, and what does not
// decode is a problem of its cell.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "费用", "\xb7\xd1\xd3\xc3", "\ufeffid", "\xff\xfe", "\x81\x30\x81\x30"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		out, enc := Decode(b, Auto)
		if !utf8.Valid(out) {
			t.Fatalf("%q decodes to %q", b, out)
		}
		if utf8.Valid(b) && enc == UTF8 && string(out) != string(b) {
			t.Fatalf("%q is UTF-8 and becomes %q", b, out)
		}
		if !utf8.Valid(b) && enc == UTF8 && !strings.ContainsRune(string(out), utf8.RuneError) {
			t.Fatalf("%q loses bytes in silence: %q", b, out)
		}
		again, _ := Decode(b, Auto)
		if string(again) != string(out) {
			t.Fatalf("%q decodes in two ways", b)
		}
	})
}
