package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"zeker/offers"
	"zeker/server"
)

func TestCitySaysWhatEachPartTook(t *testing.T) {
	place := filepath.Join(t.TempDir(), "city.db")
	w, code := zeker(t.Context(), nil, "city", "-db", place, "-residents", "300")
	if code != exitDone || w.err.Len() > 0 {
		t.Fatalf("exit code %d: %s", code, w.err.String())
	}
	lines := strings.Split(w.out.String(), "\n")
	for i, want := range []string{
		"300 residents +seconds +a second", "made up +N +N", "import: read from a file +N +N", "import: stored +N +N", "made up and imported +N +N",
		"scan: query +N +N", "scan: decrypt +N +N", "scan: decode +N +N", "scan: columns +N +N", "scan: rules +N +N", "scan: offers +N +N",
		"scan: store +N +N", "scanned, by 1 worker +N +N", "in all +N +N", `\d\d offers, 0 failed`, `\d+ MB of memory at most`,
	} {
		want = "^" + strings.ReplaceAll(want, "N", `\d+(\.\d\d)?`) + "$"
		if i == len(lines)-1 {
			break // on a system that does not tell its memory
		}
		if !regexp.MustCompile(want).MatchString(lines[i]) {
			t.Errorf("line %d is %q; want %s", i+1, lines[i], want)
		}
	}
	w, code = zeker(t.Context(), nil, "city", "-db", place, "-residents", "300")
	if code != exitMistake || !strings.Contains(w.err.String(), "holds residents already") {
		t.Errorf("in a database that is in use: exit code %d: %s", code, w.err.String())
	}
}

func TestCityIsTheSameEveryTime(t *testing.T) {
	var first server.Counters
	for _, size := range []int{50, 170, 1000} { // how it is cut into districts does not matter
		place := filepath.Join(t.TempDir(), strconv.Itoa(size))
		trial := &trial{workplace: workplace{db: place, municipality: "zonnedijk", demo: true, on: demoDay}}
		c, err := trial.found(&process{ctx: t.Context(), getenv: os.Getenv})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.rows.Close() })
		c.size, c.clock = size, func() time.Time { return time.Time{} }
		if err := c.build(t.Context(), 500); err != nil {
			t.Fatal(err)
		}
		scanned, err := server.Scan{Store: c.rows, Law: c.law, On: c.on, At: c.at, Block: 64}.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n := scanned.Counters
		if first == nil {
			first = n
		}
		if !maps.Equal(n, first) || looked(scanned) != 500 || n[server.CountOptedOut] < 5 ||
			n["alleenverdieners.offer"] < 5 || n["individuele_inkomenstoeslag.invitation"] < 5 {
			t.Errorf("in districts of %d residents: got %v, want %v", size, n, first)
		}
		if scanned.Parts.Total != 0 || c.made != 0 {
			t.Errorf("by a clock that stands still it took %v and %v", c.made, scanned.Parts.Total)
		}
	}
}

func TestCityNumbersAreValidAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for next, n := (numbers{}), 0; n < 20_000; n++ {
		bsn := next.bsn()
		if !offers.ValidBSN(bsn) || seen[bsn] || strings.HasPrefix(bsn, "9999") {
			t.Fatalf("number %d, %s, is not valid, or was given before", n, bsn)
		}
		seen[bsn] = true
	}
}

func TestCityRefusesWhatCannotBe(t *testing.T) {
	for situation, test := range map[string]struct {
		args []string
		want string
	}{
		"no database":     {nil, "-db"},
		"nobody":          {[]string{"-db", "x", "-residents", "0"}, "from 1 to"},
		"too many":        {[]string{"-db", "x", "-residents", "9000000"}, "from 1 to"},
		"an argument":     {[]string{"-db", "x", "now"}, `"now"`},
		"before all law":  {[]string{"-db", filepath.Join(t.TempDir(), "x"), "-residents", "5", "-on", "1990-01-01"}, "no law"},
		"no municipality": {[]string{"-db", "x", "-municipality", "atlantis"}, "zonnedijk"},
	} {
		t.Run(situation, func(t *testing.T) {
			w, code := zeker(t.Context(), nil, append([]string{"city"}, test.args...)...)
			if code != exitMistake || !strings.Contains(w.err.String(), test.want) {
				t.Errorf("exit code %d: %s; want 2 and %q", code, w.err.String(), test.want)
			}
		})
	}
}
