// Package catalogue loads what a municipality offers: the law files, the
// schemes with their registers and cases, and the municipalities. It refuses
// what does not fit together, with file, line, column and caret, and compiles
// the rest: per municipality one [offers.Catalogue], and the bundle that the
// browser and the kiosk read.
//
// Nothing is guessed. A day on which the law of a scheme is not in force lacks
// that scheme; a scheme without a repayment card, without a source for one of
// its facts, or without its four dimensions of legitimacy does not load.
package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"zeker/offers"
	"zeker/offers/corpus"
	"zeker/offers/law"
	"zeker/offers/municipalities"
	"zeker/offers/schemes"
)

// Library is everything that was loaded. It does not change.
type Library struct {
	laws           *law.Corpus
	schemes        []*Scheme
	municipalities []*Municipality
	compiled       map[string]*compiled // by municipality id
}

type compiled struct {
	catalogue *offers.Catalogue
	bundle    []byte
}

// Embedded loads the law, schemes and municipalities that are built in.
func Embedded() (*Library, error) {
	return Load(corpus.Files, schemes.Files, municipalities.Files)
}

// Load reads and compiles: corpus holds law files under nl/, schemes holds
// <id>/{scheme,register,cases}.yaml, towns holds <id>/municipality.yaml. All
// problems are reported together, as a [law.Errors]; files that cannot be read
// are other errors.
func Load(corpus, schemes, towns fs.FS) (*Library, error) {
	l := &Library{compiled: map[string]*compiled{}}
	var errs law.Errors
	for _, read := range []func() error{
		func() (err error) { l.laws, err = readCorpus(corpus); return err },
		func() (err error) { l.schemes, err = readSchemes(schemes); return err },
		func() (err error) { l.municipalities, err = readMunicipalities(towns); return err },
	} {
		err := read()
		if found, ok := errors.AsType[law.Errors](err); ok {
			errs = append(errs, found...)
		} else if err != nil {
			return nil, err
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	for _, s := range l.schemes {
		l.laws.Judged(s.judged()...)
	}
	for _, m := range l.municipalities {
		for _, e := range l.compile(m) {
			errs = once(errs, e)
		}
	}
	if len(errs) == 0 {
		errs = l.lint()
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return l, nil
}

// Municipalities returns the ids, sorted.
func (l *Library) Municipalities() []string {
	ids := make([]string, len(l.municipalities))
	for i, m := range l.municipalities {
		ids[i] = m.ID
	}
	return ids
}

// Municipality returns what a municipality says of itself.
func (l *Library) Municipality(id string) (*Municipality, bool) {
	for _, m := range l.municipalities {
		if m.ID == id {
			return m, true
		}
	}
	return nil, false
}

// Catalogue returns what a municipality offers, with Hash set. The error names
// the municipalities that there are.
func (l *Library) Catalogue(municipality string) (*offers.Catalogue, error) {
	c, err := l.of(municipality)
	if err != nil {
		return nil, err
	}
	return c.catalogue, nil
}

// Bundle returns the bytes of the bundle whose SHA-256 is the catalogue's Hash.
// The caller must not change them.
func (l *Library) Bundle(municipality string) ([]byte, error) {
	c, err := l.of(municipality)
	if err != nil {
		return nil, err
	}
	return c.bundle, nil
}

func (l *Library) of(municipality string) (*compiled, error) {
	c := l.compiled[municipality]
	if c == nil {
		return nil, fmt.Errorf("there is no municipality %q; there are %s", municipality, strings.Join(l.Municipalities(), ", "))
	}
	return c, nil
}

// Laws returns the law of the library, for questions outside a scheme.
func (l *Library) Laws() *law.Corpus { return l.laws }

// Schemes returns the ids of all schemes, sorted; a municipality may have fewer.
func (l *Library) Schemes() []string {
	ids := make([]string, len(l.schemes))
	for i, s := range l.schemes {
		ids[i] = s.ID
	}
	return ids
}

// Scheme returns a scheme as its files describe it: with the register's texts,
// the sign-offs, the legitimacy sheet and the cases.
func (l *Library) Scheme(id string) (*Scheme, bool) {
	for _, s := range l.schemes {
		if s.ID == id {
			return s, true
		}
	}
	return nil, false
}

// Cases returns the readable cases of a scheme, in file order.
func (l *Library) Cases(scheme string) []Case {
	s, ok := l.Scheme(scheme)
	if !ok {
		return nil
	}
	return s.Cases
}

// hash is the hexadecimal SHA-256.
func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// readCorpus parses every law file, and links them only when each is sound.
func readCorpus(files fs.FS) (*law.Corpus, error) {
	var laws []*law.Law
	var errs law.Errors
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		source, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		l, err := law.Parse(law.File{Path: "corpus/" + name, Source: source})
		if found, ok := errors.AsType[law.Errors](err); ok {
			errs = append(errs, found...)
			return nil
		}
		laws = append(laws, l)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return law.NewCorpus(laws)
}

// folders returns the names of the folders, sorted.
func folders(files fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}
