// Package disktest is a file layer in memory for tests.
//
// Job: make any call of a run on its files fail, cut writes short, fill the disk, and
// show what is there after the process or the machine has stopped at any call.
//
// Takes and gives what runtime/disk does.
//
// May import runtime/disk.
//
// Invariants: every call counts, so that a test can go through all of them; after a loss
// of power there is nothing that was not synced, neither bytes nor names.
//
// Tested by the tests of what stands on runtime/disk, and by a few of its own.
//
// Stability: unstable, for tests alone.
package disktest
