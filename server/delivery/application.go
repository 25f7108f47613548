// Package delivery brings what residents decided to the systems that carry it
// out. Package store keeps the outbox; a row is written in the same transaction
// as the answer, or as the signature that it waits for, so that nothing is lost
// between the two and nothing is sent twice.
package delivery

import (
	"encoding/json"
	"fmt"

	"zeker/offers"
)

// Application is whose answer is to be delivered, as it was known at that moment:
// the import that said so may be purged before a carrier comes. What was answered
// and all that was on the page lie beside it in the store, in the answer.
type Application struct {
	Number       string // the receipt's; the case system knows the case by it
	Municipality string // id
	BSN          string
	Name         string
	// Account is the IBAN that the resident gave for the money, "" when it goes to the
	// one that the municipality knew.
	Account string
	// By says in which role somebody pressed. For a helper, Mandate is what that rests
	// on, and Helper what the resident calls them: who they are only their own sign-in
	// knows. Both are "" when the resident pressed.
	By      Role
	Mandate string
	Helper  string
	Partner Signature // the zero one when nobody had to sign besides
}

// Signature is that of the partner, without which an application is not delivered.
type Signature struct {
	At   int64  // seconds since 1970, UTC; 0 for none
	Door string // by which they came in, as package store names it
	// BSN is that of who signed, so that whoever decides can see that it is the partner;
	// "" when the municipality imported nothing of them, or they opted out.
	BSN string
}

// Role is in which role somebody gave an answer.
type Role string

// The roles.
const (
	ByResident Role = "resident"
	ByHelper   Role = "helper" // on a mandate that the resident gave
)

// format is raised when rows written before can no longer be read as they are.
const format = 1

type envelope struct {
	Format      int
	Application Application
}

// Encode writes the application as a row of the outbox holds it, before sealing.
func (a Application) Encode() ([]byte, error) {
	payload, err := json.Marshal(envelope{format, a})
	if err != nil {
		return nil, fmt.Errorf("delivery: application %s: %w", a.Number, err)
	}
	return payload, nil
}

// Decode reads what Encode wrote. Its error does not quote the payload.
func Decode(payload []byte) (Application, error) {
	var e envelope
	if err := json.Unmarshal(payload, &e); err != nil {
		return Application{}, fmt.Errorf("delivery: payload has another shape (%T)", err)
	}
	if e.Format != format {
		return Application{}, fmt.Errorf("delivery: payload has format %d; this version reads %d", e.Format, format)
	}
	return e.Application, nil
}

// Wanted reports whether an answer is to be delivered by itself: a decline is nobody's
// work. Any other answer is delivered only to whoever took an earlier one of the same
// offer, which it corrects.
func Wanted(kind offers.AnswerKind) bool {
	return kind == offers.Accept || kind == offers.Talk
}
