package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// world is a process in a test's hand.
type world struct {
	process
	out, err bytes.Buffer
	env      map[string]string
}

// zeker runs one command line and returns its exit code. A command that does not
// end by itself is told to.
func zeker(ctx context.Context, env map[string]string, args ...string) (w *world, code int) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	w = &world{env: env}
	w.process = process{
		ctx: ctx, args: args, stdin: strings.NewReader(""), stdout: &w.out, stderr: &w.err,
		getenv: func(name string) string { return w.env[name] },
	}
	return w, run(&w.process)
}

func TestEveryCommandExplainsItself(t *testing.T) {
	w, code := zeker(t.Context(), nil, "-h")
	if code != exitDone {
		t.Errorf("zeker -h: got exit code %d, want 0", code)
	}
	for _, c := range commands {
		if !strings.Contains(w.out.String(), "  "+c.name) {
			t.Errorf("zeker -h does not list %s", c.name)
		}
		help, code := zeker(t.Context(), nil, c.name, "-h")
		text := help.out.String()
		if code != exitDone || !strings.Contains(text, "Usage: zeker "+c.name) || !strings.Contains(text, "Examples:\n") || help.err.Len() > 0 {
			t.Errorf("zeker %s -h: got exit code %d and\n%s%s", c.name, code, text, help.err.String())
		}
		for _, example := range c.examples {
			if !strings.Contains(example, "zeker "+c.name) {
				t.Errorf("zeker %s -h: the example %q is of another command", c.name, example)
			}
		}
	}
}

func TestWhatCannotBeIsExitCode2(t *testing.T) {
	short := base64.StdEncoding.EncodeToString(make([]byte, 16))
	for name, test := range map[string]struct {
		env  map[string]string
		args []string
		want string // in what is said
	}{
		"no command":             {nil, nil, "Usage: zeker COMMAND"},
		"unknown command":        {nil, []string{"sevre"}, `there is no command "sevre"`},
		"unknown flag":           {nil, []string{"serve", "-port", "1"}, "-port"},
		"an argument too many":   {nil, []string{"serve", "-demo", "now"}, `"now"`},
		"no key":                 {nil, []string{"serve"}, "ZEKER_KEY is not set"},
		"a key too short":        {map[string]string{keyVariable: short}, []string{"serve"}, "no key of 32 bytes"},
		"no base64":              {map[string]string{keyVariable: "secret!"}, []string{"serve"}, "no key of 32 bytes"},
		"an older key too short": {map[string]string{keyVariable: goodKey(1), olderVariable: short}, []string{"serve"}, olderVariable},
		"unknown municipality":   {nil, []string{"serve", "-demo", "-municipality", "atlantis"}, "zonnedijk"},
		"a sign-in of nobody":    {nil, []string{"serve", "-demo", "-sign-in-client", "c"}, "-sign-in"},
		"a secret nowhere":       {nil, []string{"serve", "-demo", "-sign-in", "https://x.example"}, "ZEKER_SIGN_IN_SECRET"},
		"a secret not there":     {nil, []string{"serve", "-demo", "-sign-in", "https://x.example", "-sign-in-secret", "no/such"}, "no/such"},
		"no path of a claim":     {nil, []string{"serve", "-demo", "-sign-in", "https://x.example", "-sign-in-secret", "main_test.go", "-sign-in-bsn", "bsn"}, "/bsn"},
		"an issuer in the open":  {nil, []string{"serve", "-demo", "-sign-in", "http://x.example", "-sign-in-secret", "main_test.go", "-sign-in-client", "c"}, "no https address"},
		"no date":                {nil, []string{"serve", "-demo", "-on", "16-11-2026"}, "2026-11-16"},
	} {
		t.Run(name, func(t *testing.T) {
			w, code := zeker(t.Context(), test.env, test.args...)
			if code != exitMistake || !strings.Contains(w.err.String(), test.want) {
				t.Errorf("got exit code %d and %q, want 2 and %q", code, w.err.String(), test.want)
			}
			for _, secret := range []string{short, "secret!"} {
				if strings.Contains(w.err.String(), secret) {
					t.Errorf("the key is in what was said: %s", w.err.String())
				}
			}
		})
	}
}

func goodKey(b byte) string { return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, 32)) }
