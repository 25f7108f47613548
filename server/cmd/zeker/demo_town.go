package main

import (
	"math/rand/v2"

	"zeker/offers/rules"
)

// Names that nobody in particular has.
var (
	demoFirstNames = []string{
		"Aaltje", "Bilal", "Chantal", "Daan", "Elif", "Femke", "Giedrė", "Hanneke", "Ilse", "Jeroen", "Khadija", "Loïs", "Mehmet",
		"Noor", "Oleksandr", "Petra", "Qiang", "Renée", "Semhar", "Tjeerd", "Ursula", "Violeta", "Wim", "Xander", "Yara", "Zoë",
		"Anne-Fleur", "Baḥar", "Cornelis Johannes", "Đorđe", "Eefje", "Františka", "Jan Willem", "Marijke", "Søren", "Anaïs",
	}
	demoLastNames = []string{
		"Aalbers", "van den Berg", "Çelik", "Dijkgraaf", "El Idrissi", "Fokkema", "de Groot", "Haile", "Ivanov", "Jansma",
		"Kowalski", "van der Linden", "Müller", "Nowak", "Oosterhuis", "Pérez Ortiz", "Quist", "Roelofs", "Šimić", "Tesfay",
		"Uyttendaele", "de Vries", "Wójcicki", "Yıldız", "Zijlstra", "van 't Hoff", "ter Braak-Schimmelpenninck van der Oije",
	}
)

// demoResidents makes n residents of a town for a day, the personas first. The
// same seed makes the same residents.
func demoResidents(place *demoPlace, n int, on rules.Day) []demoResident {
	town := demoPersonas(place, on)
	d := dice{rand.New(rand.NewPCG(place.seed, 20261116))}
	for i := len(town); i < n; i++ {
		town = append(town, d.resident(place, i, on))
	}
	return town[:n]
}

// dice makes up what chance decides.
type dice struct{ *rand.Rand }

// outOf100 is true in so many cases of a hundred.
func (d dice) outOf100(n int) bool { return d.IntN(100) < n }

func pick(d dice, from []string) string { return from[d.IntN(len(from))] }

func (d dice) resident(place *demoPlace, n int, on rules.Day) demoResident {
	const youngest, oldest = 19, 89
	days := youngest*365 + d.IntN((oldest-youngest)*365)
	partner, children := d.outOf100(43), d.outOf100(30)
	r := place.household(n, pick(d, demoFirstNames)+" "+pick(d, demoLastNames), (on - rules.Day(days)).String(), partner, children, on)
	r.optedOut = d.outOf100(3)
	r.Facts["rekening_bekend"] = d.outOf100(80)
	r.Facts["staat_op_lijst_alleenverdieners"] = partner && d.outOf100(12)
	d.income(&r, on)
	if d.outOf100(15) {
		r.Facts["datum_vorige_toekenning"] = (on - rules.Day(20+d.IntN(900))).String()
	}
	if d.outOf100(12) {
		r.owns(int64(d.IntN(15_000)) * 100)
	}
	// Sources do not know everything of everybody.
	for _, name := range []string{"heeft_partner", "heeft_kinderen_ten_laste", "datum_vorige_toekenning", "staat_op_lijst_alleenverdieners", "rekening_bekend"} {
		if d.outOf100(3) {
			delete(r.Facts, name)
		}
	}
	return r
}

// income is known as an amount, only as a yes or no, or not at all. Three in ten
// have long had little.
func (d dice) income(r *demoResident, on rules.Day) {
	low := d.outOf100(30)
	switch cents := int64(d.IntN(60_000)); {
	case d.outOf100(25):
	case d.outOf100(20):
		r.Criteria["inkomen_was_laag"] = low
	case low && r.Facts["heeft_partner"] == true:
		r.earns(1_550_00+cents, on)
	case low:
		r.earns(920_00+cents, on)
	default:
		r.earns(2_300_00+5*cents, on)
	}
}
