// Package runfile is the one format of files that runs write for themselves, and the
// sorting of what does not fit into memory.
//
// Job: typed records of values with an ordinal, in checked blocks; an external merge
// sort by key and ordinal in a given number of bytes. Spills, scans and what a run that
// is resumed starts from are all files of this format.
//
// A file is a header (magic, version, hash of the schema, checksum), blocks, and an end.
// A block is a length, a checksum of its place and its bytes, and records, each with its
// length, its ordinal and its values. The end is a block of no bytes with the number of
// records and a checksum over those of all blocks.
//
// Takes and gives records of value.Value, through runtime/disk.
//
// May import lang/value, runtime/disk.
//
// Invariants: a value comes back as it was, rationals exactly; the order of keys is that
// of value.Compare, then the ordinal, then that of coming; a file that is cut off, damaged
// or of another schema is an error that says so, never a record; no length in a file is
// trusted before its bytes are there; memory does not grow with the number of records.
//
// Tested by random records in budgets down to a few bytes held against sorting in
// memory, by cutting and changing every byte of a file, by failing at every call, and by
// fuzzing the decoder.
//
// Stability: unstable.
package runfile
