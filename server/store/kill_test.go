package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

// When this variable holds a place, the test binary is the portal that the test
// kills: see answerUntilKilled.
const victimVariable = "ZEKER_TEST_VICTIM"

func TestMain(m *testing.M) {
	if place := os.Getenv(victimVariable); place != "" {
		if err := answerUntilKilled(place, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// answerUntilKilled answers the offers that it reads, "subject id number" a line,
// many at a time, and writes "id number" when the store says that it is done:
// with the number of the receipt that counts.
func answerUntilKilled(place string, in io.Reader, out io.Writer) error {
	k, err := store.NewKeys(key(1))
	if err != nil {
		return err
	}
	s, err := store.Open(context.Background(), place, k)
	if err != nil {
		return err
	}
	lines := make(chan string)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for line := range lines {
				subject, rest, _ := strings.Cut(line, " ")
				id, number, _ := strings.Cut(rest, " ")
				f := filing(store.Subject(subject), id, 1, offers.Accept, 1)
				f.Receipt.Number = number
				receipt, _, err := s.File(context.Background(), f)
				if err != nil {
					number = "failed: " + err.Error()
				} else {
					number = receipt.Number
				}
				fmt.Fprintf(out, "%s %s\n", id, number) // one write: lines do not mix
			}
		})
	}
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		lines <- scanner.Text()
	}
	close(lines)
	wg.Wait()
	return s.Close()
}

// E1: what was acknowledged is there after kill -9, once, with its delivery;
// what was not is there whole or not at all, and can be sent again.
func TestE1NothingAcknowledgedIsLostByAKill(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		const answers = 1000
		setup := db.open(t, keys(t, key(1)))
		rows := withOffers(t, setup, answers)
		ledger := map[string]string{} // offer -> receipt, as the client was told
		kills := rounds(500)
		random := rand.New(rand.NewPCG(1, uint64(kills)))
		for round := range kills {
			// So early that answers are left for the rounds to come.
			runVictim(t, db.place, rows, ledger, round, random.IntN(answers/kills+1))
		}
		missing := answers - len(ledger)
		runVictim(t, db.place, rows, ledger, kills, 2*answers) // and to the end
		raw := db.raw(t)
		for _, o := range rows {
			if got, err := setup.LatestAnswer(t.Context(), o.Subject, o.ID); err != nil || got.Number != ledger[o.ID] {
				t.Errorf("offer %s: the client holds receipt %q, the portal %q, %v", o.ID, ledger[o.ID], got.Number, err)
			}
		}
		if n, m := count(t, raw, `SELECT COUNT(*) FROM answers`), count(t, raw, `SELECT COUNT(*) FROM outbox`); n != answers || m != answers {
			t.Errorf("%d answers and %d to deliver; want %d of each", n, m, answers)
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM answers a JOIN outbox b ON b.id = a.outbox AND b.offer = a.offer AND b.sequence = a.sequence`); n != answers {
			t.Errorf("%d answers have their delivery, want %d", n, answers)
		}
		if missing == 0 && kills < 10 {
			t.Error("every answer was told before the last kill: the kills came too late")
		}
		t.Logf("%d kills, %d answers: 0 lost, 0 double", kills, answers)
	})
}

// runVictim sends the answers to a portal, kills it after some acknowledgements,
// and adds those that arrived to the ledger.
func runVictim(t *testing.T, place string, rows []store.OfferRow, ledger map[string]string, round, stopAfter int) {
	t.Helper()
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), victimVariable+"="+place)
	victim.Stderr = os.Stderr
	in, err := victim.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	// A client that was not told sends again; one that was told, too, now and then.
	var lines []string
	for i := range rows {
		o := rows[(i+round*131)%len(rows)]
		if ledger[o.ID] == "" || i%7 == 0 {
			lines = append(lines, fmt.Sprintf("%s %s receipt-%d-%d\n", o.Subject, o.ID, round, i))
		}
	}
	// However late the kill comes, it comes before the last answer.
	whole := stopAfter >= len(lines)
	if !whole {
		lines = lines[:min(len(lines), stopAfter+64)]
	}
	go func() {
		for _, line := range lines {
			if _, err := io.WriteString(in, line); err != nil {
				return // it was killed
			}
		}
		if whole {
			in.Close()
		}
	}()
	scanner := bufio.NewScanner(out)
	for n := 0; scanner.Scan(); n++ {
		if n == stopAfter {
			if err := victim.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		id, number, _ := strings.Cut(scanner.Text(), " ")
		if kept := ledger[id]; kept != "" && kept != number {
			t.Errorf("offer %s: told receipt %q, and later %q", id, kept, number)
		}
		ledger[id] = number
	}
	victim.Wait() // it was killed: its error says so
}
