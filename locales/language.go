package locales

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"zeker/offers"
)

// Language is one language: its texts, and how it writes money and dates.
type Language struct {
	code   string
	form   form
	plain  map[string]string              // texts without a placeholder, ready to print
	filled map[string]template            // texts with placeholders
	plural map[string]map[string]template // texts per plural form: "one", "other", ...
	chosen *i18n.Localizer                // knows which plural form a number takes
	review review
	ids    []string  // sorted
	leads  *Language // itself, of the leading language

	read       map[string]bool   // ids of the texts that a person approved
	unread     map[string]bool   // first parts of the ids of others
	translated map[string]string // of which words of the leading language: a fingerprint by id
}

// probe is the message by which go-i18n tells which plural form a number takes.
const probe = "plural form"

func readLanguage(code string, folder fs.FS) (*Language, error) {
	l := &Language{
		code:   code,
		plain:  map[string]string{},
		filled: map[string]template{},
		plural: map[string]map[string]template{},
	}
	if err := decodeStrictly(folder, "language.toml", &l.form); err != nil {
		return nil, err
	}
	if err := l.form.check(); err != nil {
		return nil, fmt.Errorf("language.toml: %w", err)
	}
	if err := decodeStrictly(folder, ReviewFile, &l.review); err != nil {
		return nil, err
	}
	if err := decodeStrictly(folder, TranslatedFile, &l.translated); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	names, err := fs.Glob(folder, "*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if name == "language.toml" || name == ReviewFile || name == TranslatedFile {
			continue
		}
		if err := l.readTexts(folder, name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	slices.Sort(l.ids)
	if err := l.checkReview(); err != nil {
		return nil, fmt.Errorf("%s: %w", ReviewFile, err)
	}
	return l, l.choosePlurals()
}

func (l *Language) readTexts(folder fs.FS, name string) error {
	src, err := fs.ReadFile(folder, name)
	if err != nil {
		return err
	}
	file, err := i18n.ParseMessageFileBytes(src, path.Join(l.code, "active."+l.code+".toml"),
		map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return err
	}
	for _, m := range file.Messages {
		if err := l.add(m); err != nil {
			return fmt.Errorf("%s: %w", m.ID, err)
		}
	}
	return nil
}

func (l *Language) add(m *i18n.Message) error {
	if l.Has(m.ID) {
		return fmt.Errorf("this id stands in two places")
	}
	l.ids = append(l.ids, m.ID)
	forms := map[string]template{}
	for form, text := range formsOf(m) {
		if text == "" {
			continue
		}
		t, err := parseTemplate(text)
		if err != nil {
			return err
		}
		forms[form] = t
	}
	other, ok := forms["other"]
	switch {
	case !ok:
		return fmt.Errorf("there is no text")
	case len(forms) > 1:
		l.plural[m.ID] = forms
	case len(other.names) == 0:
		l.plain[m.ID] = m.Other
	default:
		l.filled[m.ID] = other
	}
	return nil
}

func formsOf(m *i18n.Message) map[string]string {
	return map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
}

// choosePlurals makes go-i18n answer which form a number takes: its plural rules
// are not exported, a message whose forms are their own names gives them away.
func (l *Language) choosePlurals() error {
	tag, err := language.Parse(l.code)
	if err != nil {
		return fmt.Errorf("the folder's name is no language code: %w", err)
	}
	bundle := i18n.NewBundle(tag)
	names := &i18n.Message{ID: probe, Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}
	if err := bundle.AddMessages(tag, names); err != nil {
		return err
	}
	l.chosen = i18n.NewLocalizer(bundle, l.code)
	return nil
}

// Code is the language's code, as in an address and in the lang attribute.
func (l *Language) Code() string { return l.code }

// Leading is the language that this one is a translation of; itself for that one.
func (l *Language) Leading() *Language { return l.leads }

// Name is what speakers call the language.
func (l *Language) Name() string { return l.form.Name }

// Dir is the direction of writing: "ltr" or "rtl".
func (l *Language) Dir() string { return l.form.Dir }

// IDs returns the ids of all texts, sorted.
func (l *Language) IDs() []string { return slices.Clone(l.ids) }

// Has reports whether there is a text of that id.
func (l *Language) Has(id string) bool {
	_, plain := l.plain[id]
	_, filled := l.filled[id]
	_, plural := l.plural[id]
	return plain || filled || plural
}

// T returns a text that has no placeholders; the id itself when there is none,
// which the tests of the pages find.
func (l *Language) T(id string) string {
	if text, ok := l.plain[id]; ok {
		return text
	}
	return id
}

// F returns a text with its placeholders filled in: {{.Amount}} is the argument
// named Amount, money when the argument is. It serves plain texts as well.
func (l *Language) F(id string, args ...offers.Arg) string {
	if t, ok := l.filled[id]; ok {
		return t.fill(l, args)
	}
	return l.T(id)
}

// W returns a text whose placeholders are words or dates that are formatted
// already: names and values in turn.
func (l *Language) W(id string, words ...string) string {
	t, ok := l.filled[id]
	if !ok {
		return l.T(id)
	}
	if l.form.Dir == "rtl" {
		words = slices.Clone(words)
		for i := 1; i < len(words); i += 2 {
			words[i] = l.isolated(words[i])
		}
	}
	return t.fillWords(words)
}

// N returns the text for a number of things, in the plural form that the
// language asks for; {{.Count}} is the number.
func (l *Language) N(id string, n int64, args ...offers.Arg) string {
	args = append(slices.Clip(args), offers.Arg{Name: "Count", Amount: n})
	forms, ok := l.plural[id]
	if !ok {
		return l.F(id, args...)
	}
	t, ok := forms[l.PluralForm(n)]
	if !ok {
		t = forms["other"]
	}
	return t.fill(l, args)
}

// PluralForm names the form that a number takes: "zero", "one", "two", "few",
// "many" or "other".
func (l *Language) PluralForm(n int64) string {
	form, err := l.chosen.Localize(&i18n.LocalizeConfig{MessageID: probe, PluralCount: n})
	if err != nil {
		return "other"
	}
	return form
}

// Forms returns the plural forms that a text has, sorted; nil when it does not
// change with a number.
func (l *Language) Forms(id string) []string {
	var forms []string
	for form := range l.plural[id] {
		forms = append(forms, form)
	}
	slices.Sort(forms)
	return forms
}

// Source returns a text as it stands in its file, plural forms one under the
// other; reviewers and tests read it.
func (l *Language) Source(id string) string {
	if text, ok := l.plain[id]; ok {
		return text
	}
	if t, ok := l.filled[id]; ok {
		return t.source
	}
	var b strings.Builder
	for _, form := range []string{"zero", "one", "two", "few", "many", "other"} {
		if t, ok := l.plural[id][form]; ok {
			b.WriteString(t.source + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Placeholders returns the names of a text's placeholders, sorted, each once.
func (l *Language) Placeholders(id string) []string {
	names := slices.Clone(l.filled[id].names)
	for _, t := range l.plural[id] {
		names = append(names, t.names...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func decodeStrictly(folder fs.FS, name string, into any) error {
	meta, err := toml.DecodeFS(folder, name, into)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("%s: unknown key %q", name, unknown[0].String())
	}
	return nil
}
