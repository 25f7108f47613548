package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zeker/server/store"
)

// visitorKind is one kind of visitor of the matrix: how such a one comes in.
type visitorKind struct {
	name  string
	enter func(*browser) *browser
}

// visitorKinds are all: residents are the one of the matrix.
func visitorKinds(r *resident) []visitorKind {
	kinds := []visitorKind{
		{"nobody", func(b *browser) *browser { return b }},
		{"letter", func(b *browser) *browser { return b.signIn(r) }},
		{"sign_in", func(b *browser) *browser {
			b.post("/nl/sign-in", url.Values{"who": {"0"}})
			return b
		}},
	}
	for _, role := range store.Roles {
		kinds = append(kinds, visitorKind{string(role), func(b *browser) *browser { return b.work(role) }})
	}
	kinds = append(kinds, visitorKind{"helper", func(b *browser) *browser {
		b.cookie = b.sessionOf(b.helperOf(r, "helper"))
		return b
	}}, visitorKind{"helper_over", func(b *browser) *browser {
		session := b.helperOf(r, "helper")
		if err := b.store.EndMandate(b.t.Context(), r.subject, session.Mandate, 1); err != nil {
			b.t.Fatal(err)
		}
		b.cookie = b.sessionOf(session)
		return b
	}})
	return append(kinds, visitorKind{"disabled", func(b *browser) *browser {
		id := b.hire("disabled", store.Roles...)
		if err := b.store.DisableStaff(b.t.Context(), id, b.clock.Now().Unix()); err != nil {
			b.t.Fatal(err)
		}
		// Worse than what can happen: its sessions are still there.
		b.cookie = b.sessionOf(store.Session{Staff: id})
		return b
	}})
}

const matrixLegend = `Who comes in where: each route, by whose offer or receipt it is of, and each kind of visitor.
+ comes in   r must open a letter or sign in   i must sign in   h its help is over   s must sign in as staff
0 there is no such page
`

// cell is what happens to a visitor at a door.
func (r *reply) cell() string {
	switch {
	case r.status == http.StatusNotFound:
		return "0"
	case r.status == http.StatusForbidden && strings.Contains(r.body, "Deze pagina is dicht"):
		return "r"
	case r.status == http.StatusForbidden && strings.Contains(r.body, "Hiervoor logt u in"):
		return "i"
	case r.status == http.StatusForbidden && strings.Contains(r.body, "Deze hulp is gestopt"):
		return "h"
	case r.status == http.StatusForbidden && strings.Contains(r.body, "Log eerst in"):
		return "s"
	case r.status < 400, r.status == http.StatusBadRequest, r.status == http.StatusConflict: // what was posted is for the tests of the pages
		return "+"
	}
	return fmt.Sprint(r.status)
}

// C1: every route of the table, every kind of visitor, whose-ever offer it is: as the
// reviewed file says. A route that is not in the file fails.
func TestC1EveryVisitorAtEveryRoute(t *testing.T) {
	a, b, c := anna(), bram(), cas()
	p := openPortalWith(t, posing(a, b))
	p.invite(a, b, c)
	owners := []owner{{"own", a, b, a.offer, ""}, {"another", b, a, b.offer, ""}, {"none", nil, nil, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0000-0000-0000-0000"}}
	owners[0].number, _ = p.browser().signIn(a).answer(a, "decline", nil).receipt(t)
	owners[1].number, _ = p.browser().signIn(b).answer(b, "decline", nil).receipt(t)

	kinds, cells := visitorKinds(a), 0
	var out strings.Builder
	out.WriteString(matrixLegend + "\n")
	for i, kind := range kinds {
		fmt.Fprintf(&out, "%*s%s\n", 49+2*i, "", kind.name)
	}
	here := make([]*browser, len(kinds)) // one browser each for all that changes nothing
	for i, kind := range kinds {
		here[i] = kind.enter(p.browser())
	}
	rows := map[string]string{}
	for i, d := range p.doorsTo("", "", "") {
		for _, owner := range owners {
			owned := strings.Contains(d.Path, ":id") || strings.Contains(d.Path, ":number") || strings.Contains(d.Path, ":mandate") || strings.Contains(d.Path, ":signature")
			if !owned && owner.name != "own" {
				continue
			}
			var row []string
			for k, kind := range kinds {
				visitor, form := here[k], url.Values(nil)
				if d.Method != "GET" {
					visitor, form = kind.enter(p.browser()), url.Values{"answer": {"decline"}, "choice": {"in"}, "who": {"0"}}
				}
				path := p.doorsTo(owner.offer, owner.number, owner.mandate(p, c, d.Path))[i].path
				row = append(row, visitor.do(d.Method, path, form, "Origin", p.url).cell())
				cells++
			}
			name := d.Method + " " + d.Path
			if owned {
				name += " " + owner.name
			}
			rows[name] = strings.Join(row, " ")
			fmt.Fprintf(&out, "%-48s %s\n", name, rows[name])
			if row[0] != row[len(row)-1] {
				t.Errorf("%s: a disabled account gets %q, and nobody %q", name, row[len(row)-1], row[0])
			}
		}
		if name := d.Method + " " + d.Path; rows[name+" another"] != rows[name+" none"] {
			t.Errorf("%s: another's gives %q, and what never was %q", name, rows[name+" another"], rows[name+" none"])
		}
	}
	sameAsFile(t, filepath.Join("testdata", "matrix.txt"), out.String())
	t.Logf("%d cells", cells)
}

// owner is whose what a route names is.
type owner struct {
	name          string
	who, other    *resident
	offer, number string
}

// mandate makes a mandate for a route to name: one that the owner has, on the pages of
// who helps, and one that they gave on the others. On the pages of a partner it is the
// signature that an applicant waits for from the owner.
func (o owner) mandate(p *portal, applicant *resident, path string) string {
	switch {
	case o.who != nil && strings.Contains(path, ":signature"):
		id, _ := p.signatureOf(applicant, o.who.subject)
		return id
	case o.who == nil || !strings.Contains(path, ":mandate"):
		return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	case strings.Contains(path, "/helping/"):
		return p.helperOf(o.other, o.who.subject).Mandate
	}
	return p.helperOf(o.who, "helper").Mandate
}

// sameAsFile compares a text with a reviewed file, and writes it with GOLDEN=write.
func sameAsFile(t *testing.T, name, got string) {
	t.Helper()
	if os.Getenv("GOLDEN") == "write" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s says otherwise; when the change is meant, write it with GOLDEN=write and review it\ngot\n%s", name, got)
	}
}
