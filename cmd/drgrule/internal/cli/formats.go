package cli

import (
	"fmt"
	"strings"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/casefile/parquet"
	"github.com/drgrule/drgrule/runtime/casefile/xlsx"
	"github.com/drgrule/drgrule/runtime/casefile/zstd"
)

// formats are what case files may be in beside CSV and JSON Lines.
var formats = casefile.Formats{
	Tables:   []casefile.TableFormat{xlsx.Reader{}, parquet.Reader{}},
	Packings: []casefile.Packing{zstd.Packing{}},
}

// encodings are those that case files may be declared in.
var encodings = map[string]cell.Encoding{
	"": cell.Auto, "utf8": cell.UTF8, "utf16": cell.UTF16, "gb18030": cell.GB18030,
	"gbk": cell.GB18030, // every text in GBK is one in GB18030
}

// sheet is the sheet that is asked for of a record's file: `--sheet record=name`, or the
// name alone where there is one file.
func (a *app) sheet(p *drgrule.Program, in *inputs, record string, files int) (string, error) {
	found := ""
	for _, s := range in.sheets {
		name, sheet, ok := strings.Cut(s, "=")
		if ok && p.IR().Record(name) != nil {
			if name == record {
				found = sheet
			}
			continue
		}
		if files > 1 {
			return "", fail(ExitCannotRun, a.say("几个文件时写作 --sheet 记录=工作表：%s", "with several files write --sheet record=sheet: %s"), s)
		}
		found = s
	}
	return found, nil
}

// noteFile tells what was decided about a file.
func (a *app) noteFile(n casefile.Note) {
	what := string(n.Format)
	if n.Encoding != "" {
		what = string(n.Encoding)
	}
	if n.Packed != "" {
		what = n.Packed + a.say("，", ", ") + what
	}
	if n.Sheet != "" {
		what += fmt.Sprintf(a.say("，工作表 %s", ", sheet %s"), n.Sheet)
	}
	a.note("%s：%s，%d 行", "%s: %s, %d rows", n.File, what, n.Rows)
	if n.Named != "" {
		a.note("  按内容是 %s，不是文件名所说的 %s", "  by its content it is %s, not %s as its name says", n.Format, n.Named)
	}
	if n.Sheets > 0 {
		a.note("  另有 %d 个工作表没有读取；用 --sheet 指定", "  %d more sheets were not read; name one with --sheet", n.Sheets)
	}
	if n.HeadedAt > 1 {
		a.note("  表头在第 %d 行，以上各行略过", "  the headings are in row %d; what stands above was passed over", n.HeadedAt)
	}
	if n.Blank > 0 {
		a.note("  略过 %d 个空行", "  %d empty rows passed over", n.Blank)
	}
	if len(n.Ignored) > 0 {
		a.note("  没有用到的列：%s", "  columns not used: %s", strings.Join(n.Ignored, ", "))
	}
	if len(n.Absent) > 0 {
		a.note("  文件没有、按空处理的字段：%s", "  fields without a column, taken as empty: %s", strings.Join(n.Absent, ", "))
	}
}

// fileError words an error about a file as a whole, and what to do about it.
func (a *app) fileError(e *casefile.Error) string {
	file := e.File
	if e.Encoding != "" {
		file += fmt.Sprintf(a.say("（按 %s 读取）", " (read as %s)"), e.Encoding)
	}
	return file + a.say("：", ": ") + a.fileProblem(e)
}

func (a *app) fileProblem(e *casefile.Error) string {
	switch e.Code {
	case casefile.MissingColumn:
		return a.say("缺少必需的列，括号里是可用的列名：", "columns are missing, in brackets the headings that they may have: ") + e.Detail
	case casefile.ColumnTwice:
		return a.say("表头有两列同名：", "two columns have the same name: ") + e.Detail
	case casefile.ColumnType:
		return a.say("这些列的类型不能用于规则的字段（浮点数不精确，数保不住编号和代码前面的零），请改存为文本、DECIMAL 或日期：",
			"the types of these columns are not for the fields of the rules (floating-point numbers are not exact, numbers lose the leading zeros of ids and codes); store them as text, DECIMAL or dates: ") + e.Detail
	case casefile.CROnly:
		return a.say("各行只以 CR 结尾；请用 LF 或 CRLF 换行另存", "its lines end in CR alone; save it with LF or CRLF")
	case casefile.HeaderQuotes:
		return a.say("表头的引号不配对", "the quotes of its header do not match")
	case casefile.Spreadsheet:
		return a.say("是压缩包，不是能读取的工作簿；请解压，或另存为 .xlsx 或 CSV", "it is an archive and no workbook that can be read; unpack it, or save it as .xlsx or CSV")
	case casefile.OldWorkbook:
		return a.say("是旧格式（.xls）或加了密码的工作簿；请去掉密码，另存为 .xlsx 或 CSV", "it is a workbook of the old format (.xls) or under a password; take the password off, and save it as .xlsx or CSV")
	case casefile.OtherFormat:
		return fmt.Sprintf(a.say("内容是 %s，这里不能读取；请另存为 CSV、JSON Lines、.xlsx 或 Parquet", "its content is %s, which is not read here; save it as CSV, JSON Lines, .xlsx or Parquet"), e.Detail)
	case casefile.UTF16:
		return a.say("像是没有标记的 UTF-16 文本；请加 --encoding utf16，或另存为 UTF-8", "it looks like UTF-16 text without a mark; add --encoding utf16, or save it as UTF-8")
	case casefile.NoSheet:
		return a.say("没有这个工作表，也没有可见的工作表；有：", "it has no such sheet, or none that is visible; it has: ") + e.Detail
	case casefile.TooLarge:
		return a.say("展开后超过限度，不读取：", "it unpacks to more than files do, and is not read: ") + e.Detail
	case casefile.Misdescribed:
		return a.say("描述与文件不符：", "it is not what it is said to be: ") + e.Detail
	}
	return a.say("不能读取：", "it cannot be read: ") + e.Detail
}
