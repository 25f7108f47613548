package server

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zeker/offers"
	"zeker/server/store"
	"zeker/ui"
)

// doneMark in the address of a receipt says that the reason for a no was just kept, or
// taken away.
const doneMark = "why"

// showReceipt shows the proof of an answer.
func (s *Server) showReceipt(v *visit) error {
	page, err := s.receiptPage(v)
	if err != nil {
		return err
	}
	page.Again, page.Why.Done = v.Query(againMark) != "", v.Query(doneMark) != ""
	_, page.PartnerCode = v.takeCode(page.Receipt.Number)
	return v.showReceipt(fiber.StatusOK, page)
}

func (v *visit) showReceipt(status int, page ui.ReceiptPage) error {
	return v.show(status, ui.Receipt(v.frame("/receipts/"+page.Receipt.Number), page))
}

// receipt reads the receipt that the address names. Somebody else's, and one of a scheme
// that a helper was not asked for, are not found.
func (s *Server) receipt(v *visit) (offers.Receipt, error) {
	receipt, err := s.cfg.Store.Receipt(v.UserContext(), v.who, v.Params("number"))
	if err == nil && !v.sees(receipt.Scheme) {
		err = errNotFound
	}
	return receipt, err
}

// receiptPage is the page of that receipt, with what became of the answer since.
func (s *Server) receiptPage(v *visit) (page ui.ReceiptPage, err error) {
	r, err := s.receipt(v)
	if err != nil {
		return page, err
	}
	row, err := s.cfg.Store.Offer(v.UserContext(), v.who, r.OfferID)
	if err != nil {
		return page, err
	}
	latest, err := s.latestAnswer(v, r.OfferID)
	if err != nil {
		return page, err
	}
	code, err := codeOf(r.Proof)
	if err != nil {
		return page, err
	}
	at := time.Unix(r.At, 0).In(s.zone)
	page = ui.ReceiptPage{
		Receipt: r, Code: code, Inputs: s.inputs(r.On), Hour: at.Hour(), Minute: at.Minute(), Day: DayOf(at),
		Whose:     v.whose(r.OfferID),
		Delivered: row.Taken != 0 && (row.Taken == r.Sequence || row.Taken == r.Sequence-1),
	}
	if latest.Sequence != r.Sequence {
		page.Latest = latest.Number
	}
	page.Counts = page.Latest == "" && v.answers()
	if page.Latest == "" {
		if page.Status, err = s.statusNow(v, &r, row.Taken); err != nil {
			return page, err
		}
	}
	return page, s.why(v, &page)
}

// why fills in what the resident told of a no. No helper reads it.
func (s *Server) why(v *visit, page *ui.ReceiptPage) error {
	if v.behalf != nil || !page.Receipt.Kind.No() {
		return nil
	}
	page.Why.Asked = true
	told, err := s.cfg.Store.Reason(v.UserContext(), v.who, page.Receipt.Number)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	page.Why.Told, page.Why.Choice, page.Why.Words = err == nil, told.Choice, told.Words
	return err
}

// tellWhy keeps why the resident said no, or takes it away.
func (s *Server) tellWhy(v *visit) error {
	page, err := s.receiptPage(v)
	if err != nil {
		return err
	}
	told := store.Reason{
		Choice: v.field(ui.FieldWhy), Words: strings.TrimSpace(v.field(ui.FieldWhyWords)), At: s.cfg.Now().Unix(),
	}
	switch {
	case !page.Why.Asked, told.Choice != "" && !slices.Contains(ui.WhyChoices, told.Choice):
		return errBadRequest // no page of ours sends this
	case v.field(ui.FieldWhyClear) != "":
		told = store.Reason{}
	case len(told.Words) > ui.MaxWhyWords:
		page.Why.Choice, page.Why.Words = told.Choice, told.Words
		page.Why.Errors = []ui.FieldError{{Field: ui.FieldWhyWords, Key: "field.wish_too_long"}}
		return v.showReceipt(fiber.StatusBadRequest, page)
	}
	if err := s.cfg.Store.SaveReason(v.UserContext(), v.who, page.Receipt.Number, told); err != nil {
		return err
	}
	return v.see("/receipts/" + page.Receipt.Number + "?" + doneMark + "=1")
}
