package law

import (
	"maps"
	"slices"
	"strings"

	"zeker/offers/rules"
)

// Evaluate computes all outputs of the article that answers for the output of
// the query, with the plain meaning of the format: inputs first, whether needed
// or not, then actions in the order of the file. It is slow and it explains
// itself by its errors; residents are served by what Compile makes.
//
// The parameters are the known facts, by name. An input that nobody computes,
// and a parameter that another law does not map, is looked up among them
// wherever it stands. What is used and not known is an error of kind
// VariableNotFound.
func (c *Corpus) Evaluate(q Query, parameters map[string]Value) (map[string]Value, error) {
	e := c.evaluator(q, parameters)
	return e.top(q.Law, q.Output, e.facts)
}

// evaluator prepares the evaluation of a query.
func (c *Corpus) evaluator(q Query, parameters map[string]Value) *evaluator {
	known := maps.Clone(parameters)
	if known == nil {
		known = map[string]Value{}
	}
	if _, given := known[municipalityParameter]; !given && q.Municipality != "" {
		known[municipalityParameter] = Text(q.Municipality)
	}
	return &evaluator{corpus: c, on: q.On, municipality: q.Municipality, facts: known, cache: map[string]Value{}}
}

// evaluator computes one request.
type evaluator struct {
	corpus       *Corpus
	on           rules.Day
	municipality string
	facts        map[string]Value // seen wherever they are used; nil in mode reference
	records      []records        // mode reference only
	stack        []string         // references being followed
	cache        map[string]Value // outputs of articles, by law, output and parameters
	cover        *Coverage        // notes the ways that conditions go; may be nil
}

// top evaluates the article that was asked for.
func (v *evaluator) top(id, output string, parameters map[string]Value) (map[string]Value, error) {
	_, a, err := v.find(id, output)
	if err != nil {
		return nil, err
	}
	return v.article(a, parameters)
}

// find returns the article that answers for an output of a law in force.
func (v *evaluator) find(id, output string) (*Law, *Article, error) {
	l, err := v.corpus.InForce(id, v.on)
	if err != nil {
		return nil, nil, err
	}
	a, _ := l.answering(output, true)
	if a == nil {
		return l, nil, outputNotFound(l, output)
	}
	return l, a, nil
}

// frame is one article being evaluated.
type frame struct {
	v          *evaluator
	a          *Article
	parameters map[string]Value // as they were passed
	inputs     map[string]Value // while inputs are resolved
	working    map[string]Value // parameters, then inputs, then open terms
	outputs    map[string]Value
	defining   bool // definitions are visible
}

// article evaluates one article and returns all its outputs.
func (v *evaluator) article(a *Article, parameters map[string]Value) (map[string]Value, error) {
	if err := a.translated(); err != nil {
		return nil, err
	}
	f := &frame{v: v, a: a, parameters: parameters, inputs: map[string]Value{}, outputs: map[string]Value{}, defining: true}
	f.working = maps.Clone(parameters)
	if f.working == nil {
		f.working = map[string]Value{}
	}
	for i := range a.inputs {
		if err := f.resolve(i); err != nil && !f.v.leavesOut(err) {
			return nil, err
		}
	}
	terms, err := f.terms()
	if err != nil {
		return nil, err
	}
	maps.Copy(f.working, f.inputs)
	maps.Copy(f.working, terms)
	f.inputs = nil
	if err := f.run(a.actions); err != nil {
		return nil, err
	}
	return f.outputs, nil
}

// run evaluates actions in the order of the file.
func (f *frame) run(actions []*action) error {
	for _, act := range actions {
		value, err := f.eval(act.value)
		switch {
		case err == nil:
			f.outputs[act.output] = value
		case !f.v.leavesOut(err):
			return err
		}
	}
	return nil
}

// resolve fetches one input: a parameter of its name, a register, another
// article or another law. A fact that nobody knows stays unresolved.
func (f *frame) resolve(i int) error {
	in := f.a.inputs[i]
	if given, ok := f.parameters[in.name]; ok {
		f.inputs[in.name] = given
		return nil
	}
	if found, ok := f.v.recorded(in.name, f.parameters); ok {
		f.inputs[in.name] = found
		return nil
	}
	if in.fact() {
		return nil
	}
	value, err := f.follow(i, in)
	if err == nil {
		f.inputs[in.name] = value
	}
	return err
}

// follow evaluates the output that an input refers to.
func (f *frame) follow(i int, in *input) (Value, error) {
	if in.regulation == "" {
		target, _ := f.a.law.answering(in.output, false)
		if target == nil {
			return Value{}, f.a.errorAt(in.sourceAt, OutputNotFound, "Output '%s' not found in law '%s'", in.output, f.a.law.ID)
		}
		return f.reference(in, target, f.parameters)
	}
	passed := map[string]Value{}
	for _, arg := range in.arguments {
		value, err := f.eval(arg.value)
		if err != nil {
			return Value{}, err
		}
		passed[arg.name] = value
	}
	_, target, err := f.v.find(in.regulation, in.output)
	if err != nil {
		return Value{}, f.a.reach(in.sourceAt, err)
	}
	return f.reference(in, target, passed)
}

