package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// received starts a portal, lets a resident apply there, and returns the file of their
// receipt and that of the portal's keys.
func (o *office) received() (receipt, keys string) {
	o.t.Helper()
	s := &siege{T: o.t, rows: o.rows()}
	s.invite(1)
	url, stop := start(o.t, o.env, "-db", o.path("zeker.db"), "-on", demoDay)
	defer stop()
	s.portal = &launched{url: url}
	a := s.people[0]
	if !s.apply(a) {
		o.t.Fatal("the portal does not answer")
	}
	file, ok := s.ask(a, "GET", "/nl/receipts/"+a.receipt+"/file", nil)
	if !ok || file.StatusCode != 200 {
		o.t.Fatalf("got status %d for the file of the receipt", file.StatusCode)
	}
	return o.write("receipt.txt", file.body), o.write("keys.txt", page(o.t, url+"/.well-known/zeker-keys.txt"))
}

// says runs zeker and compares the exit code and what is printed.
func (o *office) says(code int, want string, args ...string) string {
	o.t.Helper()
	w, got := zeker(o.t.Context(), o.env, args...)
	said := w.out.String() + w.err.String()
	if got != code || !regexp.MustCompile(want).MatchString(said) {
		o.t.Errorf("zeker %s: got exit code %d and\n%swant %d and %q", strings.Join(args, " "), got, said, code, want)
	}
	return said
}

// H7: years later, with the files alone, anybody sees that a receipt is real, and works it
// out again.
func TestH7AReceiptIsVerifiedAndWorkedOutAgain(t *testing.T) {
	o := newOffice(t)
	receipt, keys := o.received()
	text, err := os.ReadFile(receipt)
	if err != nil {
		t.Fatal(err)
	}
	said := o.says(exitDone, `(?s)real and unchanged.*zonnedijk, with key.*accept, about alleenverdieners.*2026-11-16.*entitled, EUR 1100.00 a year.*Participatiewet.*2 facts.*paying back`,
		"verify", "-keys", keys, receipt)
	if strings.Contains(said, demoBSN(0)) || strings.Contains(said, "Resident 0") {
		t.Errorf("it says whose receipt it is:\n%s", said)
	}
	o.says(exitDone, `real and unchanged`, "verify", "-db", o.path("zeker.db"), receipt)
	o.says(exitDone, `worked out again: equal`, "verify", "-keys", keys, "-recompute", receipt)

	printed := o.says(exitDone, `archive`, "law", "bundle", o.made("archive"))
	bundle := strings.TrimSpace(regexp.MustCompile(`.*zonnedijk-.*`).FindString(printed))
	o.says(exitDone, `worked out again: equal`, "verify", "-keys", keys, "-recompute", "-bundle", bundle, receipt)
	other := strings.TrimSpace(regexp.MustCompile(`.*lindewaard-.*`).FindString(printed))
	o.says(exitFailed, `real and unchanged(?s:.*)not possible with these rules: they are bundle [0-9a-f]{64}.*give that one`,
		"verify", "-keys", keys, "-recompute", "-bundle", other, receipt)

	head := o.write("head.txt", string(text[:strings.LastIndex(string(text), "\n{")]))
	o.says(exitDone, `the head of a receipt`, "verify", "-keys", keys, head)
	o.says(exitFailed, `not possible, because the facts`, "verify", "-keys", keys, "-recompute", head)
	if w, code := o.readAs(string(text), "verify", "-keys", keys, "-"); code != exitDone || !strings.HasPrefix(w.out.String(), "standard input: real") {
		t.Errorf("from standard input: exit code %d: %s%s", code, w.out.String(), w.err.String())
	}

	changed := o.write("changed.txt", strings.Replace(string(text), `"amount":110000`, `"amount":110001`, 1))
	o.says(exitFailed, `changed\.txt: NOT PROVEN\. The receipt was changed`, "verify", "-keys", keys, changed)
	o.says(exitFailed, `real and unchanged(?s:.*)NOT PROVEN`, "verify", "-keys", keys, receipt, changed)
	o.says(exitFailed, `NOT PROVEN\. This is not a receipt`, "verify", "-keys", keys, o.write("half.txt", string(text[:200])))
	o.says(exitDone, `# since 2026-11-16\n(?s:.*)# since 2026-11-16\n`, "keys", "-db", o.path("zeker.db"), "-on", demoDay, "-new")
	o.says(exitDone, `real and unchanged`, "verify", "-db", o.path("zeker.db"), receipt)
	newest := regexp.MustCompile(`zonnedijk\+.*\n`).FindString(o.done("keys"))
	o.says(exitFailed, `not among the keys`, "verify", "-keys", o.write("newest.txt", newest), receipt)
}

// made makes a folder.
func (o *office) made(name string) string {
	o.t.Helper()
	if err := os.Mkdir(o.path(name), 0o700); err != nil {
		o.t.Fatal(err)
	}
	return o.path(name)
}

func TestVerifyExplainsWhatCannotBe(t *testing.T) {
	o := newOffice(t)
	o.says(exitMistake, `name the file of a receipt`, "verify")
	o.says(exitMistake, `there is no database to take the keys`, "verify", "-db", o.path("none.db"), "x")
	if _, err := os.Stat(o.path("none.db")); err == nil {
		t.Error("a database was made")
	}
	o.says(exitMistake, `none\.txt`, "verify", "-keys", o.path("none.txt"), "x")
	o.says(exitMistake, `"secret" is no key`, "verify", "-keys", o.write("keys.txt", "secret\n"), "x")
	o.says(exitMistake, `there is no key of receipts`, "verify", "-keys", o.write("keys.txt", "# none\n"), "x")
	o.says(exitMistake, `say -recompute too`, "verify", "-bundle", "b", "x")
	o.says(exitFailed, `there is no key of receipts yet`, "keys", "-db", o.path("zeker.db"))
	o.says(exitMistake, `there is no key of receipts`, "verify", "-db", o.path("zeker.db"), "x")
	keys := o.write("keys.txt", o.done("keys", "-new"))
	o.says(exitMistake, `no-such-file`, "verify", "-keys", keys, filepath.Join(o.folder, "no-such-file"))
	o.says(exitMistake, `not a bundle`, "verify", "-keys", keys, "-recompute", "-bundle", keys, "x")
	o.says(exitMistake, `bundle takes one folder`, "law", "bundle")
}
