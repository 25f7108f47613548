package e2e

import (
	"slices"
	"testing"

	"zeker/locales"
	"zeker/offers"
)

// A5: that somebody does not live here is in doubt at its source. They are offered what
// they may have a right to, read that it is in doubt, are asked, and their answer counts.
func TestA5WhatIsInDoubtIsAsked(t *testing.T) {
	bothWays(t, func(t *testing.T, l *locales.Language, settings ...setting) {
		r := bram()
		at := slices.IndexFunc(r.facts, func(f offers.Fact) bool { return f.Name == "woont_in_gemeente" })
		r.facts[at].Value, r.facts[at].Doubt = offers.No, true
		w := openTown(t, r)
		p := w.open(t, settings...).openLetter(r)
		p.visit("/" + l.Code() + "/offers/" + r.offers[inkomenstoeslag])
		p.says(l.T("offer.in_doubt"))
		p.says(l.T("offer.in_doubt.ask"))
		p.look("in doubt " + l.Code())
		p.fill(typed{"fact.vermogen": "500", "fact.uitgesloten_artikel_13": offers.TypedNo})
		if p.script {
			p.openCheck(l)
			p.comesTo(l, l.T("check.state.open"))
		}
		p.choose(l.T("fact.woont_in_gemeente.question"), l.T("fact.yes"))
		if p.script {
			p.comesTo(l, l.Money(475_00))
		}
		p.press(p.button(l.T("answers.accept")))
		p.shows(p.heading(l.T("sending.title")))
		p.says(l.Money(475_00))
		p.lacks(l.T("receipt.contested"), l.T("offer.in_doubt"))
		p.press(p.button(l.T("sending.confirm")))
		p.shows(p.heading(l.T("receipt.title.accept")))
		if got := w.answered(r, inkomenstoeslag, offers.Accept); got.State != offers.Possible {
			t.Errorf("kept the state %s, want possible", got.State)
		}
	})
}
