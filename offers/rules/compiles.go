//go:build !js

package rules

// compiles says that code is made here when it was not read with the program.
const compiles = true
