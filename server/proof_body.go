package server

import (
	"bytes"
	"encoding/json"
	"time"

	"zeker/offers"
	"zeker/offers/rules"
)

// proofBody is the whole receipt as JSON on one line: these members in this order, those
// that may be empty left out when they are. Moments are in UTC, days as 2026-11-16,
// amounts in eurocents, hashes in hexadecimal. A change here is a new version of the form.
type proofBody struct {
	Number       string            `json:"number"`
	Offer        string            `json:"offer"`
	Sequence     int               `json:"sequence"`
	Answer       offers.AnswerKind `json:"answer"`
	At           time.Time         `json:"at"`
	On           proofDay          `json:"on"`
	Municipality string            `json:"municipality"`
	Scheme       string            `json:"scheme"`
	State        offers.State      `json:"state"`
	Amount       int64             `json:"amount"`
	Per          offers.Per        `json:"per"`
	DecidedBy    offers.Decider    `json:"decided_by"`
	Bundle       string            `json:"bundle"`
	Laws         []proofLaw        `json:"laws,omitempty"`
	Facts        []proofFact       `json:"facts,omitempty"`
	Requests     []proofRequest    `json:"requests,omitempty"`
	Language     string            `json:"language"`
	Card         []proofLine       `json:"card,omitempty"`
	Wish         string            `json:"wish,omitempty"`
	Talk         *proofTalk        `json:"talk,omitempty"`
	Account      string            `json:"account,omitempty"`
	Helper       string            `json:"helper,omitempty"`
}

// proofTalk is how the resident wants to talk.
type proofTalk struct {
	Way      string `json:"way,omitempty"`
	Part     string `json:"part,omitempty"`
	Language string `json:"language,omitempty"`
	Company  bool   `json:"company,omitempty"`
}

// proofLaw is a version of a law that the answer rests on.
type proofLaw struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Name    string `json:"name,omitempty"`
	URL     string `json:"url,omitempty"`
	SHA256  string `json:"sha256,omitempty"`
}

// proofFact is a fact that was used, or that the resident contested. The value is a
// number (an amount in eurocents, a count, a day since 1970, 1 for yes and 0 for no), a
// text, or null where it is known that there is none; unknown has no value at all, and
// what a source said of the partner has none here.
type proofFact struct {
	Name      string          `json:"name"`
	Criterion bool            `json:"criterion,omitempty"`
	Value     json.RawMessage `json:"value,omitempty"`
	Source    string          `json:"source"`
	AsOf      proofDay        `json:"as_of,omitempty"`
	From      proofDay        `json:"from,omitempty"`
	Until     proofDay        `json:"until,omitempty"`
	Ground    string          `json:"ground,omitempty"`
	Contested bool            `json:"contested,omitempty"`
	Doubt     bool            `json:"in_doubt,omitempty"`
	OfPartner bool            `json:"of_partner,omitempty"`
}

// proofRequest is what a source was asked to put right; the value is as that of a fact.
type proofRequest struct {
	Fact   string          `json:"fact"`
	Source string          `json:"source"`
	Value  json.RawMessage `json:"value,omitempty"`
}

// proofLine is a line of the repayment card in the words that stood on the page.
type proofLine struct {
	Topic   offers.Topic `json:"topic"`
	Text    string       `json:"text"`
	Law     string       `json:"law,omitempty"`
	Article string       `json:"article,omitempty"`
	Section string       `json:"section,omitempty"`
	Year    int          `json:"year,omitempty"`
	URL     string       `json:"url,omitempty"`
}

// proofDay is a day as people write it, and "" for none.
type proofDay string

func writeDay(d rules.Day) proofDay {
	if d == 0 {
		return ""
	}
	return proofDay(d.String())
}

func (d proofDay) read() rules.Day {
	day, _ := rules.ParseDay(string(d)) // what is no day is none: the line is compared as a whole
	return day
}

