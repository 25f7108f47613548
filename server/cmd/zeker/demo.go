package main

import (
	"encoding/json"
	"fmt"

	"zeker/offers"
	"zeker/offers/rules"
)

// demoResident is a made-up resident: a line of an import file, and what the
// line shows.
type demoResident struct {
	BSN       string                       `json:"bsn"`
	Name      string                       `json:"name"`
	Address   []string                     `json:"address"`
	Born      string                       `json:"born"`
	Reference string                       `json:"reference_date"`
	Facts     map[string]any               `json:"facts"`
	Criteria  map[string]bool              `json:"criteria,omitempty"`
	Periods   map[string]map[string]string `json:"periods,omitempty"`

	place    *demoPlace
	shows    string // what a persona is there for; "" for all others
	optedOut bool
}

// demoBSN returns the nth test number that begins with 9999, as no real one
// does, and passes the 11-test.
func demoBSN(n int) string {
	for i := 0; ; i++ {
		if bsn := fmt.Sprintf("9999%05d", i); offers.ValidBSN(bsn) {
			if n == 0 {
				return bsn
			}
			n--
		}
	}
}

// demoFile writes residents as an import file. Facts that the registers do not
// ask for on the day are left out.
func demoFile(residents []demoResident, law *offers.Catalogue, on rules.Day) ([]byte, error) {
	period, err := law.On(on)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for i := range period.Schemes {
		if s := &period.Schemes[i]; s.Ours() {
			for j := range s.Register {
				asked[s.Register[j].Name] = true
			}
		}
	}
	var file []byte
	for i := range residents {
		r := &residents[i]
		prune(r.Facts, asked)
		prune(r.Criteria, asked)
		prune(r.Periods, asked)
		line, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		file = append(append(file, line...), '\n')
	}
	return file, nil
}

func prune[V any](members map[string]V, asked map[string]bool) {
	for name := range members {
		if !asked[name] {
			delete(members, name)
		}
	}
}

// demoReference is how many days before the day of the demo its records were made.
const demoReference = 15

// household returns a resident of whom all is known that the registration of
// persons knows, and that nothing was granted before.
func (p *demoPlace) household(n int, name, born string, partner, children bool, on rules.Day) demoResident {
	reference := on - demoReference
	return demoResident{
		BSN: demoBSN(n), Name: name, Born: born, Reference: reference.String(),
		Address: p.address(n), place: p,
		Facts: map[string]any{
			"woont_in_gemeente": true, "heeft_partner": partner, "heeft_kinderen_ten_laste": children,
			"datum_vorige_toekenning": nil, "staat_op_lijst_alleenverdieners": false, "rekening_bekend": true,
		},
		Criteria: map[string]bool{}, Periods: map[string]map[string]string{},
	}
}

// earns adds a monthly income, with the period that it is the average of.
func (r *demoResident) earns(eurocents int64, on rules.Day) {
	reference := on - demoReference
	r.Facts["gemiddeld_maandinkomen"] = eurocents
	r.Periods["gemiddeld_maandinkomen"] = map[string]string{
		"from": reference.AddMonths(-r.place.months).String(), "until": (reference - 1).String(),
	}
}

// owns adds what only the resident could tell, and told before.
func (r *demoResident) owns(eurocents int64) {
	r.Facts["vermogen"], r.Facts["uitgesloten_artikel_13"] = eurocents, false
}

// demoPersonas are the residents that each show something, first in the town; the
// README names those of Zonnedijk.
func demoPersonas(place *demoPlace, on rules.Day) []demoResident {
	next := 0
	persona := func(shows, born string, partner, children bool) *demoResident {
		r := place.household(next, place.personas[next], born, partner, children, on)
		r.shows = shows
		next++
		return &r
	}
	listed := persona("on the list of alleenverdieners: a sure offer, paid to a known account", "1979-04-12", true, true)
	listed.Facts["staat_op_lijst_alleenverdieners"] = true

	known := persona("individuele inkomenstoeslag, all is known: possible, a person decides", "1986-09-30", false, false)
	known.earns(1_150_00, on)
	known.owns(800_00)

	asked := persona("individuele inkomenstoeslag, savings unknown: an invitation with two questions", "1971-01-05", false, false)
	asked.earns(1_240_00, on)

	couple := persona("a couple with little income, all is known: possible", "1968-06-21", true, false)
	couple.earns(1_890_00, on)
	couple.owns(3_200_00)

	parent := persona("a single parent; the source says only that the income was low, no amount", "1993-11-08", false, true)
	parent.Criteria["inkomen_was_laag"] = true
	parent.owns(450_00)

	account := persona("on the list, but no account is known: say yes at the counter", "1982-02-28", true, false)
	account.Facts["staat_op_lijst_alleenverdieners"], account.Facts["rekening_bekend"] = true, false

	both := persona("two offers at once, one sure and one to check", "1975-12-17", true, true)
	both.Facts["staat_op_lijst_alleenverdieners"] = true
	both.earns(1_700_00, on)

	had := persona("had the toeslag eleven months ago: no offer, no letter", "1964-03-03", false, false)
	had.earns(1_180_00, on)
	had.owns(600_00)
	had.Facts["datum_vorige_toekenning"] = on.AddMonths(-11).String()

	out := persona("opted out: nothing is looked at, no letter", "1990-07-19", false, false)
	out.earns(1_050_00, on)
	out.optedOut = true

	return []demoResident{*listed, *known, *asked, *couple, *parent, *account, *both, *had, *out}
}
