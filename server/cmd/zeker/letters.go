package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/server"
	"zeker/server/identity"
	"zeker/server/store"
)

var lettersCommand = command{
	name:    "letters",
	summary: "write a letter, with a code, for each resident who has a new offer",
	examples: []string{
		"zeker letters -db zeker.db -site zonnedijk.example/geld -out letters",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		l := new(lettering)
		l.declare(flags)
		flags.StringVar(&l.out, "out", "", "the `folder` to put the letters in, a text file each; it is made when it is not there")
		flags.StringVar(&l.site, "site", "", "the `address` of the portal, as residents type it")
		return l.run
	},
}

// lettering is zeker letters.
type lettering struct {
	workplace
	out, site string
}

func (l *lettering) run(p *process) error {
	switch {
	case len(p.args) > 0:
		return mistaken(fmt.Errorf("there is an argument too many: %q", p.args[0]))
	case l.out == "":
		return mistaken(errors.New("say with -out in which folder to put the letters"))
	case l.site == "":
		return mistaken(errors.New("say with -site where residents open their letter"))
	}
	now, err := l.clock()
	if err != nil {
		return err
	}
	_, municipality, err := l.law()
	if err != nil {
		return err
	}
	rows, err := l.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	letters, err := l.letters(rows, municipality, now(), l.site)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(l.out, 0o700); err != nil {
		return err
	}
	made, err := letters.Make(p.ctx, l.put)
	fmt.Fprintf(p.stdout, "%d letters written\n", made)
	return err
}

// letters is what a municipality writes letters with. Only the demo knows its
// codes beforehand.
func (w *workplace) letters(rows *store.Store, m *catalogue.Municipality, now time.Time, site string) (*server.Letters, error) {
	zone, err := server.Zone()
	if err != nil {
		return nil, err
	}
	words, err := locales.Load()
	if err != nil {
		return nil, err
	}
	language, ok := words.Language(m.Languages[0])
	if !ok {
		return nil, fmt.Errorf("municipality %s: there are no words in its language %q", m.ID, m.Languages[0])
	}
	code := func(offers.Person) (identity.Code, error) { return identity.NewCode(rand.Reader) }
	if w.demo {
		code = demoCode
	}
	return &server.Letters{
		Store: rows, Words: language, Site: site, Now: now.In(zone), Code: code,
		Municipality: server.MunicipalityOf(m),
	}, nil
}

// put writes a letter into its file, which is there whole or not at all, for the
// eyes of who runs the command only.
func (l *lettering) put(letter server.Letter) (undo func() error, err error) {
	path := filepath.Join(l.out, letter.Name)
	file, err := os.CreateTemp(l.out, "letter-*.part")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name()) // gone already when all went well
	_, err = file.WriteString(letter.Text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, err
	}
	return func() error { return os.Remove(path) }, os.Rename(file.Name(), path)
}
