// Command drgrule checks, runs and explains health-insurance payment rules.
package main

import (
	"os"

	"github.com/drgrule/drgrule/cmd/drgrule/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
