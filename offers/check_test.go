package offers_test

import (
	"encoding/json"
	"strings"
	"testing"

	"zeker/offers"
)

func ask(t testing.TB, k *offers.Check, lines ...string) (reply struct {
	Error    string
	Troubles map[string]string
	State    string
	Amount   int64 `json:"amount_eurocent"`
	Missing  []string
	Reasons  map[string]offers.Outcome
}) {
	t.Helper()
	text := k.Ask([]byte(strings.Join(lines, "\n")))
	if err := json.Unmarshal(text, &reply); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return reply
}

func TestCheckReadsWhatPeopleType(t *testing.T) {
	k := offers.NewCheck(zonnedijk(t))
	household := []string{"zorgtoeslag\t2026-11-16", "geboortedatum\t~3-3-1980", "is_verzekerd\t~yes",
		"verblijft_rechtmatig\t~yes", "heeft_toeslagpartner\t~no", "vermogen_op_1_januari\t~€ 1.000,-"}
	reply := ask(t, k, append(household, "toetsingsinkomen\t~١٩٬٠٠٠")...)
	if reply.State != "entitled" || reply.Amount != 12_900 || len(reply.Missing) > 0 {
		t.Errorf("got %s, %d, missing %v, want entitled to 129 euro", reply.State, reply.Amount, reply.Missing)
	}
	if len(reply.Reasons) != 5 {
		t.Errorf("got reasons %v, want one for each of the five criteria", reply.Reasons)
	}
	for criterion, outcome := range reply.Reasons {
		if outcome != offers.Met {
			t.Errorf("%s is %s, want met", criterion, outcome)
		}
	}
	reply = ask(t, k, append(household, "toetsingsinkomen\t~veel")...)
	if reply.State != "open" || reply.Troubles["toetsingsinkomen"] != "field.amount" || reply.Missing[0] != "toetsingsinkomen" {
		t.Errorf("got %+v, want the income in trouble and missing", reply)
	}
	household[1] = "geboortedatum\t~17-11-2026"
	reply = ask(t, k, append(household, "toetsingsinkomen\t~19000")...)
	if reply.State != "open" || reply.Troubles["geboortedatum"] != "field.future" || reply.Missing[0] != "geboortedatum" {
		t.Errorf("got %+v, want the birth of tomorrow in trouble and missing", reply)
	}
}

func TestCheckRefusesWhatItDoesNotKnow(t *testing.T) {
	k := offers.NewCheck(zonnedijk(t))
	for request, want := range map[string]string{
		"":                              "first line",
		"zorgtoeslag\tnow":              "first line",
		"nothing\t2026-11-16":           "no such scheme",
		"zorgtoeslag\t1999-01-01":       "no law",
		"zorgtoeslag\t2026-11-16\nx\t1": "does not ask for x",
		"zorgtoeslag\t2026-11-16\nis_verzekerd\tyes": "no whole number",
		"zorgtoeslag\t2026-11-16\nis_verzekerd\t7":   "is_verzekerd",
	} {
		if reply := ask(t, k, request); !strings.Contains(reply.Error, want) {
			t.Errorf("%q: got %q, want words with %q", request, reply.Error, want)
		}
	}
}

// G1: whatever comes in, what goes out is JSON.
func FuzzCheck(f *testing.F) {
	k := offers.NewCheck(zonnedijk(f))
	f.Add([]byte("zorgtoeslag\t2026-11-16\nis_verzekerd\t1\n\"\\\x01\t~\xff"))
	f.Add([]byte("individuele_inkomenstoeslag\t2026-11-16\ninkomen_was_laag\t0\ndatum_vorige_toekenning\t-"))
	f.Fuzz(func(t *testing.T, request []byte) {
		if reply := k.Ask(request); !json.Valid(reply) {
			t.Errorf("%q gave %q", request, reply)
		}
	})
}
