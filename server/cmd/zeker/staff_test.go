package main

import (
	"strings"
	"testing"
)

const someID = "0f3a9c77d01b42e8a6655c9911ee20b4"

func TestStaffAreAddedChangedAndDisabled(t *testing.T) {
	o := newOffice(t)
	staff := func(args ...string) string { t.Helper(); return o.done("staff", args...) }
	staff("-name", "Noor Vink", "-roles", "counter_worker, operator", "add", "0F3A 9c77", "d01b42e8a6655c9911ee20b4")
	list := staff("list")
	if !strings.Contains(list, someID+"  Noor Vink  counter_worker,operator  2026-11-16  -\n") {
		t.Errorf("got\n%s", list)
	}
	staff("-name", "Noor Vink", "-roles", "auditor", "add", someID)
	staff("disable", someID)
	if list := staff("list"); strings.Count(list, "\n") != 2 || !strings.Contains(list, "auditor  2026-11-16  2026-11-16\n") {
		t.Errorf("got\n%s", list)
	}
	staff("-name", "Noor Vink", "-roles", "auditor", "add", someID)
	if list := staff("list"); !strings.Contains(list, "auditor  2026-11-16  -\n") {
		t.Errorf("given again: got\n%s", list)
	}
}

func TestStaffMistakesAreExplained(t *testing.T) {
	o := newOffice(t)
	for want, args := range map[string][]string{
		"say add, disable or list":      {},
		"there is no \"remove\"":        {"remove", someID},
		"name one id":                   {"-name", "N", "-roles", "auditor", "add", "noor"},
		"name the person":               {"-roles", "auditor", "add", someID},
		"-roles has \"chief\"":          {"-name", "N", "-roles", "auditor,chief", "add", someID},
		"-roles has \"\"":               {"-name", "N", "add", someID},
		"there is no account " + someID: {"disable", someID},
		"an argument too many":          {"list", "all"},
	} {
		w, code := o.run("staff", args...)
		if code != exitMistake || !strings.Contains(w.err.String(), want) {
			t.Errorf("staff %q: got exit code %d and %q, want 2 and %q", args, code, w.err.String(), want)
		}
	}
	if list := o.done("staff", "list"); strings.Count(list, "\n") != 1 {
		t.Errorf("something was stored:\n%s", list)
	}
}