// reference evaluates another article and takes one output. The same question is
// answered once: otherwise articles that each read two others would take 2^20
// steps.
func (f *frame) reference(in *input, target *Article, parameters map[string]Value) (Value, error) {
	key := target.law.ID + "#" + in.output + " " + Object(parameters).String()
	if value, ok := f.v.cache[key]; ok {
		return value, nil
	}
	outputs, err := f.deeper(in.sourceAt, target.law.ID+"#"+in.output, target, parameters)
	if err != nil {
		return Value{}, err
	}
	value, ok := outputs[in.output]
	if !ok {
		return Value{}, f.a.errorAt(in.sourceAt, f.v.absent(), "Output '%s' not found in law '%s'", in.output, target.law.ID)
	}
	f.v.cache[key] = value
	return value, nil
}

// deeper evaluates an article that this one leads to; circles and long chains
// are refused.
func (f *frame) deeper(at pos, key string, target *Article, parameters map[string]Value) (map[string]Value, error) {
	if err := f.a.mayFollow(at, f.v.stack, key); err != nil {
		return nil, err
	}
	f.v.stack = append(f.v.stack, key)
	defer func() { f.v.stack = f.v.stack[:len(f.v.stack)-1] }()
	return f.v.article(target, parameters)
}

// terms fills the open terms, in their order.
func (f *frame) terms() (map[string]Value, error) {
	terms := map[string]Value{}
	for _, t := range f.a.openTerms {
		value, err := f.term(t, terms)
		if err != nil {
			return nil, err
		}
		terms[t.name] = value
	}
	return terms, nil
}

// term fills one open term from the article that implements it, or else by its
// default, which sees the parameters and the terms before it.
func (f *frame) term(t *openTerm, earlier map[string]Value) (Value, error) {
	filling, err := f.v.corpus.fill(f.a, t, f.v.on, f.v.scope(f.parameters))
	if err != nil {
		return Value{}, err
	}
	if filling == nil {
		inner := &frame{v: f.v, a: f.a, outputs: map[string]Value{}, working: maps.Clone(f.parameters)}
		if inner.working == nil {
			inner.working = map[string]Value{}
		}
		maps.Copy(inner.working, earlier)
		if err := inner.run(t.fallback); err != nil {
			return Value{}, err
		}
		return inner.outputs[t.name], nil
	}
	declared := map[string]Value{}
	for _, p := range filling.parameters {
		if value, ok := f.parameters[p.name]; ok {
			declared[p.name] = value
		}
	}
	key := f.a.law.ID + " article " + f.a.Number + " open term " + t.name
	outputs, err := f.deeper(t.at, key, filling, declared)
	if err != nil {
		return Value{}, err
	}
	value, ok := outputs[t.name]
	if !ok {
		return Value{}, filling.errorAt(filling.at, f.v.absent(), "Output '%s' not found in law '%s'", t.name, filling.law.ID)
	}
	return value, nil
}

// scope is the municipality whose rules fill open terms: that of the query, or
// in mode reference the parameter of the article.
func (v *evaluator) scope(parameters map[string]Value) string {
	if v.facts != nil {
		return v.municipality
	}
	code, _ := parameters[municipalityParameter].Text()
	return code
}

// variable looks a name up: the calculation date, outputs so far, inputs while
// they are being resolved, definitions, and the working set.
func (f *frame) variable(e *expr) (Value, error) {
	value, ok := f.named(e.variable)
	if !ok {
		return Value{}, f.a.errorAt(e.at, VariableNotFound, "Variable not found: %s", e.variable)
	}
	value, why := part(value, e)
	if why != "" {
		return Value{}, f.a.errorAt(e.at, VariableNotFound, "Variable not found: %s (%s)", strings.Join(
			append([]string{e.variable}, e.path...), "."), why)
	}
	return value, nil
}

func (f *frame) named(name string) (Value, bool) {
	if name == rules.ReferenceDate {
		return f.v.today(), true
	}
	if value, ok := f.outputs[name]; ok {
		return value, true
	}
	if value, ok := f.inputs[name]; ok {
		return value, true
	}
	if f.defining {
		if i := f.a.definitionIndex(name); i >= 0 {
			return f.a.definitions[i].value, true
		}
	}
	if value, ok := f.working[name]; ok {
		return value, true
	}
	// A fact reaches every article that asks for it by name.
	isParameter := f.a.lookupParameter(name).origin != noOrigin
	isFact := slices.ContainsFunc(f.a.inputs, func(in *input) bool { return in.name == name && in.fact() })
	value, ok := f.v.facts[name]
	return value, ok && (isParameter || isFact)
}

// today is $referencedate.
func (v *evaluator) today() Value {
	year, month, day := v.on.Civil()
	return Object(map[string]Value{
		"iso": Date(v.on), "year": Int(int64(year)), "month": Int(int64(month)), "day": Int(int64(day)),
	})
}
