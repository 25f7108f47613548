package locales_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// The limits of requirement I6.
const (
	leastFlesch      = 70.0 // Flesch-Douma: 70 to 80 is "fairly easy"
	mostMeanSentence = 12.0 // words
	mostSentence     = 20   // words
	// fewWords is how short a text may be before syllables per hundred words say
	// nothing of it ("Gemeente" alone scores below zero). A shorter text is
	// measured together with the others of its page.
	fewWords = 8
)

// lawNames are names that only the law can change; a resident meets them in
// letters and has to recognise them. They count as one word of two syllables.
var lawNames = []string{
	"Tegemoetkoming alleenverdieners", "Individuele inkomenstoeslag", "Autoriteit Persoonsgegevens",
	"Basisregistratie Personen", "Sociale Verzekeringsbank", "Inlichtingenbureau", "Belastingdienst", "Dienst Toeslagen",
	"Participatiewet", "Zorgtoeslag", "zorgtoeslag", "Huurtoeslag", "huurtoeslag",
	"Kindgebonden budget", "kindgebonden budget",
}

// banned are words that residents do not use, or that frighten or accuse. A word
// of the first list may begin or end another; "boete" stands only in a line of a
// repayment card, where its article is cited.
var banned = []string{
	"fraude", "misbruik", "sanctie", "schuld van u", "uw fout", "eigen schuld", "onrechtmatig", "terugvordering", "vordering",
	"beschikking", "belanghebbende", "ambtshalve", "derhalve", "dient u", "dienen te", "middels", "teneinde", "inzake",
	"betreffende", "conform", "desbetreffend", "indien", "gelieve", "aangaande", "alsmede", "voorts", "reeds", "omtrent",
	"ten behoeve van", "met betrekking tot", "in het kader van", "op basis van", "onderhavige", "heden", "hetgeen", "thans",
	"conditie", "procedure", "faciliteren", "optimaliseren", "implementeren", "verstrekken", "verzoeken wij", "u wordt geacht",
}

var placeholder = regexp.MustCompile(`\{\{\.\w+\}\}`)

func TestI6DutchIsPlain(t *testing.T) {
	nl := language(t, "nl")
	pages := map[string]string{} // the short texts of a page, put together
	for _, id := range nl.IDs() {
		for _, text := range strings.Split(nl.Source(id), "\n") {
			checkWords(t, id, text)
			checkSentences(t, id, text)
			page, _, _ := strings.Cut(id, ".")
			if len(wordsOf(text)) >= fewWords {
				checkFlesch(t, id, text)
			} else if len(wordsOf(text)) > 2 {
				pages[page] += closed(text) + " "
			}
		}
	}
	for page, text := range pages {
		if len(wordsOf(text)) >= fewWords {
			checkFlesch(t, "the short texts of "+page, text)
		}
	}
}

func checkWords(t *testing.T, id, text string) {
	t.Helper()
	lower := " " + strings.ToLower(text) + " "
	for _, word := range banned {
		if strings.Contains(lower, word) {
			t.Errorf("%s: %q is on the list of words that we do not use: %s", id, word, text)
		}
	}
	if strings.Contains(lower, "boete") && !strings.Contains(id, ".card.") && !strings.HasPrefix(id, "card.answer.") {
		t.Errorf("%s: %q may stand only in a line of a card that cites its article", id, "boete")
	}
}

func checkSentences(t *testing.T, id, text string) {
	t.Helper()
	sentences := sentencesOf(text)
	words := 0
	for _, s := range sentences {
		n := len(wordsOf(s))
		words += n
		if n > mostSentence {
			t.Errorf("%s: %d words in one sentence, at most %d: %s", id, n, mostSentence, s)
		}
	}
	if mean := float64(words) / float64(len(sentences)); mean > mostMeanSentence {
		t.Errorf("%s: %.1f words a sentence, at most %.0f: %s", id, mean, mostMeanSentence, text)
	}
}

