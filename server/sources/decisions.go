package sources

import (
	"io"
	"slices"

	"zeker/offers"
	"zeker/offers/rules"
)

// ReadDecisions reads a file of what was decided on applications: JSON, an object on each
// line,
//
//	{"receipt": "8XTC-31VN-4F7K-9M2Q", "sent": "2026-12-01", "outcome": "granted"}
//
// with the number of the receipt, the day that the decision was sent, and granted, partly
// or refused. All mistakes are returned together, as Errors, and then no decision is.
// Other errors are those of reading.
func ReadDecisions(name string, r io.Reader, on rules.Day) ([]offers.Decision, error) {
	var decisions []offers.Decision
	seen := map[string]int{}
	f := file{name: name, on: on}
	err := f.each(r, func(line record, root *node) {
		d := decision{record: line, seen: seen}
		fill(line, root, "decision", decisionColumns, &d)
		decisions = append(decisions, d.Decision)
	})
	if err != nil {
		return nil, err
	}
	return decisions, nil
}

// decision is one line being read.
type decision struct {
	record
	seen map[string]int // number -> line
	offers.Decision
}

var decisionColumns = []column[*decision]{
	{"receipt", true, (*decision).receipt},
	{"sent", true, (*decision).sent},
	{"outcome", true, (*decision).outcome},
}

func (d *decision) receipt(n *node) {
	switch {
	case n.kind != '"' || n.text == "":
		d.bad(n, "a receipt must be a text: the number that stands on the receipt and in the application")
	case d.seen[n.text] > 0:
		d.bad(n, "this receipt stands on line %d too: keep the decision that counts", d.seen[n.text])
	default:
		d.seen[n.text] = d.line
		d.Number = n.text
	}
}

func (d *decision) sent(n *node) {
	day, ok := d.day(n, "sent")
	if ok && day > d.on {
		d.bad(n, "sent is after the day of the import, %s: give it once the decision was sent", d.on)
	}
	d.Sent = day
}

func (d *decision) outcome(n *node) {
	d.Outcome = offers.Award(n.text)
	if n.kind != '"' || !slices.Contains(offers.Awards, d.Outcome) {
		d.bad(n, `outcome must be "granted", "partly" or "refused"`)
	}
}
