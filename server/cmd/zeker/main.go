// Command zeker is the whole portal in one binary: it imports residents, scans
// them for rights, writes letters, serves the pages, and lets law be tried by
// hand.
//
// Exit codes: 0 when it is done; 1 when it did not work, or the answer is no; 2
// when what was given cannot be right: arguments, or a file with a mistake in it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// command is one word behind zeker.
type command struct {
	name     string
	summary  string                                   // one line, for the list of commands
	usage    string                                   // the arguments behind the name
	examples []string                                 // whole command lines
	flags    func(*flag.FlagSet) func(*process) error // declares the flags and returns what to do with them
}

// commands are all there are, in the order of a municipality's work; each stands
// in the file of its name.
var commands = []command{
	importCommand,
	scanCommand,
	lettersCommand,
	serveCommand,
	decisionsCommand,
	takeUpCommand,
	staffCommand,
	keysCommand,
	verifyCommand,
	checkCommand,
	vectorsCommand,
	cityCommand,
	lawCommand,
	localesCommand,
}

// process is the world around a command, so that a test can be that world.
type process struct {
	ctx    context.Context
	args   []string // behind the flags
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
}

// exitError is an error that ends the process with a code of its own.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// mistaken marks an error as one of what was given: exit code 2.
func mistaken(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{exitMistake, err}
}

// The exit codes.
const (
	exitDone    = 0
	exitFailed  = 1
	exitMistake = 2
)

const exitCodes = "Exit codes: 0 done, 1 it did not work, 2 what was given cannot be right.\n"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(&process{
		ctx: ctx, args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv,
	}))
}

// run runs one command line and returns its exit code.
func run(p *process) int {
	if len(p.args) == 0 {
		overview(p.stderr)
		return exitMistake
	}
	name := p.args[0]
	if name == "-h" || name == "--help" || name == "help" {
		overview(p.stdout)
		return exitDone
	}
	for _, c := range commands {
		if c.name == name {
			return c.start(p)
		}
	}
	fmt.Fprintf(p.stderr, "zeker: there is no command %q; zeker -h lists them\n", name)
	return exitMistake
}

// start reads the flags of a command and runs it.
func (c *command) start(p *process) int {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	do := c.flags(flags)
	switch err := flags.Parse(p.args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		c.help(p.stdout, flags)
		return exitDone
	case err != nil:
		fmt.Fprintf(p.stderr, "zeker %s: %v; zeker %s -h explains\n", c.name, err, c.name)
		return exitMistake
	}
	p.args = flags.Args()
	err := do(p)
	if err == nil {
		return exitDone
	}
	if !errors.Is(err, errSaid) {
		fmt.Fprintf(p.stderr, "zeker %s: %v\n", c.name, err)
	}
	if exit := (*exitError)(nil); errors.As(err, &exit) {
		return exit.code
	}
	return exitFailed
}

// counted writes a number with what it counts: "1 letter", "2 letters".
func counted(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func overview(w io.Writer) {
	fmt.Fprint(w, "Zeker offers income support to residents, on the law itself.\n\nUsage: zeker COMMAND [flags] [arguments]\n\nCommands:\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, "\nzeker COMMAND -h explains a command. "+exitCodes)
}

func (c *command) help(w io.Writer, flags *flag.FlagSet) {
	var listed strings.Builder
	flags.SetOutput(&listed)
	flags.PrintDefaults()
	usage := []string{c.name}
	if listed.Len() > 0 {
		usage = append(usage, "[flags]")
	}
	if c.usage != "" {
		usage = append(usage, c.usage)
	}
	fmt.Fprintf(w, "%s%s.\n\nUsage: zeker %s\n", strings.ToUpper(c.summary[:1]), c.summary[1:], strings.Join(usage, " "))
	if len(c.examples) > 0 {
		fmt.Fprintf(w, "\nExamples:\n  %s\n", strings.Join(c.examples, "\n  "))
	}
	if listed.Len() > 0 {
		fmt.Fprintf(w, "\nFlags:\n%s", listed.String())
	}
	fmt.Fprint(w, "\n"+exitCodes)
}
