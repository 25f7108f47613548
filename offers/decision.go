package offers

import "zeker/offers/rules"

// Decision is what the authority decided on an application. It is not ours: we tell what
// they sent.
type Decision struct {
	Number  string // of the receipt of the application
	Sent    rules.Day
	Outcome Award
}

// Award says what an applicant gets.
type Award string

// The awards: what was asked, a part of it, and nothing.
const (
	Granted Award = "granted"
	Partly  Award = "partly"
	Refused Award = "refused"
)

// Awards are all of them.
var Awards = []Award{Granted, Partly, Refused}
