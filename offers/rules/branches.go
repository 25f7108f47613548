//go:build !js

package rules

// branches says that Decide compiles entries to branchy code and runs that where
// it can: a city is scanned ten times as fast.
const branches = true
