package cli

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/drgrule/drgrule"
)

var update = flag.Bool("update", false, "write the output that comes into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"drgrule": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the command as its users do. Every script finds the rulesets of
// testdata/rules in its directory; $HASH and $SHORT are the hash of the ruleset `fee`,
// for cmpenv.
func TestScripts(t *testing.T) {
	p, err := drgrule.Compile(os.DirFS("testdata/rules"), drgrule.Options{Entry: "fee"})
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HASH", p.Hash())
			e.Setenv("SHORT", p.Hash()[:12])
			e.Setenv("LC_ALL", "zh_CN.UTF-8")
			return os.CopyFS(e.WorkDir, os.DirFS(filepath.Join("testdata", "rules")))
		},
	})
}
