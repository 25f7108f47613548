package server

import (
	"strings"

	"zeker/offers/catalogue"
	"zeker/ui"
)

// Municipality is whose portal it is.
type Municipality struct {
	Name      string   // "Gemeente Zonnedijk"
	Phone     string   // as people write it; may be empty
	Address   []string // of the counter
	Hours     []ui.Opening
	Home      bool     // somebody comes to people's homes, when asked
	Languages []string // codes; the first is that of pages without a language in their address
	Security  string   // where a hole in the portal is reported: "mailto:...", "https:..." or "tel:..."
	Exit      string   // https address of a site that says nothing of who is sent there
	Look      ui.Look  // its colours; may be empty
	// PartnerSigns is which schemes the partner signs for too, and by which rule.
	PartnerSigns map[string]catalogue.PartnerRule
}

// MunicipalityOf is the municipality as its file describes it. A hole is reported
// to the telephone of the counter; a municipality with a better place sets it.
func MunicipalityOf(m *catalogue.Municipality) Municipality {
	hours := make([]ui.Opening, len(m.Counter.Hours))
	for i, o := range m.Counter.Hours {
		hours[i] = ui.Opening(o)
	}
	return Municipality{
		Name: m.Name, Phone: m.Counter.Phone, Address: m.Counter.Address, Hours: hours, Home: m.Counter.Home,
		Languages: m.Languages, Exit: m.Exit, Security: "tel:" + international(m.Counter.Phone), Look: ui.Look(m.Look),
		PartnerSigns: m.PartnerSigns,
	}
}

// page is the municipality as pages and letters show it.
func (m *Municipality) page() ui.Municipality {
	return ui.Municipality{Name: m.Name, Phone: m.Phone, Address: m.Address, Hours: m.Hours, Home: m.Home}
}

// international writes a Dutch telephone number as other countries dial it.
func international(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	return "+31" + strings.TrimPrefix(digits, "0")
}
