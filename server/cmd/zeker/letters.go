package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
		"zeker letters -db zeker.db -site zonnedijk.example/geld -out letters -again lost.txt",
		"zeker letters -db zeker.db -site zonnedijk.example/geld -out letters -expired",
		"zeker letters -db zeker.db -site zonnedijk.example/geld -out letters -language ar -again arabic.txt",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		l := new(lettering)
		l.declare(flags)
		flags.StringVar(&l.out, "out", "", "the `folder` to put the letters in, a page of HTML to print each, and the fonts they need; it is made when it is not there")
		flags.StringVar(&l.site, "site", "", "the `address` of the portal, as residents type it")
		flags.BoolVar(&l.digid, "digid", false, "residents can sign in at the portal with DigiD: tell that to who gets no code, because nobody knows when they were born")
		flags.StringVar(&l.language, "language", "", "the `code` of a language to write in too, beside that of the municipality: no register says what a resident reads")
		flags.StringVar(&l.again, "again", "", "write again, to those whose BSNs stand in a `file`, one a line, or - for standard input: about what they can still answer. Their older codes stop working")
		flags.BoolVar(&l.expired, "expired", false, "write again, to everybody who did not answer while the code still worked, and still can")
		return l.run
	},
}

// lettering is zeker letters.
type lettering struct {
	workplace
	out, site string
	digid     bool
	language  string
	again     string // file of those to write again to
	expired   bool
}

// mistake says what is wrong with the command line.
func (l *lettering) mistake(args []string) error {
	switch {
	case len(args) > 0: // not quoted: it may be a BSN
		return errors.New("there is an argument too many; those to write again to stand in the file of -again")
	case offers.ValidBSN(l.again):
		return errors.New("-again takes a file, or - for standard input: on a command line others can read a BSN")
	case l.out == "":
		return errors.New("say with -out in which folder to put the letters")
	case l.site == "":
		return errors.New("say with -site where residents open their letter")
	case l.again != "" && l.expired:
		return errors.New("-again and -expired write to different people; use one at a time")
	}
	return nil
}

func (l *lettering) run(p *process) error {
	if err := l.mistake(p.args); err != nil {
		return mistaken(err)
	}
	now, err := l.clock()
	if err != nil {
		return err
	}
	law, municipality, err := l.law()
	if err != nil {
		return err
	}
	asked, err := l.asked(p)
	if err != nil {
		return err
	}
	rows, err := l.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	letters, err := l.letters(rows, law, municipality, now(), l.site)
	if err == nil {
		letters.SignIn = l.digid
		err = l.beside(letters)
	}
	if err == nil {
		err = l.prepare()
	}
	if err != nil {
		return err
	}
	switch {
	case l.again != "":
		return l.writeAgain(p, letters, asked)
	case l.expired:
		return l.renew(p, letters)
	}
	return l.write(p, letters)
}

// write writes to everyone who has a new offer.
func (l *lettering) write(p *process, letters *server.Letters) error {
	made, full, err := letters.Make(p.ctx, l.put)
	l.tell(p, made)
	if full > 0 {
		fmt.Fprintf(p.stdout, "%s left out: as many people were approached as the ground of a scheme allows\n", counted(full, "resident was", "residents were"))
	}
	if errors.Is(err, offers.ErrNoLaw) {
		return mistaken(err)
	}
	return err
}

// tell says how many letters were written.
func (l *lettering) tell(p *process, made int) {
	fmt.Fprintf(p.stdout, "%s written\n", counted(made, "letter", "letters"))
}

// letters is what a municipality writes letters with. Only the demo knows its
// codes beforehand.
func (w *workplace) letters(rows *store.Store, law *offers.Catalogue, m *catalogue.Municipality, now time.Time, site string) (*server.Letters, error) {
	zone, err := server.Zone()
	if err != nil {
		return nil, err
	}
	words, err := locales.Load()
	if err != nil {
		return nil, err
	}
	var languages []*locales.Language
	for _, spoken := range m.Languages {
		language, ok := words.Language(spoken)
		if !ok {
			return nil, fmt.Errorf("municipality %s: there are no words in its language %q", m.ID, spoken)
		}
		languages = append(languages, language)
	}
	code := newCode
	if w.demo {
		code = demoCode
	}
	return &server.Letters{
		Store: rows, Catalogue: law, Languages: languages[:1], Others: languages[1:], Site: site, Now: now.In(zone), Code: code,
		Municipality: server.MunicipalityOf(m),
	}, nil
}

// beside has the letters written in the language of -language too.
func (l *lettering) beside(letters *server.Letters) error {
	if l.language == "" {
		return nil
	}
	at := slices.IndexFunc(letters.Others, func(other *locales.Language) bool { return other.Code() == l.language })
	if at < 0 {
		return mistaken(fmt.Errorf("-language: letters of %s are in %s, and %q is not one of its other languages",
			l.municipality, letters.Languages[0].Code(), l.language))
	}
	letters.Languages = append(slices.Clip(letters.Languages), letters.Others[at])
	letters.Others = slices.Delete(slices.Clone(letters.Others), at, at+1)
	return nil
}

// prepare makes the folder, with the fonts that letters refer to.
func (l *lettering) prepare() error {
	if err := os.MkdirAll(l.out, 0o700); err != nil {
		return err
	}
	fonts, err := server.LetterFonts()
	for name, font := range fonts {
		err = errors.Join(err, os.WriteFile(filepath.Join(l.out, name), font, 0o600))
	}
	return err
}

// newCode makes a code that nobody can foretell.
func newCode(offers.Person) (identity.Code, error) { return identity.NewCode(rand.Reader) }

// put writes a letter into its file, which is there whole or not at all, for the
// eyes of who runs the command only.
func (l *lettering) put(letter server.Letter) (undo func() error, err error) {
	path := filepath.Join(l.out, letter.Name)
	file, err := os.CreateTemp(l.out, "letter-*.part")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name()) // gone already when all went well
	_, err = file.WriteString(letter.Page)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, err
	}
	return func() error { return os.Remove(path) }, os.Rename(file.Name(), path)
}
