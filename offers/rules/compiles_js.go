package rules

// compiles is false in a browser: code comes with the program, and the compiler
// would cost every resident 30 kB.
const compiles = false
