// Package durable writes the files that a run leaves behind: each appears complete or
// not at all.
//
// Job: a file is written under another name in the same directory, synced, and given its
// name at the end; a lock keeps a second process from the same file meanwhile; what a
// process that was killed has left is taken away by the next that writes the file.
//
// Takes paths and bytes; gives files, or an error that names the path.
//
// May import runtime/disk.
//
// Invariants: whatever call fails, and whenever the process or the machine stops, a path
// holds the old file or the whole new one; no file gets its name before all files of the
// run are whole and synced; after Abandon everything is as it was.
//
// Tested by failing and by stopping at every call, on full disks of every size, and with
// two processes on one file.
//
// Stability: unstable.
package durable
