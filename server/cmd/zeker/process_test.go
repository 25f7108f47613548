package main

import (
	"bufio"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// asMain makes the test binary be the program itself, for tests that end it as
// no test may end itself.
const asMain = "ZEKER_TEST_AS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asMain) == "1" {
		main()
	}
	os.Exit(m.Run())
}

// launched is zeker serve as a process of its own.
type launched struct {
	*exec.Cmd
	url string
}

// launch starts zeker serve and waits until it answers.
func launch(t testing.TB, env []string, args ...string) *launched {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	l := &launched{Cmd: exec.Command(self, append([]string{"serve", "-addr", "127.0.0.1:0"}, args...)...)}
	l.Env = append(append(os.Environ(), asMain+"=1"), env...)
	out, err := l.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.CreateTemp(t.TempDir(), "log")
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close() // the process has its own
	l.Stderr = log
	if err := l.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if found := servedOn.FindStringSubmatch(lines.Text()); found != nil {
			l.url = found[1]
			return l
		}
	}
	l.Wait()
	said, _ := os.ReadFile(log.Name())
	t.Fatalf("zeker serve ended: %s", said)
	return nil
}

// kill ends the process as the power does, and returns when it is gone.
func (l *launched) kill(t testing.TB) {
	t.Helper()
	if err := l.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	l.Wait() // its error says that it was killed
}

// stop ends the process as people do.
func (l *launched) stop(t testing.TB) {
	t.Helper()
	if err := l.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := l.Wait(); err != nil {
		t.Errorf("zeker serve did not end well: %v", err)
	}
}
