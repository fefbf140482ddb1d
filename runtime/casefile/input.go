package casefile

import (
	"io"
)

// maxOpen bounds the files that are open at once; of those beyond, only the header is
// read before their rows are wanted.
const maxOpen = 64

// an input is one file of a run while it is read.
type input struct {
	s    *Stream
	file File
	i    int // its place among the files of the run
	r    *reading
	rows int
}

// openAll reads what stands before the rows of every file, so that a file which cannot
// be read stops the run before any row is taken.
func (s *Stream) openAll() ([]*input, error) {
	var out []*input
	for i, f := range s.files {
		in := &input{s: s, file: f, i: i}
		out = append(out, in)
		if err := in.open(); err != nil {
			return out, err
		}
		s.set.heads[headOf{f.Record.ID, f.Name}] = in.r.heads
		if i >= maxOpen {
			if err := in.shut(); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

func (in *input) open() (err error) {
	f := in.file
	f.Open = func() (Input, error) {
		from, err := in.file.input()
		return stoppable{from, in.s.stop}, err
	}
	in.r, err = read(in.s.prog, f)
	return err
}

// stoppable is a file whose reading ends with the run: its encoding is decided by all of
// its bytes, before there is a row.
type stoppable struct {
	Input
	stop func() error
}

// Read implements io.Reader.
func (s stoppable) Read(p []byte) (int, error) {
	if err := s.stop(); err != nil {
		return 0, err
	}
	return s.Input.Read(p)
}

func (in *input) shut() error {
	if in.r == nil {
		return nil
	}
	r := in.r
	in.r = nil
	return r.close()
}

// next gives the next row, until the run is stopped. Behind the last the file is closed
// and io.EOF given.
func (in *input) next() (readRow, error) {
	if in.r == nil {
		if err := in.open(); err != nil {
			return readRow{}, err
		}
	}
	in.rows++
	if err := in.s.pause(in.rows); err != nil {
		return readRow{}, err
	}
	rr, err := in.r.next()
	if err == io.EOF {
		in.s.notes[in.i] = in.r.note
		if err := in.shut(); err != nil {
			return readRow{}, &Error{File: in.file.Name, Code: Unreadable, Detail: err.Error()}
		}
	}
	return rr, err
}

// A feed gives the rows of several files of one record, one file after the other.
type feed struct {
	in      []*input
	at      int    // the file of the row that was given last
	ordinal uint64 // of the next row
}

// newFeed takes the files of a record, in the order in which they were given.
func newFeed(all []*input, rec int) *feed {
	f := &feed{}
	for _, in := range all {
		if in.file.Record.ID == rec {
			f.in = append(f.in, in)
		}
	}
	return f
}

// next gives the next row, the file that it is of, and its ordinal, or io.EOF.
func (f *feed) next() (rr readRow, file int, ordinal uint64, err error) {
	for f.at < len(f.in) {
		rr, err = f.in[f.at].next()
		if err != io.EOF {
			f.ordinal++
			return rr, f.in[f.at].i, f.ordinal - 1, err
		}
		f.at++
	}
	return readRow{}, 0, 0, io.EOF
}
