package drgrule

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/settle"
)

// Names of the files that a settlement writes beside its results.
const (
	RatesFile       = "rates.csv"
	MarksFile       = "marks.csv"
	CertificateFile = "certificate.json"
)

// CertificateVersion is the version of the form of certificates.
const CertificateVersion = 1

// A Certificate says of a settlement what it was made of and what it came to. It holds
// no time and no place: the same settlement has the same certificate.
type Certificate struct {
	FormatVersion int                `json:"format_version"`
	Engine        string             `json:"engine"` // version of this module
	Ruleset       string             `json:"ruleset"`
	Title         string             `json:"title,omitempty"`
	Hash          string             `json:"ruleset_hash"`
	TextHash      string             `json:"text_hash"`
	Run           map[string]string  `json:"run,omitempty"`
	Assumed       map[string]string  `json:"assumed,omitempty"`
	Inputs        []CertifiedFile    `json:"inputs"`
	Cases         []CertifiedCases   `json:"cases"`
	Rounds        []CertifiedValue   `json:"values_over_many_cases"`
	Refused       []CertifiedRefusal `json:"refused_values,omitempty"` // of pools and the like, one for each row
	Outputs       []CertifiedFile    `json:"outputs"`
}

// A CertifiedFile is a file by its content.
type CertifiedFile struct {
	Record string `json:"record,omitempty"`
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows"`
}

// CertifiedCases are the counts of one record's cases, and what they come to.
type CertifiedCases struct {
	Record   string           `json:"record"`
	Read     int              `json:"read"`
	Outcomes map[Outcome]int  `json:"outcomes"`
	Totals   []CertifiedTotal `json:"totals,omitempty"`
}

// A CertifiedTotal is the sum of one output or payment over all cases.
type CertifiedTotal struct {
	Name string `json:"name"`
	Sum  string `json:"sum"`
	Unit string `json:"unit"`
}

// A CertifiedValue is the control totals of one value over many cases.
type CertifiedValue struct {
	Round    int             `json:"round"`
	Name     string          `json:"name"`
	Kind     string          `json:"kind"`
	Record   string          `json:"record"`
	Target   string          `json:"by,omitempty"`
	Keys     int             `json:"keys"`
	Open     int             `json:"open"`
	Included CertifiedCount  `json:"included"`
	Excluded int64           `json:"excluded"`
	Held     int64           `json:"held"`
	Refused  int64           `json:"refused"`
	After    CertifiedCount  `json:"refused_after_contributing"`
	Cap      *CertifiedClaim `json:"cap,omitempty"`
}

// A CertifiedCount is rows, and the sum of what they give.
type CertifiedCount struct {
	Rows int64  `json:"rows"`
	Sum  string `json:"sum,omitempty"`
}

// A CertifiedClaim is both sides of a cap: the claims are the sum of what is included.
type CertifiedClaim struct {
	Limits string `json:"limits"`
	Paid   string `json:"paid"`
	Over   int    `json:"keys_over_the_limit"`
	Cut    int64  `json:"rows_cut"`
	Left   string `json:"left"` // of limits that are reached: what is not paid
}

// A CertifiedRefusal is a value of a pool, or of whatever totals are of, that is refused:
// the cases that read it are.
type CertifiedRefusal struct {
	Record string `json:"record"`
	Key    string `json:"key"`
	Name   string `json:"name"`
	Code   string `json:"code"`
	Note   string `json:"note"`
}

// Certificate begins the certificate of a settlement: what it ran with, and its control
// totals. The caller adds the files, and what the cases came to.
func (b *Batch) Certificate() *Certificate {
	p := b.prog
	out := &Certificate{
		FormatVersion: CertificateVersion, Engine: Version, Ruleset: p.ir.Name, Title: p.ir.Title, Hash: p.ir.Hash, TextHash: p.ir.TextHash,
		Run: b.run, Assumed: b.assume, Inputs: []CertifiedFile{}, Cases: []CertifiedCases{}, Rounds: []CertifiedValue{}, Outputs: []CertifiedFile{},
	}
	if b.settlement == nil {
		return out
	}
	for _, c := range b.settlement.Report.Controls {
		v := CertifiedValue{
			Round: c.Stratum, Name: c.Name, Kind: c.Kind, Record: c.Record, Target: c.Target, Keys: c.Keys, Open: c.Open,
			Included: certified(c.Included, c.Type), Excluded: c.Excluded.Rows, Held: c.Held.Rows, Refused: c.Refused.Rows, After: certified(c.After, c.Type),
		}
		if k := c.Cap; k != nil {
			v.Cap = &CertifiedClaim{Limits: k.Limits.String(), Paid: k.Paid.Text(c.Digits), Over: k.Over, Cut: k.Cut, Left: k.Left.String()}
		}
		out.Rounds = append(out.Rounds, v)
	}
	return out
}

// Encode writes the certificate as its file has it.
func (c *Certificate) Encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(c)
	return b.Bytes(), err
}

func certified(c settle.Count, t value.Type) CertifiedCount {
	out := CertifiedCount{Rows: c.Rows}
	if t.Kind == value.Number {
		out.Sum = value.OfNum(c.Sum).Text(t)
	}
	return out
}

// A Settled is what a settlement has written into a directory, read back: with it any of
// its cases can be evaluated and explained again without the others.
type Settled struct {
	Certificate Certificate
	Hash        string // SHA-256 of the certificate, which holds those of the other files
	closed      *settle.Closed
}

// Settled reads the directory that a settlement has written. It must be of this ruleset,
// and the files must be those that were written.
func (p *Program) Settled(dir fs.FS) (s *Settled, err error) {
	defer contain("read", p.ir.Hash, &err)
	text, err := fs.ReadFile(dir, CertificateFile)
	if err != nil {
		return nil, err
	}
	s = &Settled{Hash: FileHash(text)}
	if err := json.Unmarshal(text, &s.Certificate); err != nil {
		return nil, fmt.Errorf("drgrule: %s cannot be read", CertificateFile)
	}
	switch c := &s.Certificate; {
	case c.FormatVersion != CertificateVersion:
		return nil, fmt.Errorf("drgrule: %s has form %d, this version reads %d", CertificateFile, c.FormatVersion, CertificateVersion)
	case c.Hash != p.ir.Hash:
		return nil, fmt.Errorf("drgrule: settled with the ruleset %.12s, this is %.12s", c.Hash, p.ir.Hash)
	case c.Engine != Version:
		return nil, fmt.Errorf("drgrule: settled by version %s, this is %s", c.Engine, Version)
	}
	files := map[string][]byte{}
	for _, name := range []string{RatesFile, MarksFile} {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(s.Certificate.Outputs, func(f CertifiedFile) bool { return f.Name == name && f.SHA256 == FileHash(b) }) {
			return nil, fmt.Errorf("drgrule: %s is not the file that the certificate names", name)
		}
		files[name] = b
	}
	s.closed, err = settle.Read(p.ir, bytes.NewReader(files[RatesFile]), bytes.NewReader(files[MarksFile]))
	if err != nil {
		return nil, fmt.Errorf("drgrule: %w", err)
	}
	return s, nil
}

// FileHash is how a certificate names a file by its content: SHA-256, in hexadecimals.
func FileHash(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// texts are values of the caller as they go into a certificate.
func texts(in map[string]any) map[string]string {
	out := map[string]string{}
	for _, k := range slices.Sorted(maps.Keys(in)) {
		out[k] = fmt.Sprint(in[k])
	}
	return out
}
