package catalogue_test

import (
	"strings"
	"testing"

	"zeker/offers/catalogue"
	"zeker/offers/corpus"
	"zeker/offers/municipalities"
	"zeker/offers/schemes"
)

const tw = "toeslagenwet/"

// Each is a register with one move that cannot be, and the place and the whole text of the error.
func TestMovesThatCannotBeAreRefused(t *testing.T) {
	for _, r := range []struct{ situation, file, old, replacement, want string }{
		{
			"a scheme that moves itself", zt, "on: toeslagenwet,", "on: zorgtoeslag,",
			"92:9: a scheme does not move its own facts\n |       - {on: zorgtoeslag, how: add, of: amount, from: year}\n | ........^",
		},
		{
			"a scheme whose money is set, not added", zt, "on: toeslagenwet, how: add", "on: toeslagenwet, how: set",
			"92:9: of another scheme the amount is added, from the month or over the year\n |       - {on: toeslagenwet, how: set, of: amount, from: year}\n | ........^",
		},
		{
			"something else of a scheme than its money", zt, "on: toeslagenwet, how: add, of: amount", "on: toeslagenwet, how: add, of: gross",
			"92:9: of another scheme the amount is added, from the month or over the year\n |       - {on: toeslagenwet, how: add, of: gross, from: year}\n | ........^",
		},
		{
			"money of a scheme that counts from New Year", zt, "on: toeslagenwet, how: add, of: amount, from: year", "on: toeslagenwet, how: add, of: amount, from: new_year",
			"92:9: of another scheme the amount is added, from the month or over the year\n |       - {on: toeslagenwet, how: add, of: amount, from: new_year}\n | ........^",
		},
		{
			"something added, and not what", zt, "how: add, of: gross, from: year", "how: add, from: year",
			"89:9: add, less and set take something of the change, and the others take nothing\n |       - {on: work, how: add, from: year}\n | ........^",
		},
		{
			"a yes of an amount", zt, "on: partner_in, how: yes,", "on: partner_in, how: yes, of: gross,",
			"54:9: add, less and set take something of the change, and the others take nothing\n |       - {on: partner_in, how: yes, of: gross, from: next_month}\n | ........^",
		},
		{
			"what the change does not ask", zt, "on: savings, how: add, of: amount", "on: savings, how: add, of: gross",
			"132:9: nothing asks for \"gross\" of savings\n |       - {on: savings, how: add, of: gross, from: new_year}\n | ........^",
		},
		{
			"a yes that is the sum of a year", zt, "on: partner_in, how: yes, from: next_month", "on: partner_in, how: yes, from: year",
			"54:9: only what is added or set can be the sum of a year\n |       - {on: partner_in, how: yes, from: year}\n | ........^",
		},
		{
			"a change twice", zt, "on: more_hours,", "on: work,",
			"90:9: work moves toetsingsinkomen twice\n |       - {on: work, how: add, of: gross, from: year}\n | ........^",
		},
		{
			"what a source answers with yes or no", iit, "  - name: inkomen_was_laag\n", "  - name: inkomen_was_laag\n    moves:\n      - {on: birth, how: yes, from: month}\n",
			"111:9: inkomen_was_laag is no value that the law reads, so nothing moves it\n |       - {on: birth, how: yes, from: month}\n | ........^",
		},
		{
			"neither a change nor a scheme", zt, "on: toeslagenwet,", "on: lottery,",
			"92:9: there is no change and no scheme \"lottery\"; changes are [work more_hours less_work partner_in partner_out partner_work birth child_18 rent savings inheritance]\n |       - {on: lottery, how: add, of: amount, from: year}\n | ........^",
		},
		{
			"schemes that wait for each other", tw, "on: partner_work, how: add, of: gross,", "on: zorgtoeslag, how: add, of: amount,",
			"178:9: zorgtoeslag moves toeslagenwet and is moved by it, so neither can be worked out first\n |       - {on: zorgtoeslag, how: add, of: amount, from: month}\n | ........^",
		},
	} {
		t.Run(r.situation, func(t *testing.T) {
			files := embedded(t, schemes.Files)
			change(t, files, r.file+"register.yaml", r.old, r.replacement)
			_, err := catalogue.Load(corpus.Files, files, municipalities.Files)
			if want := "schemes/" + r.file + "register.yaml:" + r.want; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v\nwant %s", err, want)
			}
		})
	}
}