// appendBody appends the last line of a proof.
func appendBody(dst []byte, r *offers.Receipt) ([]byte, error) {
	body := proofBody{
		Number: r.Number, Offer: r.OfferID, Sequence: r.Sequence, Answer: r.Kind, At: time.Unix(r.At, 0).UTC(), On: writeDay(r.On),
		Municipality: r.Municipality, Scheme: r.Scheme, State: r.State, Amount: r.Amount, Per: r.Per, DecidedBy: r.DecidedBy,
		Bundle: r.BundleHash, Language: r.Language, Wish: r.Wish, Account: r.Account, Helper: r.Helper,
	}
	if r.Talk != (offers.Conversation{}) {
		talk := proofTalk(r.Talk)
		body.Talk = &talk
	}
	for _, l := range r.Laws {
		body.Laws = append(body.Laws, proofLaw(l))
	}
	for _, f := range r.Facts {
		if f.OfPartner {
			f.Value = offers.Value{}
		}
		value, err := writeValue(f.Value)
		if err != nil {
			return nil, err
		}
		body.Facts = append(body.Facts, proofFact{
			f.Name, f.Criterion, value, f.Source, writeDay(f.AsOf), writeDay(f.From), writeDay(f.Until), f.Ground, f.Contested, f.Doubt, f.OfPartner,
		})
	}
	for _, q := range r.Requests {
		value, err := writeValue(q.Value)
		if err != nil {
			return nil, err
		}
		body.Requests = append(body.Requests, proofRequest{q.Fact, q.Source, value})
	}
	for _, c := range r.Card {
		a := c.Article
		body.Card = append(body.Card, proofLine{c.Topic, c.Text, a.Law, a.Number, a.Section, a.Year, a.URL})
	}
	line, err := json.Marshal(body)
	return append(append(dst, line...), '\n'), err
}

// readBody reads the last line of a proof. ErrNoProof when it is not written as
// appendBody writes it.
func readBody(line []byte) (*offers.Receipt, error) {
	var body proofBody
	if json.Unmarshal(line, &body) != nil {
		return nil, ErrNoProof
	}
	r := &offers.Receipt{
		Number: body.Number, OfferID: body.Offer, Sequence: body.Sequence, Kind: body.Answer, At: body.At.Unix(), On: body.On.read(),
		Municipality: body.Municipality, Scheme: body.Scheme, State: body.State, Amount: body.Amount, Per: body.Per, DecidedBy: body.DecidedBy,
		BundleHash: body.Bundle, Language: body.Language, Wish: body.Wish, Account: body.Account, Helper: body.Helper,
	}
	if body.Talk != nil {
		r.Talk = offers.Conversation(*body.Talk)
	}
	for _, l := range body.Laws {
		r.Laws = append(r.Laws, offers.LawVersion(l))
	}
	for _, f := range body.Facts {
		r.Facts = append(r.Facts, offers.Fact{
			Name: f.Name, Criterion: f.Criterion, Value: readValue(f.Value), Source: f.Source,
			AsOf: f.AsOf.read(), From: f.From.read(), Until: f.Until.read(), Ground: f.Ground, Contested: f.Contested,
			Doubt: f.Doubt, OfPartner: f.OfPartner,
		})
	}
	for _, q := range body.Requests {
		r.Requests = append(r.Requests, offers.Request{Fact: q.Fact, Source: q.Source, Value: readValue(q.Value)})
	}
	for _, c := range body.Card {
		r.Card = append(r.Card, offers.CardText{Topic: c.Topic, Text: c.Text, Article: offers.Article{
			Law: c.Law, Number: c.Article, Section: c.Section, Year: c.Year, URL: c.URL,
		}})
	}
	if again, err := appendBody(nil, r); err != nil || !bytes.Equal(again, line) {
		return nil, ErrNoProof
	}
	return r, nil
}

func writeValue(v offers.Value) (json.RawMessage, error) {
	switch {
	case v.Knowledge == offers.Unknown:
		return nil, nil
	case v.Knowledge == offers.Null:
		return json.RawMessage("null"), nil
	case v.Text != "":
		return json.Marshal(v.Text)
	}
	return json.Marshal(v.N)
}

func readValue(written json.RawMessage) (v offers.Value) {
	switch {
	case written == nil:
		return v
	case string(written) == "null":
		return offers.Value{Knowledge: offers.Null}
	case json.Unmarshal(written, &v.N) != nil:
		json.Unmarshal(written, &v.Text) // what is neither is written again as another line
	}
	v.Knowledge = offers.Known
	return v
}
