package server

import (
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zeker/locales"
	"zeker/offers"
	"zeker/server/delivery"
	"zeker/server/store"
	"zeker/ui"
)

// againMark in the address of a receipt says that the answer was given before.
const againMark = "again"

// showOffer shows one offer with its application filled in.
func (s *Server) showOffer(v *visit) error {
	d, err := s.dossier(v)
	if errors.Is(err, store.ErrOptedOut) {
		return v.see("/opt-out")
	}
	if err != nil {
		return err
	}
	if d.row.OpenedAt == 0 && v.behalf == nil { // a helper's look is not the resident's
		if err := s.cfg.Store.MarkOpened(v.UserContext(), v.who, d.row.ID, s.cfg.Now().Unix()); err != nil {
			return err
		}
	}
	page, err := s.ownPage(v, d)
	if err != nil {
		return err
	}
	return v.showOffer(fiber.StatusOK, page)
}

// ownPage is the page of an offer as its visitor left it: with what they typed before.
func (s *Server) ownPage(v *visit, d *dossier) (page ui.OfferPage, err error) {
	page = d.page(&d.offer)
	if err := v.fillAgain(d, &page); err != nil {
		return page, err
	}
	if page.Alone = page.Values[ui.FieldAlone] != "" || v.Query(ui.FieldAlone) != ""; page.Alone {
		offer, err := d.correct(s, ui.Given{Alone: true})
		if err != nil {
			return page, err
		}
		page.Offer, page.Shown = offer, d.mark(&offer).String()
	}
	return page, nil
}

// page is the offer's page; offer is the one to show, which differs from the
// dossier's own when the resident filled something in.
func (d *dossier) page(offer *offers.Offer) ui.OfferPage {
	return ui.OfferPage{
		ID: d.row.ID, Name: d.person.Name, Offer: *offer, Inputs: d.inputs, Until: d.until(),
		Shown: d.mark(offer).String(), Accept: d.accept(), Account: d.asksAccount(), Answered: d.latest,
		Replaced: d.contested(), Revocable: d.revocable(),
	}
}

func (v *visit) showOffer(status int, page ui.OfferPage) error {
	page.CountsIn = v.s.together[page.Offer.Scheme]
	v.mayKeep(&page)
	return v.show(status, ui.Offer(v.withCheck("/offers/"+page.ID), &page))
}

// onlyShown are the buttons that answer nothing: the page comes back with what they say.
var onlyShown = []string{ui.AnswerCheck, ui.AnswerBack, ui.AnswerAlone, ui.AnswerKnown}

// answerOffer takes the answer to an offer. The offer is made again first; of
// what the browser sent only the answer, the corrections and the wish are used.
func (s *Server) answerOffer(v *visit) error {
	d, err := s.dossier(v)
	if errors.Is(err, store.ErrOptedOut) {
		return v.see("/opt-out")
	}
	if err != nil {
		return err
	}
	if !v.theirs(d.row.ID) {
		return s.ofAnotherVisit(v, d)
	}
	given, wrong := d.read(v.field)
	offer, err := d.correct(s, given)
	if err != nil {
		return err
	}
	page := d.page(&offer)
	page.Values, page.Errors, page.Alone = v.values(), wrong, given.Alone
	switch {
	case slices.Contains(onlyShown, v.field(ui.FieldAnswer)):
		page.Computed = len(wrong) == 0 && v.field(ui.FieldAnswer) == ui.AnswerCheck
		return v.showOffer(statusOf(wrong), page)
	case d.mute:
		return v.showOffer(fiber.StatusForbidden, page)
	case v.field(ui.FieldAnswer) == ui.AnswerSave:
		return s.saveDraft(v, d)
	case v.behalf != nil && given.Answer == "":
		return errBadRequest // there is nothing of theirs to throw away
	case v.field(ui.FieldAnswer) == ui.AnswerDiscard:
		return s.discardDraft(v, d)
	case given.Answer == "":
		return errBadRequest
	case d.stale(given.Shown), len(wrong) == 0 && d.repeats(&given):
		return v.see(receiptPath(d.latest.Number, true)) // pressed twice, in another tab, or by the back button
	case given.Answer == offers.Withdraw && !d.revocable():
		return v.showOffer(fiber.StatusConflict, page)
	case given.Answer == offers.Accept:
		page.Errors = d.missesAccount(wrong)
		return s.apply(v, d, &page, given)
	}
	if page.Errors = about(wrong, ui.FieldWish); len(page.Errors) > 0 {
		return v.showOffer(fiber.StatusBadRequest, page)
	}
	return s.file(v, d, &page, given)
}

// refusedBy says with which status the page comes back instead of an application
// being taken, 0 when it is taken: something is filled in wrongly, it cannot be
// done here, or what we know is not what it was on the page that was answered.
// Then nothing is stored. What the resident's own answers change is no reason: they
// see what that comes to before it goes.
func refusedBy(page *ui.OfferPage, shown string) int {
	switch {
	case len(page.Errors) > 0:
		return fiber.StatusBadRequest
	case page.Accept != ui.CanAccept:
		return fiber.StatusForbidden
	case parseMark(page.Shown).known == parseMark(shown).known:
		return 0
	}
	page.Changed = true
	return fiber.StatusConflict
}

