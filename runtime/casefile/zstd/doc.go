// Package zstd unpacks texts that are compressed with Zstandard (.zst).
//
// Job: one value that is handed to casefile in casefile.Formats.
//
// Takes a compressed stream; gives the text.
//
// May import runtime/casefile.
//
// Invariants: a stream takes a bounded window of memory, whatever it asks for; what is
// cut off or damaged is an error.
//
// Tested in cmd/drgrule/internal/cli, with files of every format and compression.
//
// Stability: stable.
package zstd
