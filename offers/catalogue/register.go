package catalogue

import (
	"go.yaml.in/yaml/v3"

	"zeker/offers"
	"zeker/offers/rules"
)

// Entry is one question of a scheme's register, with the texts that people agree
// on around a table. Residents read the message files instead.
type Entry struct {
	offers.Question
	Purpose    string // what the answer is for
	Definition string // what the question means at its source
	Period     string // the time that the answer is about
	Owner      string // who answers for it in the organisation
	SignOffs   [4]SignOff

	node  *yaml.Node
	moves []moveFile
	age   *yaml.Node // where the least age stands, nil when there is none
}

// Lanes are the four lanes of sign-off, in the order of Entry.SignOffs.
var Lanes = [4]string{"juridisch", "technisch", "semantisch", "organisatorisch"}

// SignOff says who stands for something. The zero value is unsigned.
type SignOff struct {
	By   string    `key:"by"`
	Role string    `key:"role"`
	On   rules.Day `key:"on"`
}

// Signed reports whether somebody signed.
func (s SignOff) Signed() bool { return s.By != "" }

// Ground is a legal ground with what an experiment has to state besides.
type Ground struct {
	offers.Ground
	Afterwards string // of an experiment: what happens to what was given

	node *yaml.Node
}

type registerFile struct {
	Grounds   []groundFile   `key:"grounds"`
	Order     []word         `key:"order,optional"`
	Questions []questionFile `key:"questions"`
}

type groundFile struct {
	Node       *yaml.Node  `key:"@"`
	ID         string      `key:"id"`
	Kind       string      `key:"kind" of:"statute experiment pending"`
	Article    articleFile `key:"article"`
	From       rules.Day   `key:"from,optional"`
	Until      rules.Day   `key:"until,optional"`
	Cap        int         `key:"cap,optional"`
	Afterwards string      `key:"afterwards,optional"`
}

type questionFile struct {
	Node        *yaml.Node  `key:"@"`
	Name        string      `key:"name"`
	Criterion   bool        `key:"criterion"`
	Source      string      `key:"source" of:"brp own_file inlichtingenbureau uwv belastingdienst resident person"`
	Ground      string      `key:"ground"`
	Reliability string      `key:"reliability" of:"high medium low"`
	Ask         bool        `key:"ask"`
	OfPartner   bool        `key:"of_partner,optional"`
	Retention   int         `key:"retention"`
	Purpose     string      `key:"purpose"`
	Definition  string      `key:"definition"`
	Period      string      `key:"period"`
	Owner       string      `key:"owner"`
	Moves       []moveFile  `key:"moves,optional"`
	LeastAge    ageFile     `key:"least_age,optional"`
	SignOff     signOffFile `key:"signoff"`
}

type signOffFile struct {
	Juridisch       SignOff `key:"juridisch"`
	Technisch       SignOff `key:"technisch"`
	Semantisch      SignOff `key:"semantisch"`
	Organisatorisch SignOff `key:"organisatorisch"`
}

type articleFile struct {
	Law     string `key:"law"`
	Number  string `key:"number"`
	Section string `key:"section,optional"`
	Year    int    `key:"year"`
	URL     string `key:"url"`
}

func (a articleFile) article() offers.Article {
	return offers.Article{Law: a.Law, Number: a.Number, Section: a.Section, Year: a.Year, URL: a.URL}
}

func (f *registerFile) register() (entries []Entry, grounds []Ground) {
	for i := range f.Grounds {
		g := &f.Grounds[i]
		grounds = append(grounds, Ground{
			Ground: offers.Ground{
				ID: g.ID, Kind: offers.GroundKind(g.Kind), Article: g.Article.article(), From: g.From, Until: g.Until, Cap: g.Cap,
			},
			Afterwards: g.Afterwards, node: g.Node,
		})
	}
	for i := range f.Questions {
		q := &f.Questions[i]
		entries = append(entries, Entry{
			Question: offers.Question{
				Name: q.Name, Criterion: q.Criterion, Source: q.Source, Ground: q.Ground,
				Reliability: offers.Reliability(q.Reliability), Ask: q.Ask, OfPartner: q.OfPartner, Retention: q.Retention,
				Moves: moves(q.Moves), LeastAge: offers.LeastAge{Of: q.LeastAge.Of, Years: q.LeastAge.Years},
			},
			Purpose: q.Purpose, Definition: q.Definition, Period: q.Period, Owner: q.Owner,
			SignOffs: [4]SignOff{q.SignOff.Juridisch, q.SignOff.Technisch, q.SignOff.Semantisch, q.SignOff.Organisatorisch},
			node:     q.Node, moves: q.Moves, age: q.LeastAge.Node,
		})
	}
	return entries, grounds
}
