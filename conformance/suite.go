package conformance

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed suite skip.txt
var files embed.FS

// Suite is every case of the suite, in the order of their paths.
func Suite() ([]*Case, error) { return Load(files, "suite") }

// Skips are the cases that an engine is known to fail, as skip.txt lists them: the
// reasons by path.
func Skips(engine string) (map[string]string, error) {
	b, err := files.ReadFile("skip.txt")
	if err != nil {
		return nil, err
	}
	return ParseSkips(string(b), engine)
}

// ParseSkips reads lines `case engine reason`.
func ParseSkips(text, engine string) (map[string]string, error) {
	out := map[string]string{}
	for _, line := range nonEmpty(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		if len(f) != 3 {
			return nil, fmt.Errorf("%q is not `case engine reason`", line)
		}
		if f[1] == engine {
			out[f[0]] = f[2]
		}
	}
	return out, nil
}

// ReferenceName is the name of Reference in skip.txt.
const ReferenceName = "scalar"

// Name is the case's path below suite/ without its ending.
func (c *Case) Name() string {
	return strings.TrimSuffix(strings.TrimPrefix(c.Path, "suite/"), ".txtar")
}
