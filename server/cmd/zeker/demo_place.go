package main

import (
	"fmt"
	"strings"

	"zeker/offers"
)

// demoPlace is a made-up town: where its residents live, and who of them the
// personas are.
type demoPlace struct {
	name     string // in an address
	postcode int    // the digits of the first
	letter   rune   // of every postcode, the first
	streets  []string
	personas []string // their names, in the order of demoPersonas
	months   int      // that an income is the average of: article 1 of the fictional ordinance for 2026
	seed     uint64   // of all who are no persona
}

// demoPlaces are the towns that are built in, by the id of their municipality.
var demoPlaces = map[string]*demoPlace{
	"zonnedijk": {
		name:     "Zonnedijk",
		postcode: 9901,
		letter:   'Z',
		streets:  []string{"Zeedijk", "Marktplein", "Schelpenpad", "Lange Duinweg", "Korte Havenstraat", "Zonnebloemlaan", "Vuurtorenplein", "Helmgrashof"},
		personas: []string{
			"Annelies Verdonk-de Wit", "Youssef Benhaddou", "Maria-José da Conceição-van den Heuvel", "Gerrit-Jan Hoogstraten",
			"Żaneta Wójcik", "Thuy Linh Nguyễn", "Ömer Şahin", "Dirk Bouwmeester", "Sanne Tulp",
		},
		months: 36,
		seed:   1,
	},
	"lindewaard": {
		name:     "Lindewaard",
		postcode: 9951,
		letter:   'L',
		streets:  []string{"Lindelaan", "Brink", "Waardweg", "Oude Veer", "Molenpad", "Rietgorsstraat", "Kastanjehof", "Kerkewaard"},
		personas: []string{
			"Margriet Terpstra-Bos", "Samir Achaoui", "Inês Carvalho-van der Meulen", "Teunis Wierenga",
			"Agnieszka Mazur", "Kim Anh Phạm", "Emre Kılıç", "Harm Kuipers", "Lotte Vlinder",
		},
		months: 60,
		seed:   2,
	},
}

// demoPlaceOf returns the town of a municipality. One that is not built in gets
// the people and the streets of the first, under its own name.
func demoPlaceOf(law *offers.Catalogue) *demoPlace {
	if place := demoPlaces[law.Municipality]; place != nil {
		return place
	}
	place := *demoPlaces["zonnedijk"]
	place.name = strings.TrimPrefix(law.Name, "Gemeente ")
	return &place
}

// address is where the nth resident lives.
func (p *demoPlace) address(n int) []string {
	return []string{
		fmt.Sprintf("%s %d", p.streets[n%len(p.streets)], 1+n*7%180),
		fmt.Sprintf("%d %c%c  %s", p.postcode+n%40, p.letter, 'A'+rune(n*5%26), p.name),
	}
}
