package server

import (
	"strings"

	"zeker/offers"
	"zeker/server/store"
	"zeker/ui"
)

// asksAccount says whether the resident may give the account that the money goes to.
// Only who signed in as themselves may: a letter can be held by anybody, and a helper
// was asked to help with an application (B13).
func (d *dossier) asksAccount() ui.AccountAsk {
	switch account := d.offer.Scheme.Account; {
	case account == "" || d.door != store.BySignIn || d.accept() != ui.CanAccept:
		return ui.AsksNoAccount
	case d.knows(account) && !d.hasAccount():
		return ui.MayGiveAccount
	}
	return ui.MustGiveAccount
}

// hasAccount reports whether the answer that counts holds an account. It is kept where
// no page can read it back, so an application in its place needs it once more: money
// never goes elsewhere because a field was left open.
func (d *dossier) hasAccount() bool { return d.latest != nil && d.latest.Account != "" }

// read reads what the resident filled in, and says all that is wrong with it.
func (d *dossier) read(form func(field string) string) (ui.Given, []ui.FieldError) {
	given, wrong := ui.ReadAnswer(&d.offer, d.inputs, form)
	return given, append(wrong, d.readAccount(form)...)
}

// readAccount reads the account that was typed, and says what is wrong with it. Where
// none is asked nothing is read, whatever was posted.
func (d *dossier) readAccount(form func(field string) string) []ui.FieldError {
	typed := form(ui.FieldAccount)
	if strings.TrimSpace(typed) == "" || d.asksAccount() == ui.AsksNoAccount {
		return nil
	}
	number, trouble := readIBAN(typed)
	if trouble != "" {
		return []ui.FieldError{{Field: ui.FieldAccount, Key: trouble}}
	}
	d.account = number
	return nil
}

// missesAccount adds to what is wrong that an application needs an account, when none
// was typed.
func (d *dossier) missesAccount(wrong []ui.FieldError) []ui.FieldError {
	if d.account != "" || d.asksAccount() != ui.MustGiveAccount || len(about(wrong, ui.FieldAccount)) > 0 {
		return wrong
	}
	return append(wrong, ui.FieldError{Field: ui.FieldAccount, Key: "field.account_empty"})
}

// accountFor is the account that goes along with an answer: only money that is applied
// for is paid.
func (d *dossier) accountFor(kind offers.AnswerKind) iban {
	if kind != offers.Accept {
		return ""
	}
	return d.account
}
