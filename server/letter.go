package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zeker/locales"
	"zeker/offers"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// Letters makes the letters that tell residents of their offers: on paper, with
// a code that opens them. A letter says which schemes, and no amount, no fact and
// no number of anybody: others open letters too.
type Letters struct {
	Store        *store.Store
	Catalogue    *offers.Catalogue // says how many people may be approached for a scheme
	Municipality Municipality
	Words        *locales.Language // of the municipality's letters
	Site         string            // address of the portal, as people type it
	Now          time.Time         // in the time zone of the municipality
	// Code makes the code of a resident's letter.
	Code func(offers.Person) (identity.Code, error)
}

// Letter is one letter.
type Letter struct {
	Name     string // of its file: the same when it has to be made again
	Code     identity.Code
	Person   offers.Person // without facts
	Text     string
	Replaces bool // it comes in the place of an earlier one
}

// Print puts a letter on paper before its code is stored: should the process end
// in between, the letter is made again, under the same name and with a code that
// works. undo takes it back when the code is not stored after all, as for a
// resident who opts out meanwhile; it may be nil.
type Print func(Letter) (undo func() error, err error)

// ErrNothingOpen is the error of a letter that would tell of nothing.
var ErrNothingOpen = errors.New("no offer that a letter told of is still open")

// Make makes a letter for everyone who has an offer and was not told of it, and
// returns how many. Where a ground lets no more people be approached for a scheme,
// the letter does not tell of it: full counts the residents who miss something by
// that. Who comes first is chance: the order is that of the keyed hashes. Errors:
// offers.ErrNoLaw, and those of the store and of print.
func (l *Letters) Make(ctx context.Context, print Print) (made, full int, err error) {
	room, err := l.room(ctx)
	if err != nil {
		return 0, 0, err
	}
	subjects, err := l.Store.Unlettered(ctx, DayOf(l.Now))
	if err != nil {
		return 0, 0, err
	}
	for _, subject := range subjects {
		rows, err := l.untold(ctx, subject)
		if err != nil {
			return made, full, err
		}
		fitting := slices.DeleteFunc(slices.Clone(rows), func(o store.OfferRow) bool {
			left, ceiling := room[o.Scheme]
			return ceiling && left <= 0
		})
		if len(fitting) < len(rows) {
			full++
		}
		switch err := l.write(ctx, subject, fitting, false, print); {
		case errors.Is(err, ErrNothingOpen), errors.Is(err, store.ErrOptedOut), errors.Is(err, store.ErrNotFound): // full, or gone since
		case err != nil:
			return made, full, err
		default:
			made++
			for i := range fitting {
				if _, ceiling := room[fitting[i].Scheme]; ceiling {
					room[fitting[i].Scheme]--
				}
			}
		}
	}
	return made, full, nil
}

// room is how many more residents may be told of a scheme, for the schemes whose
// ground has a ceiling. It counts households, of which there are never more than
// residents.
func (l *Letters) room(ctx context.Context) (map[string]int, error) {
	period, err := l.Catalogue.On(DayOf(l.Now))
	if err != nil {
		return nil, err
	}
	room := map[string]int{}
	for i := range period.Schemes {
		s := &period.Schemes[i]
		ground := s.Ground(s.Approach)
		if ground == nil || ground.Cap == 0 {
			continue
		}
		told, err := l.Store.Approached(ctx, s.ID, Midnight(ground.From, l.Now.Location()).Unix())
		if err != nil {
			return nil, err
		}
		room[s.ID] = ground.Cap - told
	}
	return room, nil
}

// Again makes a letter with a new code for a resident who lost the one they had,
// about every offer that a letter told of and that can be answered still, also
// when it was answered before. Their older codes open nothing from then on.
// Errors: ErrNothingOpen, store.ErrOptedOut, store.ErrNotFound for somebody who is
// not imported, or no longer.
func (l *Letters) Again(ctx context.Context, subject store.Subject, print Print) error {
	rows, err := l.open(ctx, subject)
	if err != nil {
		return err
	}
	return l.write(ctx, subject, rows, true, print)
}

// Renew does so for everyone who did not answer while every code of theirs is
// over, about the offers that they did not answer. gone counts those who are no
// longer imported.
func (l *Letters) Renew(ctx context.Context, print Print) (made, gone int, err error) {
	subjects, err := l.Store.Lapsed(ctx, DayOf(l.Now), l.Now.Unix())
	if err != nil {
		return 0, 0, err
	}
	for _, subject := range subjects {
		rows, err := l.open(ctx, subject)
		if err != nil {
			return made, gone, err
		}
		rows = slices.DeleteFunc(rows, func(o store.OfferRow) bool { return o.AnsweredAt != 0 })
		switch err := l.write(ctx, subject, rows, true, print); {
		case errors.Is(err, store.ErrNotFound):
			gone++
		case errors.Is(err, ErrNothingOpen), errors.Is(err, store.ErrOptedOut): // since
		case err != nil:
			return made, gone, err
		default:
			made++
		}
	}
	return made, gone, nil
}

