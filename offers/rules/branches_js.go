package rules

// branches is false in a browser: one household is decided node by node in
// microseconds, and the compiler would cost every resident 30 kB.
const branches = false
