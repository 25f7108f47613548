package ui_test

import (
	"regexp"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
)

// promises are words of each language that say that money stays whatever happens.
var promises = map[string]*regexp.Regexp{
	"nl": regexp.MustCompile(`(?i)\b(nee|nooit|zeker niet|mag u .*houden|hoeft u .*niet terug)\b`),
	"en": regexp.MustCompile(`(?i)\b(no|never|certainly not|may keep|not have to pay)\b`),
	"ar": regexp.MustCompile(`بالتأكيد|أبدًا|يحق لك .*الاحتفاظ|لا يلزمك إعادة`),
	"fa": regexp.MustCompile(`مطمئناً|هرگز|حق دارید .*نگه دارید|لازم نیست .*پس بدهید`),
	"es": regexp.MustCompile(`(?i)(\bnunca\b|seguro que no|puede quedarse con|no tiene que devolver)`),
	"fr": regexp.MustCompile(`(?i)(certainement pas|\bjamais\b|vous pouvez garder|ne remboursez rien)`),
	"pl": regexp.MustCompile(`(?i)^nie, |nigdy|na pewno nie|wolno zatrzymać|nie trzeba .*zwracać`),
	"uk": regexp.MustCompile(`(?i)^ні, |ніколи|точно ні|можете залишити .*собі|не треба .*повертати`),
	"so": regexp.MustCompile(`(?i)\b(maya|weligaa|hubaal|sii haysan kartaa|uma baahnid inaad .*soo celiso)\b`),
	"ti": regexp.MustCompile(`ኣይፋል|ፈጺም|ብርግጽ|ክትሕዙዎ ትኽእሉ|ክትመልሱ.* ኣየድልየኩምን`),
	"tr": regexp.MustCompile(`(?i)(kesinlikle|\basla\b|elinizde tutabilirsiniz|hiçbir şey ödemezsiniz)`),
}

func TestOnlyACertainAnswerPromises(t *testing.T) {
	w := words(t)
	for _, s := range schemes(t) {
		for _, code := range w.Codes() {
			language, _ := w.Language(code)
			if promises[code] == nil {
				t.Fatalf("%s has no words for a promise here: add them", code)
			}
			for i, e := range offers.Events {
				a := &s.Repayment.Answers[i]
				said := language.T("card.certainty."+string(a.Certainty)) + " " + language.T(a.TextID(e))
				if promised := promises[code].MatchString(said); promised != (a.Certainty == offers.CertainlyNot) {
					t.Errorf("%s: %s: %s is answered with %s, in the words %q", code, s.ID, e, a.Certainty, said)
				}
			}
		}
	}
}

// schemes are those of all municipalities, each once: a card's answers do not
// depend on the year or the place.
func schemes(t *testing.T) map[string]offers.Scheme {
	t.Helper()
	l, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]offers.Scheme{}
	for _, m := range l.Municipalities() {
		c, err := l.Catalogue(m)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.Periods {
			for _, s := range c.Periods[i].Schemes {
				all[s.ID] = s
			}
		}
	}
	return all
}
