package main

import (
	"strings"
	"testing"

	"zeker/server/store"
)

func TestTakeUpIsATableWithoutSmallNumbers(t *testing.T) {
	var out strings.Builder
	if err := printTakeUp(&out, []store.TakeUpLine{
		{Scheme: "alleenverdieners", Offered: 120, Opened: 90, Accepted: 60, Unsigned: 10, Declined: 10, Talk: 5, Silent: 35},
		{Scheme: "a", Offered: 30, Opened: 26, Accepted: 20, Declined: 4, Talk: 0, Silent: 6},
		{Scheme: "b", Offered: 4, Opened: 1, Accepted: 1, Declined: 0, Talk: 0, Silent: 3},
	}); err != nil {
		t.Fatal(err)
	}
	want := `scheme            offered  opened  accepted  unsigned  declined  talk  silent
alleenverdieners  120      90      60        10        10        5     35
a                 30       -       20        <5        <5        <5    6
b                 <5       <5      <5        <5        <5        <5    <5
-: not printed, because the small number beside it would follow from it
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestASmallNumberDoesNotFollowFromTheOthers(t *testing.T) {
	var out strings.Builder
	if err := printTakeUp(&out, []store.TakeUpLine{
		{Scheme: "x", Offered: 71, Opened: 65, Accepted: 30, Unsigned: 20, Declined: 11, Talk: 1, Silent: 9},
	}); err != nil {
		t.Fatal(err)
	}
	want := `scheme  offered  opened  accepted  unsigned  declined  talk  silent
x       71       65      30        20        11        <5    -
-: not printed, because the small number beside it would follow from it
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestTakeUpOfATown(t *testing.T) {
	o := newOffice(t)
	const head = "scheme  offered  opened  accepted  unsigned  declined  talk  silent\n"
	if out := o.done("take-up"); out != head {
		t.Errorf("before there is anything, take-up says %q", out)
	}
	o.done("import", o.residents())
	o.done("scan")
	if out := o.done("take-up"); out != head {
		t.Errorf("before anybody was told, take-up says %q", out)
	}
	o.done("letters", "-site", "x", "-out", o.path("letters"))
	out := o.done("take-up")
	if !strings.Contains(out, "\nindividuele_inkomenstoeslag  ") || !strings.Contains(out, "<5") {
		t.Errorf("take-up says\n%s", out)
	}
	if before := o.done("take-up", "-on", "2026-11-15"); before != head {
		t.Errorf("the day before the letters, take-up says\n%s", before)
	}
	if w, code := o.run("take-up", "all"); code != exitMistake || !strings.Contains(w.err.String(), `"all"`) {
		t.Errorf("exit code %d: %s", code, w.err.String())
	}
}
