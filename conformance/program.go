package conformance

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A Program is an engine that is another program: it is called with a directory as its
// last argument, reads the question there and writes the answer beside it.
type Program struct {
	Context context.Context
	Args    []string      // the command and its first arguments
	Limit   time.Duration // for one case; 0 for none
}

// Answer implements Engine.
func (p *Program) Answer(q *Question) (*Answer, error) {
	dir, err := os.MkdirTemp("", "drgrule-case-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := q.Write(dir); err != nil {
		return nil, err
	}
	ctx := p.Context
	if p.Limit > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, p.Limit)
		defer stop()
	}
	cmd := exec.CommandContext(ctx, p.Args[0], append(p.Args[1:len(p.Args):len(p.Args)], dir)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %.500s", p.Args[0], err, strings.TrimSpace(string(out)))
	}
	return ReadAnswer(dir, q)
}
