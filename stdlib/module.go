package stdlib

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed std
var modules embed.FS

// Modules lists the modules of the standard library, as `uses` names them.
func Modules() []string {
	entries, err := fs.ReadDir(modules, "std")
	if err != nil {
		panic("stdlib: the embedded modules cannot be read: " + err.Error())
	}
	var out []string
	for _, e := range entries {
		out = append(out, "std/"+e.Name())
	}
	return out
}

// Module returns the files of a module.
func Module(name string) (fs.FS, error) {
	if !strings.HasPrefix(name, "std/") || path.Clean(name) != name {
		return nil, fmt.Errorf("no module %q", name)
	}
	sub, err := fs.Sub(modules, name)
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(modules, name); err != nil {
		return nil, err
	}
	return sub, nil
}
