package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// readmeRow is a line of the table of the README that names residents of the demo.
var readmeRow = regexp.MustCompile("(?m)^\\| `([0-9A-Z-]+)` \\| (\\d+ \\w+) \\| ([^|]+) \\|")

// The program as `make run` starts it: each resident that the README names has
// the letter code that the README says.
func TestReadmeNamesTheDemosResidents(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	check(t, err)
	rows := readmeRow.FindAllStringSubmatch(string(readme), -1)
	if len(rows) < 5 {
		t.Fatalf("the README names %d residents, want a handful", len(rows))
	}
	origin := startDemo(t)
	for _, row := range rows {
		code, name := row[1], row[3]
		birthday, err := time.Parse("2 January", row[2])
		check(t, err)
		t.Run(name, func(t *testing.T) {
			p := open(t, origin, withoutScript)
			p.write("De code uit uw brief", code)
			p.write("Dag", strconv.Itoa(birthday.Day()))
			p.write("Maand", strconv.Itoa(int(birthday.Month())))
			p.press(p.button(buttonOpen))
			p.shows(p.heading("Dag " + name))
			p.look("demo " + code)
		})
	}
}

// startDemo builds and starts the demo on a free port, and returns its address.
func startDemo(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "zeker")
	if out, err := exec.Command("go", "build", "-o", program, "zeker/server/cmd/zeker").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	demo := exec.Command(program, "serve", "-demo", "-addr", "127.0.0.1:0")
	demo.Stderr = os.Stderr
	out, err := demo.StdoutPipe()
	check(t, err)
	check(t, demo.Start())
	t.Cleanup(func() {
		check(t, demo.Process.Signal(syscall.SIGTERM))
		if err := demo.Wait(); err != nil {
			t.Errorf("the demo ended with %v, want nothing", err)
		}
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, rest, found := strings.Cut(lines.Text(), " on http://"); found {
			address, _, _ := strings.Cut(rest, " ")
			return "http://" + address
		}
	}
	t.Fatal("the demo ended before it said where it listens")
	return ""
}
