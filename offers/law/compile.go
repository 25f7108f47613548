package law

import (
	"cmp"
	"slices"
	"strings"

	"zeker/offers/rules"
)

// maxDepth is the format's limit for references that follow each other.
const maxDepth = 20

// municipalityParameter is the parameter by which the format scopes local rules.
const municipalityParameter = "gemeente_code"

// Compile builds the nodes of an output as the law stands on the day of the
// query. Inputs that no law computes, and parameters that nobody maps, become
// facts of their name. The output and every boolean output on the way to it are
// declared as outputs of the builder, under their own name. An error points to
// the place in the law.
func (c *Corpus) Compile(b *rules.Builder, q Query) (rules.Node, error) {
	p := c.compiler(b, q)
	a, err := p.answering(q.Law, q.Output)
	if err != nil {
		return 0, err
	}
	n, err := p.output(free, a, a.setting(q.Output, len(a.actions)))
	if err != nil || b.Type(n) == rules.Bool {
		return n, err
	}
	return p.declare(a, a.setting(q.Output, len(a.actions)), n)
}

// Laws returns the versions of law that an output rests on, the highest layer
// first.
func (c *Corpus) Laws(q Query) ([]*Law, error) {
	p := c.compiler(rules.NewBuilder(), q)
	a, err := p.answering(q.Law, q.Output)
	if err != nil {
		return nil, err
	}
	if _, err := p.output(free, a, a.setting(q.Output, len(a.actions))); err != nil {
		return nil, err
	}
	var all []*Law
	for l := range p.used {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b *Law) int {
		return cmp.Or(cmp.Compare(layers[a.Layer], layers[b.Layer]), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// compiler turns the articles of one query into nodes.
type compiler struct {
	corpus *Corpus
	b      *rules.Builder
	q      Query
	stack  []string // references being followed
	done   map[doneKey]rules.Node
	used   map[*Law]bool

	mayBeNull map[rules.Node]bool // facts that some law compares with null
	mayFail   map[rules.Node]bool // what hangs on a date or a division that there may not be
}

// doneKey names a value of an article in a scope.
type doneKey struct {
	scope   string
	article *Article
	binding binding
}

func (c *Corpus) compiler(b *rules.Builder, q Query) *compiler {
	return &compiler{
		corpus: c, b: b, q: q, done: map[doneKey]rules.Node{}, used: map[*Law]bool{}, mayBeNull: map[rules.Node]bool{}, mayFail: map[rules.Node]bool{},
	}
}

// answering finds the article for an output of a law as it is in force.
func (p *compiler) answering(id, output string) (*Article, error) {
	l, err := p.corpus.InForce(id, p.q.On)
	if err != nil {
		return nil, err
	}
	a, _ := l.answering(output, true)
	if a == nil || a.setting(output, len(a.actions)) < 0 {
		return nil, outputNotFound(l, output)
	}
	return a, p.enter(a)
}

func outputNotFound(l *Law, output string) error {
	e := l.file.errorAt(pos{1, 1}, OutputNotFound, "Output '%s' not found in law '%s' of %s%s", output, l.ID, l.Version,
		DidYouMean(output, l.outputNames()))
	e.Text = ""
	return e
}

// setting returns the last action before a place that sets an output, or -1.
func (a *Article) setting(output string, before int) int {
	for i := before - 1; i >= 0; i-- {
		if a.actions[i].output == output {
			return i
		}
	}
	return -1
}

// enter notes that an article is used. Constructs that nobody could translate,
// and nobody accepted, make the whole article unusable.
func (p *compiler) enter(a *Article) error {
	p.used[a.law] = true
	return a.translated()
}

func (a *Article) translated() error {
	if len(a.untranslated) == 0 {
		return nil
	}
	return a.errorAt(a.at, Untranslatable, "Untranslatable construct in %s article %s: %s", a.law.ID, a.Number,
		strings.Join(a.untranslated, "; "))
}

// follow compiles something that a reference leads to; it refuses circles and
// long chains.
func (p *compiler) follow(a *Article, at pos, key string, next func() (rules.Node, error)) (rules.Node, error) {
	if err := a.mayFollow(at, p.stack, key); err != nil {
		return 0, err
	}
	p.stack = append(p.stack, key)
	defer func() { p.stack = p.stack[:len(p.stack)-1] }()
	return next()
}

// mayFollow refuses a reference that is already being followed, and more than
// maxDepth of them. As in the format, parameters make no difference: an output
// may not rest on the same output for another person.
func (a *Article) mayFollow(at pos, stack []string, key string) error {
	if slices.Contains(stack, key) {
		return a.errorAt(at, CircularReference, "Circular reference detected: %s", strings.Join(append(slices.Clone(stack), key), " -> "))
	}
	if len(stack) >= maxDepth {
		return a.errorAt(at, CircularReference, "Circular reference detected: more than %d references follow each other, the last to %s",
			maxDepth, key)
	}
	return nil
}

// once compiles a value of an article in a scope at most one time.
func (p *compiler) once(s *scope, a *Article, b binding, build func() (rules.Node, error)) (rules.Node, error) {
	key := doneKey{s.key, a, b}
	if n, ok := p.done[key]; ok {
		return n, nil
	}
	n, err := build()
	if err == nil {
		p.done[key] = n
	}
	return n, err
}

// output compiles the action that sets an output; a boolean one is declared, so
// that a source may answer it and a page may give it as a reason.
func (p *compiler) output(s *scope, a *Article, i int) (rules.Node, error) {
	return p.once(s, a, binding{fromOutput, i}, func() (rules.Node, error) {
		n, err := p.expr(site{s, a, i, -1}, a.actions[i].value)
		if err == nil {
			err = p.asDeclared(a, a.actions[i], n)
		}
		// For somebody else (a partner, say) the same name would mean another
		// thing: only the household's own outputs are declared.
		if err != nil || p.b.Type(n) != rules.Bool || s != free {
			return n, err
		}
		return p.declare(a, i, n)
	})
}

// asDeclared refuses an output whose value is of another type than it says.
func (p *compiler) asDeclared(a *Article, act *action, n rules.Node) error {
	o := a.output(act.output)
	if o == nil || o.kind == "" {
		return nil // mode reference
	}
	if got := p.b.Type(n); programTypes[o.kind] != got {
		return a.errorAt(act.at, TypeMismatch, "output %q is declared as %s, but its value is a %s", o.name, o.kind, typeNames[got])
	}
	return nil
}

func (p *compiler) declare(a *Article, i int, n rules.Node) (rules.Node, error) {
	act := a.actions[i]
	declared, err := p.b.Output(act.output, p.rests(a, i), n)
	if err != nil {
		return 0, a.refused(act.at, err)
	}
	return declared, nil
}

// rests says which article an output rests on. An output that only hands on what
// another article decides rests on that one: there the reader finds the reason.
func (p *compiler) rests(a *Article, i int) rules.Source {
	act := a.actions[i]
	at := slices.IndexFunc(a.inputs, func(in *input) bool { return in.name == act.value.variable && in.output != "" })
	if at < 0 || len(act.value.path) > 0 || a.setting(act.value.variable, i) >= 0 {
		return a.source(act.at)
	}
	in, law := a.inputs[at], a.law
	if in.regulation != "" {
		var err error
		if law, err = p.corpus.InForce(in.regulation, p.q.On); err != nil {
			return a.source(act.at)
		}
	}
	target, _ := law.answering(in.output, true)
	if target == nil {
		return a.source(act.at)
	}
	set := target.setting(in.output, len(target.actions))
	if set < 0 {
		return a.source(act.at)
	}
	return p.rests(target, set)
}