// write makes, prints and stores one letter.
func (l *Letters) write(ctx context.Context, subject store.Subject, rows []store.OfferRow, replaces bool, print Print) error {
	person, err := l.Store.Addressee(ctx, subject)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return ErrNothingOpen
	}
	letter := Letter{Name: rows[0].ID + ".txt", Person: person, Replaces: replaces}
	if letter.Code, err = l.Code(letter.Person); err != nil {
		return err
	}
	letter.Text = l.text(&letter, rows)
	undo, err := print(letter)
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	record := store.Letter{
		Subject: subject, CodeHash: letter.Code.Hash(l.Store.CodePepper()), Born: letter.Person.Born, At: l.Now.Unix(),
		Replaces: replaces,
	}
	for i := range rows {
		record.Offers = append(record.Offers, rows[i].ID)
	}
	err = l.Store.AddLetter(ctx, record)
	if err != nil && undo != nil {
		err = errors.Join(err, undo())
	}
	return err
}

// untold are the offers of a resident that stand and that no letter told of.
func (l *Letters) untold(ctx context.Context, subject store.Subject) ([]store.OfferRow, error) {
	rows, err := l.Store.OffersOf(ctx, subject)
	return slices.DeleteFunc(rows, func(o store.OfferRow) bool {
		return o.OfferedAt != 0 || o.AnsweredAt != 0 || o.Expires < DayOf(l.Now)
	}), err
}

// open are the offers of a resident that a letter told of and that can still be
// answered: their time is not over, or it stands still because the resident wants
// to talk first.
func (l *Letters) open(ctx context.Context, subject store.Subject) (rows []store.OfferRow, err error) {
	all, err := l.Store.OffersOf(ctx, subject)
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		if o.OfferedAt == 0 {
			continue
		}
		paused := false
		if o.AnsweredAt != 0 {
			latest, err := l.Store.LatestAnswer(ctx, subject, o.ID)
			if err != nil {
				return nil, err
			}
			paused = latest.Kind == offers.Talk
		}
		if paused || o.Expires >= DayOf(l.Now) {
			rows = append(rows, o)
		}
	}
	return rows, nil
}

// lineLength is where the lines of a letter break, in characters.
const lineLength = 72

// text is the letter. An offer counts before an invitation: who has both reads
// first what is certain.
func (l *Letters) text(letter *Letter, rows []store.OfferRow) string {
	w := l.Words
	var page paper
	page.lines(append([]string{l.Municipality.Name}, l.Municipality.Address...)...)
	page.lines(append([]string{letter.Person.Name}, letter.Person.Address...)...)
	page.lines(w.Date(DayOf(l.Now)))
	about := map[offers.Class][]string{}
	for i := range rows {
		about[rows[i].Class] = append(about[rows[i].Class], w.T(rows[i].Scheme+".title"))
	}
	if len(about[offers.ClassOffer]) > 0 {
		page.lines(w.T("letter.about.offer"))
	} else {
		page.lines(w.T("letter.about.invitation"))
	}
	page.words(w.W("letter.greeting", "Name", letter.Person.Name))
	page.list(w.T("letter.offer"), about[offers.ClassOffer], func(int) string { return "- " })
	page.list(w.T("letter.invitation"), about[offers.ClassInvitation], func(int) string { return "- " })
	page.words(w.T("letter.see"))
	page.list(w.T("letter.how"), []string{
		w.W("letter.step.site", "Site", l.Site), w.W("letter.step.code", "Code", letter.Code.String()), w.T("letter.step.born"),
	}, func(i int) string { return strconv.Itoa(i+1) + ". " })
	// The code ends at the hour at which it was made: the day before is whole.
	last := DayOf(l.Now.Add(store.CodeLife*time.Second)) - 1
	page.words(w.W("letter.until", "Date", w.Date(last)))
	if letter.Replaces {
		page.words(w.T("letter.replaces"))
	}
	page.words(w.W("letter.help", "Phone", l.Municipality.Phone))
	page.words(w.W("letter.counter", "Address", strings.Join(l.Municipality.Address, ", "), "Hours", strings.Join(ui.Hours(w, l.Municipality.Hours), ", ")))
	page.words(w.T("letter.leave"))
	page.words(w.T("letter.safe"))
	page.lines(w.T("letter.goodbye"), l.Municipality.Name)
	return strings.TrimRight(page.String(), "\n") + "\n"
}

// paper is text in blocks with an empty line between them.
type paper struct{ strings.Builder }

// lines writes lines as they are.
func (p *paper) lines(lines ...string) {
	for _, line := range lines {
		p.WriteString(line + "\n")
	}
	p.WriteByte('\n')
}

// words writes a text in lines that fit; a word is never cut.
func (p *paper) words(text string) { p.lines(wrapped("", text)...) }

// list writes a heading and its items; no items, no heading.
func (p *paper) list(heading string, items []string, mark func(int) string) {
	if len(items) == 0 {
		return
	}
	lines := wrapped("", heading)
	for i, item := range items {
		lines = append(lines, wrapped(mark(i), item)...)
	}
	p.lines(lines...)
}

// wrapped breaks a text into lines, the first with a mark in front and the
// others below it.
func wrapped(mark, text string) (lines []string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(mark))
	line := mark
	for i, word := range strings.Fields(text) {
		if i > 0 && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > lineLength {
			lines, line = append(lines, line), indent+word
			continue
		}
		if i > 0 {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
