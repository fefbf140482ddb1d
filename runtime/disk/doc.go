// Package disk is every call that a run makes on the files that it writes.
//
// Job: one small interface between the code that writes files and the machine, so that
// tests can make any call fail, cut a write short or end the process in between.
//
// Takes paths; gives open files, and errors that name the path.
//
// May import nothing of this module.
//
// Invariants: Create never opens a file that is there already; a scratch file is gone
// once it is closed or the process has ended, however it ended, wherever the system can
// do that; a lock ends with the process that holds it, so none is ever stale, where the
// system has such locks.
//
// Tested on the real file system, with processes that are killed; disktest has a layer
// in memory that fails where it is told to.
//
// Stability: unstable.
package disk
