package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

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
	// Languages are what letters are written in: that of the municipality, and one more
	// beside it when there is reason to. In the Others a line says where to read on.
	Languages, Others []*locales.Language
	Site              string    // address of the portal, as people type it
	SignIn            bool      // residents can sign in there with DigiD: who gets no code is told to
	Now               time.Time // in the time zone of the municipality
	// Code makes the code of a resident's letter.
	Code func(offers.Person) (identity.Code, error)
}

// Letter is one letter.
type Letter struct {
	Name     string        // of its file: the same when it has to be made again
	Code     identity.Code // on the page, unless nobody knows when the resident was born
	Person   offers.Person // without facts
	Page     string        // HTML, to print; the files of LetterFonts lie beside it
	Replaces bool          // it comes in the place of an earlier one
}

// LetterFonts are the files that lie beside letters, by name. Within them they would make
// each letter ten times as large.
func LetterFonts() (map[string][]byte, error) {
	files := map[string][]byte{}
	names, err := fs.Glob(ui.Assets(), ui.LetterFonts)
	for _, name := range names {
		font, failed := fs.ReadFile(ui.Assets(), name)
		files[name], err = font, errors.Join(err, failed)
	}
	return files, err
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
	letter := Letter{Name: rows[0].ID + ".html", Person: person, Replaces: replaces}
	if letter.Code, err = l.Code(letter.Person); err != nil {
		return err
	}
	if letter.Page, err = l.page(ctx, subject, &letter, rows); err != nil {
		return err
	}
	undo, err := print(letter)
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	record := store.Letter{
		Subject: subject, CodeHash: letter.Code.Hash(l.Store.CodePepper()), Born: letter.Person.Born, BornYear: letter.Person.BornYear,
		BornUnknown: letter.Person.BornUnknown, At: l.Now.Unix(), Replaces: replaces,
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

// page is the letter as it is printed.
func (l *Letters) page(ctx context.Context, subject store.Subject, letter *Letter, rows []store.OfferRow) (string, error) {
	page := ui.LetterPage{
		Languages: l.Languages, Others: l.Others, Municipality: l.Municipality.page(),
		Name: letter.Person.Name, BornYear: letter.Person.BornYear != 0, Address: letter.Person.Address, Site: l.Site, SignIn: l.SignIn,
		Marks: ui.MarksOf(l.Store.Mark(subject)), Replaces: letter.Replaces, On: DayOf(l.Now),
		// The code ends at the hour at which it was made: the day before is whole.
		Until: DayOf(l.Now.Add(store.CodeLife*time.Second)) - 1,
	}
	if !letter.Person.BornUnknown { // else there is no birthday that a code could go with
		page.Code = letter.Code.String()
	}
	for i := range rows {
		if rows[i].Class == offers.ClassOffer {
			page.Offers = append(page.Offers, rows[i].Scheme)
		} else {
			page.Invitations = append(page.Invitations, rows[i].Scheme)
		}
	}
	var b strings.Builder
	err := ui.Letter(page).Render(ctx, &b)
	return b.String(), err
}
