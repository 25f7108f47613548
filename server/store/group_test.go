package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func openGroup(t *testing.T) (*Store, *groupWriter) {
	t.Helper()
	keys, err := NewKeys(make([]byte, KeyLength))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "group.db"), keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, s.write.(*groupWriter)
}

func optOut(name string) func(context.Context, queries) error {
	return func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `INSERT INTO opt_outs (subject, at) VALUES ($1, 1)`, name)
		return err
	}
}

// together sends requests while the writer is busy, so that they make one group,
// and returns their errors.
func together(w *groupWriter, requests ...func(context.Context, queries) error) []error {
	release, wg := hold(w)
	errs := make([]error, len(requests))
	for i, do := range requests {
		wg.Go(func() { errs[i] = w.transact(context.Background(), do) })
	}
	untilWaiting(w, len(requests))
	release()
	wg.Wait()
	return errs
}

// hold keeps the writer busy with a request until release.
func hold(w *groupWriter) (release func(), wg *sync.WaitGroup) {
	begun, end := make(chan bool, 2), make(chan bool) // it may run twice
	wg = new(sync.WaitGroup)
	wg.Go(func() {
		w.transact(context.Background(), func(context.Context, queries) error {
			begun <- true
			<-end
			return nil
		})
	})
	<-begun
	return func() { close(end) }, wg
}

func untilWaiting(w *groupWriter, n int) {
	for len(w.requests) < n {
		runtime.Gosched()
	}
}

func TestOneRequestFailsItsNeighboursDoNot(t *testing.T) {
	s, w := openGroup(t)
	refused := errors.New("refused")
	var requests []func(context.Context, queries) error
	for i := range 9 {
		do := optOut(fmt.Sprint("resident ", i))
		switch i {
		case 2: // after it wrote
			write := do
			do = func(ctx context.Context, q queries) error { return errors.Join(write(ctx, q), refused) }
		case 4: // a constraint
			do = optOut("resident 0")
		case 6:
			do = func(context.Context, queries) error { panic("a mistake of ours") }
		}
		requests = append(requests, do)
	}
	errs := together(w, requests...)
	kept := 0
	for i, err := range errs {
		out, readErr := s.OptedOut(t.Context(), Subject(fmt.Sprint("resident ", i)))
		if readErr != nil {
			t.Fatal(readErr)
		}
		if i != 0 && i != 4 && out != (err == nil) {
			t.Errorf("request %d: got %v, and is stored: %v", i, err, out)
		}
		if err == nil {
			kept++
		}
	}
	// Which of the two that write the same name comes first is not known.
	if kept != 6 || (errs[0] == nil) == (errs[4] == nil) {
		t.Errorf("%d requests succeeded, want 6: %v", kept, errs)
	}
	if !errors.Is(errs[2], refused) || errs[6] == nil || !strings.Contains(errs[6].Error(), "a mistake of ours") {
		t.Errorf("the failures are %v and %v", errs[2], errs[6])
	}
	if err := s.OptOut(t.Context(), "later", 1); err != nil {
		t.Errorf("the writer after that: %v", err)
	}
}

func TestWhoGivesUpBeforeItsTurnWritesNothing(t *testing.T) {
	s, w := openGroup(t)
	ctx, cancel := context.WithCancel(context.Background())
	release, wg := hold(w)
	var err error
	wg.Go(func() { err = w.transact(ctx, optOut("gave up")) })
	untilWaiting(w, 1)
	cancel()
	release()
	wg.Wait()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
	if out, err := s.OptedOut(t.Context(), "gave up"); err != nil || out {
		t.Errorf("it was stored: %v, %v", out, err)
	}
}

func TestFailedCommitFailsTheWholeGroup(t *testing.T) {
	s, w := openGroup(t)
	// A foreign key that is checked when the transaction commits fails no request.
	if err := w.transact(t.Context(), func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `CREATE TABLE late (scan TEXT REFERENCES scans (id) DEFERRABLE INITIALLY DEFERRED)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	errs := together(w, optOut("neighbour"), func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `INSERT INTO late (scan) VALUES ('none')`)
		return err
	})
	for i, err := range errs {
		if err == nil {
			t.Errorf("request %d of a group that is not on disk was told that it is", i)
		}
	}
	if out, err := s.OptedOut(t.Context(), "neighbour"); err != nil || out {
		t.Errorf("the neighbour is stored: %v, %v", out, err)
	}
	if err := s.OptOut(t.Context(), "later", 1); err != nil {
		t.Errorf("the writer after that: %v", err)
	}
}

func TestClosedStoreRefuses(t *testing.T) {
	s, _ := openGroup(t)
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("open: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.OptOut(t.Context(), "x", 1); !errors.Is(err, errStopped) {
		t.Errorf("write: got %v, want %v", err, errStopped)
	}
	if err := s.Ready(t.Context()); err == nil {
		t.Error("ready: got no error")
	}
}
