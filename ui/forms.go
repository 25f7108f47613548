package ui

import (
	"slices"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// The names of the form fields on an offer's page. A fact's value is in
// "fact.<name>"; a date in "fact.<name>.day", ".month" and ".year"; that there
// is none in "fact.<name>.none"; that a value of ours is not right in
// "contest.<name>", see the ways beside it.
const (
	FieldAnswer = "answer" // the button that was pressed: an offers.AnswerKind
	FieldShown  = "shown"  // the digest of what was on the page
	FieldWhose  = "whose"  // the tag that says whose form it is
	FieldWish   = "wish"   // when and how to call
)

// FieldAlone is the form field that says that the resident fills in alone, without
// what we know of what they can say themselves.
const FieldAlone = "alone"

// The buttons that begin and end that.
const (
	AnswerAlone = "alone"
	AnswerKnown = "known"
)

// FieldAccount is the form field of the account that the money goes to. No draft keeps
// it: it is asked each time.
const FieldAccount = "account"

// How the names of the fields of facts begin.
const (
	factPrefix    = "fact."
	contestPrefix = "contest."
)

// FieldFact is the form field of a fact's value.
func FieldFact(name string) string { return factPrefix + name }

// FieldContest is the form field that says that a value is not right.
func FieldContest(name string) string { return contestPrefix + name }

// FieldUnsure is the form field that says that the resident does not know a fact.
func FieldUnsure(name string) string { return FieldFact(name) + ".unsure" }

// MaxWish is the greatest length of a wish in bytes; a page of text.
const MaxWish = 2000

// The ways to say that a value is not right, in the form field of FieldContest: to
// count here with one's own value, to ask the source to put its value right, or both.
// Anything else that is not "" only says that it is not right.
const (
	ContestMine   = "mine"
	ContestSource = "source"
	ContestBoth   = "both"
)

// The buttons of an application that is looked at once more before it goes.
const (
	AnswerConfirm = "confirm" // this is what goes
	AnswerBack    = "back"    // to the offer, with everything filled in
)

// Given is what a resident filled in on an offer's page.
type Given struct {
	Answer offers.AnswerKind // "" when no known button was pressed
	// Confirmed says that an application was pressed on the page that shows what goes.
	Confirmed bool
	Shown     string
	Alone     bool          // without what we know of what the resident can say themselves
	Facts     []offers.Fact // corrected or added, each with source "resident"
	// Contested names the facts of ours that the resident says are not right,
	// with or without a value of their own.
	Contested []string
	Requests  []offers.Request // what a source is asked to put right
	Wish      string
	Talk      offers.Conversation
}

// ReadAnswer reads an offer's form. What is filled in wrongly comes back as
// errors, all of them together; what is left open is no error: an open question
// never stops an answer.
func ReadAnswer(o *offers.Offer, inputs []rules.Fact, form func(field string) string) (Given, []FieldError) {
	g := Given{Shown: form(FieldShown), Wish: strings.TrimSpace(form(FieldWish)), Alone: form(FieldAlone) != "", Talk: readTalk(form)}
	switch kind := offers.AnswerKind(form(FieldAnswer)); kind {
	case offers.Accept, offers.Decline, offers.DeclineYear, offers.Talk, offers.Withdraw:
		g.Answer = kind
	case AnswerConfirm:
		g.Answer, g.Confirmed = offers.Accept, true
	case AnswerAlone:
		g.Alone = true
	case AnswerKnown:
		g.Alone = false
	}
	var errs []FieldError
	if len(g.Wish) > MaxWish {
		errs = append(errs, FieldError{FieldWish, "field.wish_too_long"})
	}
	for i := range o.Scheme.Register {
		q := &o.Scheme.Register[i]
		told := len(g.Facts)
		if q.Ask {
			errs = append(errs, readFact(&g.Facts, inputOf(inputs, q), FieldFact(q.Name), form, o.On)...)
		}
		for j := range g.Facts[told:] {
			g.Facts[told+j].Criterion = q.Criterion
		}
		g.contest(o, q.Name, told, form(FieldContest(q.Name)))
	}
	return g, append(errs, refuseYoung(o.Scheme, &g.Facts, o.Facts, o.On)...)
}

// contest reads in which way the resident says that a value of ours is not right. What
// only the source is asked for is not counted with: the facts from told on are that.
func (g *Given) contest(o *offers.Offer, name string, told int, way string) {
	if way == "" {
		return
	}
	g.Contested = append(g.Contested, name)
	known := slices.IndexFunc(o.Facts, func(f *offers.Fact) bool { return f.Name == name && f.Source != offers.Resident })
	if known < 0 || way != ContestSource && way != ContestBoth {
		return
	}
	request := offers.Request{Fact: name, Source: o.Facts[known].Source}
	if len(g.Facts) > told {
		request.Value = g.Facts[told].Value
	}
	g.Requests = append(g.Requests, request)
	if way == ContestSource {
		g.Facts = g.Facts[:told]
	}
}

// readFact reads what was typed for one fact into facts, or says what is wrong with it.
// Nothing typed is neither.
func readFact(facts *[]offers.Fact, input *rules.Fact, field string, form func(field string) string, on rules.Day) []FieldError {
	value, trouble := offers.ReadField(input, typed(field, input, form), on)
	switch {
	case trouble != "":
		return []FieldError{{field, string(trouble)}}
	case value.Knowledge != offers.Unknown:
		*facts = append(*facts, offers.Fact{Name: input.Name, Value: value, Source: offers.Resident, AsOf: on})
	}
	return nil
}

// refuseYoung takes the answers away that somebody so young cannot give, by what was
// given and what was known before, and says which.
func refuseYoung(s *offers.Scheme, given *[]offers.Fact, known []*offers.Fact, on rules.Day) (errs []FieldError) {
	facts := slices.Clone(*given)
	for _, k := range known {
		facts = append(facts, *k)
	}
	*given = slices.DeleteFunc(*given, func(f offers.Fact) bool {
		q := s.Question(f.Name)
		young := q != nil && q.TooYoung(facts, on)
		if young {
			errs = append(errs, FieldError{FieldFact(f.Name), string(offers.TroubleAge)})
		}
		return young
	})
	return errs
}

// inputOf says how a question is answered in a form: as the program's fact, or
// with yes or no for a criterion and for a fact that only the portal reads.
func inputOf(inputs []rules.Fact, q *offers.Question) *rules.Fact {
	for i := range inputs {
		if inputs[i].Name == q.Name && !q.Criterion {
			return &inputs[i]
		}
	}
	return &rules.Fact{Name: q.Name, Type: rules.Bool, Max: 1}
}

// typed puts together what was typed for one fact in the form's fields for it.
func typed(field string, f *rules.Fact, form func(field string) string) string {
	if form(FieldUnsure(f.Name)) != "" && field == FieldFact(f.Name) {
		return ""
	}
	if f.Null && form(field+".none") != "" {
		return offers.TypedNone
	}
	if f.Type != rules.Date {
		return form(field)
	}
	day, month, year := strings.TrimSpace(form(field+".day")), strings.TrimSpace(form(field+".month")), strings.TrimSpace(form(field+".year"))
	if day == "" && month == "" && year == "" {
		return ""
	}
	return day + "-" + month + "-" + year
}