// file stores the answer with its receipt, and shows the receipt: of this answer,
// or of the one that was first.
func (s *Server) file(v *visit, d *dossier, page *ui.OfferPage, given ui.Given) error {
	filing, err := s.filing(v, d, &page.Offer, given)
	if err != nil {
		return err
	}
	code, err := s.askPartner(v, &filing, d, &page.Offer)
	if err != nil {
		return err
	}
	kept, first, err := s.cfg.Store.File(v.UserContext(), filing)
	if errors.Is(err, store.ErrTaken) {
		page.Accept = ui.Delivered
		return v.showOffer(fiber.StatusConflict, *page)
	}
	if err != nil {
		return err
	}
	v.letGo()
	if first && filing.PartnerCode != nil {
		if err := v.carryCode(kept.Number, "", code); err != nil {
			return err
		}
	}
	if first && kept.Kind == offers.Withdraw && d.latest.Kind != offers.Accept {
		return v.see("/offers/" + d.row.ID) // whoever takes a no back wants to see the offer
	}
	return v.see(receiptPath(kept.Number, !first))
}

// filing is the answer with its receipt and what is to be delivered of it.
func (s *Server) filing(v *visit, d *dossier, corrected *offers.Offer, given ui.Given) (store.Filing, error) {
	number, err := newNumber(s.cfg.Random)
	if err != nil {
		return store.Filing{}, err
	}
	answer := offers.Answer{OfferID: d.row.ID, Sequence: nextSequence(d.latest), Kind: given.Answer, At: s.cfg.Now().Unix()}
	offer := &d.offer // a decline is of what was offered, whatever was filled in besides
	switch given.Answer {
	case offers.Accept:
		offer, answer.Corrections = corrected, d.corrections
	case offers.Talk:
		answer.Wish, answer.Talk = given.Wish, s.offered(given.Talk)
	}
	receipt, account := newReceipt(offer, answer, number, v.l), d.accountFor(given.Answer)
	receipt.Municipality = s.cfg.Catalogue.Municipality
	if receipt.Account = account.masked(); account == "" && d.hasAccount() {
		receipt.Account = d.latest.Account // a decline in between does not undo who may change it
	}
	if v.behalf != nil {
		receipt.Helper = v.behalf.Name
	}
	if given.Answer == offers.Accept {
		receipt.Facts, receipt.Requests = append(receipt.Facts, d.contested()...), given.Requests
	}
	if receipt.Proof, err = sign(&receipt, s.signer); err != nil {
		return store.Filing{}, err
	}
	f := store.Filing{Subject: v.who, Door: v.door, Answer: answer, Receipt: receipt, Correction: !delivery.Wanted(answer.Kind)}
	f.Outbox, err = v.application(d, number, account).Encode()
	return f, err
}

// application is what is to be delivered of an answer, with who pressed.
func (v *visit) application(d *dossier, number string, account iban) delivery.Application {
	a := delivery.Application{
		Number: number, Municipality: d.row.Municipality, BSN: d.person.BSN, Name: d.person.Name,
		Account: string(account), By: delivery.ByResident,
	}
	if v.behalf != nil {
		a.By, a.Mandate, a.Helper = delivery.ByHelper, v.behalf.ID, v.behalf.Name
	}
	return a
}

// offered leaves of how a resident wants to talk what the municipality can do.
func (s *Server) offered(c offers.Conversation) offers.Conversation {
	if _, ok := s.language(c.Language); !ok {
		c.Language = ""
	}
	if c.Way == ui.AtHome && !s.cfg.Municipality.Home {
		c.Way = ""
	}
	return c
}

// newReceipt freezes an answer with everything that was on its page.
func newReceipt(o *offers.Offer, a offers.Answer, number string, l *locales.Language) offers.Receipt {
	return offers.Receipt{
		Number: number, OfferID: a.OfferID, Sequence: a.Sequence, Kind: a.Kind, At: a.At, On: o.On,
		Scheme: o.Scheme.ID, State: o.State, Amount: o.Amount, Per: o.Scheme.Per, DecidedBy: o.Scheme.DecidedBy,
		BundleHash: o.Hash, Laws: o.Laws, Facts: o.KeepFacts(), Language: l.Code(),
		Card: ui.CardTexts(l, o.Scheme), Wish: a.Wish, Talk: a.Talk,
	}
}

// numberBytes make a receipt's number: 80 random bits, which nobody guesses and
// which a person can still read out.
const numberBytes = 10

// numberLetters leave out I, L, O and U, which are read as other letters.
var numberLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// newNumber makes the number of a receipt: XXXX-XXXX-XXXX-XXXX.
func newNumber(random io.Reader) (string, error) {
	raw := make([]byte, numberBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("no randomness for a receipt number: %w", err)
	}
	s := numberLetters.EncodeToString(raw)
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:], nil
}

func receiptPath(number string, again bool) string {
	if again {
		return "/receipts/" + number + "?" + againMark + "=1"
	}
	return "/receipts/" + number
}

// statusOf is the status of a page that says what was filled in wrongly.
func statusOf(wrong []ui.FieldError) int {
	if len(wrong) > 0 {
		return fiber.StatusBadRequest
	}
	return fiber.StatusOK
}

// about returns the errors of one field.
func about(wrong []ui.FieldError, field string) []ui.FieldError {
	return slices.DeleteFunc(slices.Clone(wrong), func(e ui.FieldError) bool { return e.Field != field })
}

// values are what was typed, by form field, to show it again.
func (v *visit) values() map[string]string {
	typed := map[string]string{}
	v.Request().PostArgs().VisitAll(func(key, _ []byte) {
		if name := string(key); name != ui.FieldAnswer && name != ui.FieldShown {
			typed[name] = v.field(name)
		}
	})
	return typed
}