func checkFlesch(t *testing.T, id, text string) {
	t.Helper()
	if got := flesch(text); got < leastFlesch {
		t.Errorf("%s: Flesch-Douma %.0f, at least %.0f: %s", id, got, leastFlesch, text)
	}
}

// flesch is the reading ease by Flesch, in Douma's measure for Dutch:
// 206.8 - 0.77 syllables per hundred words - 0.93 words per sentence.
func flesch(text string) float64 {
	words := wordsOf(text)
	total := 0
	for _, w := range words {
		total += syllables(w)
	}
	perHundred := 100 * float64(total) / float64(len(words))
	perSentence := float64(len(words)) / float64(len(sentencesOf(text)))
	return 206.8 - 0.77*perHundred - 0.93*perSentence
}

// closed ends a text that is no sentence, so that it is not read on into the next.
func closed(text string) string {
	if strings.ContainsAny(text[len(text)-1:], ".?!:") {
		return text
	}
	return text + "."
}

// plainText puts one short word for each placeholder and each name of a law.
func plainText(text string) string {
	text = placeholder.ReplaceAllString(text, "negen")
	for _, name := range lawNames {
		text = strings.ReplaceAll(text, name, "wetnaam")
	}
	return text
}

var sentenceEnd = regexp.MustCompile(`[.?!:]+(\s+|$)`)

func sentencesOf(text string) []string {
	var list []string
	for _, s := range sentenceEnd.Split(plainText(text), -1) {
		if len(wordsOf(s)) > 0 {
			list = append(list, s)
		}
	}
	return list
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(plainText(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '\''
	})
}

// vowels are the sounds that Dutch writes with more than one vowel letter,
// longest first.
var vowels = []string{
	"aai", "eeu", "ieu", "oei", "ooi", "eau", "aa", "ee", "oo", "uu", "ie", "oe", "eu", "ui", "ei", "ij", "au", "ou",
	"a", "e", "i", "o", "u", "y",
}

// syllables counts the vowel sounds of a Dutch word. Letters that are read as
// one sound count once, longest first; a trema begins a new sound; any two other
// vowels side by side are two (be-ant-woord, ja-nu-a-ri). Figures
// count as two syllables.
func syllables(word string) int {
	word = strings.ToLower(word)
	if strings.ContainsFunc(word, unicode.IsDigit) {
		return 2
	}
	word = strings.NewReplacer("ë", "|e", "ï", "|i", "ö", "|o", "ü", "|u", "é", "e", "è", "e", "ê", "e", "á", "a", "ó", "o").Replace(word)
	n := 0
	for word != "" {
		length := 1
		for _, v := range vowels {
			if strings.HasPrefix(word, v) {
				n, length = n+1, len(v)
				break
			}
		}
		word = word[length:]
	}
	return max(n, 1)
}

func TestSyllables(t *testing.T) {
	for word, want := range map[string]int{
		"gemeente": 3, "beantwoord": 3, "januari": 4, "geïnd": 2, "beëindigen": 4, "jij": 1, "bijeen": 2, "oei": 1,
		"inkomen": 3, "mooie": 2, "leeuw": 1, "financieel": 4, "nieuw": 1, "geopend": 3, "bureau": 2, "eeuwig": 2, "één": 1,
	} {
		if got := syllables(word); got != want {
			t.Errorf("%s has %d syllables, want %d", word, got, want)
		}
	}
}

func TestFleschKnowsHardFromEasy(t *testing.T) {
	easy := "U krijgt geld van ons. Dat mag u houden. U hoeft niets te doen. Bel ons als iets niet klopt."
	hard := "Indien belanghebbende onvoldoende inlichtingen verstrekt, kan het college overgaan tot terugvordering van ten onrechte verleende bijstand."
	if got := flesch(easy); got < 90 {
		t.Errorf("an easy text scores %.0f", got)
	}
	if got := flesch(hard); got > 30 {
		t.Errorf("a hard text scores %.0f", got)
	}
}
