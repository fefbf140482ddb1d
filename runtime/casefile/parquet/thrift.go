package parquet

import (
	"bufio"
	"errors"
	"io"
)

// A skim goes through a structure of Parquet's metadata (Thrift, compact protocol)
// without keeping any of it. The library takes memory for lists as long as they claim to
// be, so what they claim is held against what is there first.
type skim struct {
	r      *bufio.Reader
	left   int64 // bytes that the structure may still have
	lists  int64 // elements of lists of structures that may still come
	fields [2]int16
	visit  func(fields [2]int16, v int64) // whole numbers and truth values of the two outer levels
}

var errThrift = errors.New("its metadata are damaged")

// The types of the compact protocol.
const (
	tStop, tTrue, tFalse, tI8, tI16, tI32, tI64, tDouble, tBinary, tList, tSet, tMap, tStruct = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
)

const maxThriftDepth = 16

func (s *skim) byte() (byte, error) {
	if s.left <= 0 {
		return 0, errThrift
	}
	s.left--
	b, err := s.r.ReadByte()
	if err == io.EOF {
		err = errThrift
	}
	return b, err
}

func (s *skim) varint() (uint64, error) {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		b, err := s.byte()
		if err != nil {
			return 0, err
		}
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v, nil
		}
	}
	return 0, errThrift
}

func (s *skim) zigzag() (int64, error) {
	u, err := s.varint()
	return int64(u>>1) ^ -int64(u&1), err
}

func (s *skim) skip(n uint64) error {
	if n > uint64(max(s.left, 0)) {
		return errThrift
	}
	s.left -= int64(n)
	if _, err := s.r.Discard(int(n)); err != nil {
		return errThrift
	}
	return nil
}

// structure goes through one structure.
func (s *skim) structure(depth int) error {
	if depth > maxThriftDepth {
		return errThrift
	}
	id := int16(0)
	for {
		head, err := s.byte()
		if err != nil {
			return err
		}
		if head == tStop {
			return nil
		}
		if delta := head >> 4; delta != 0 {
			id += int16(delta)
		} else {
			v, err := s.zigzag()
			if err != nil {
				return err
			}
			id = int16(v)
		}
		if depth < len(s.fields) {
			s.fields[depth] = id
		}
		if depth == 0 {
			s.fields[1] = 0
		}
		if err := s.value(head&15, depth, false); err != nil {
			return err
		}
	}
}

// value goes through one value. An element of a list has its truth in a byte of its own.
func (s *skim) value(typ byte, depth int, element bool) error {
	number := func(v int64, err error) error {
		if err == nil && depth < len(s.fields) && !element && s.visit != nil {
			s.visit(s.fields, v)
		}
		return err
	}
	switch typ {
	case tTrue, tFalse:
		if element {
			_, err := s.byte()
			return err
		}
		return number(int64(tFalse)-int64(typ), nil)
	case tI8:
		b, err := s.byte()
		return number(int64(int8(b)), err)
	case tI16, tI32, tI64:
		return number(s.zigzag())
	case tDouble:
		return s.skip(8)
	case tBinary:
		n, err := s.varint()
		if err != nil {
			return err
		}
		return s.skip(n)
	case tList:
		return s.list(depth)
	case tStruct:
		return s.structure(depth + 1)
	}
	return errThrift // Parquet has neither sets nor maps
}

func (s *skim) list(depth int) error {
	head, err := s.byte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = s.varint(); err != nil {
			return err
		}
	}
	typ := head & 15
	if n > uint64(max(s.left, 0)) { // an element has a byte at least
		return errThrift
	}
	if typ == tStruct || typ == tList {
		if s.lists -= int64(n); s.lists < 0 {
			return tooLarge("metadata: elements", maxMetadata)
		}
	}
	for range n {
		if err := s.value(typ, depth+1, true); err != nil {
			return err
		}
	}
	return nil
}
