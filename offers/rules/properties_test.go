package rules_test

import (
	"math/big"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zeker/offers/rules"
)

// random is a law, its program, and what its outputs mean.
type random struct {
	p       *rules.Program
	outputs []string
	mean    map[string]expression
}

// draw makes a law of two conditions, of which the second may rest on the first,
// and an amount that rests on both.
func draw(t *rapid.T) random {
	g := &generator{t: t, b: rules.NewBuilder(), facts: factPool()}
	r := random{mean: map[string]expression{}}
	for _, f := range g.facts {
		if _, err := g.b.Fact(f); err != nil {
			t.Fatal(err)
		}
	}
	declare := func(name string, x expression) expression {
		n, err := g.b.Output(name, article("3"), x.node)
		if err != nil {
			x = g.constant()
			if n, err = g.b.Output(name, article("3"), x.node); err != nil {
				t.Fatal(err)
			}
		}
		r.outputs = append(r.outputs, name)
		r.mean[name] = expression{n, x.mean}
		return r.mean[name]
	}
	first := declare("first", g.boolean(3))
	second := g.boolean(3)
	if g.pick("joined", 2) == 0 {
		other := second
		second = g.op(second, func(in given) (value, error) {
			v, err := first.mean(in)
			if err != nil || !v.yes {
				return v, err
			}
			return other.mean(in)
		}, rules.And, first, second)
	}
	second = declare("second", second)
	x, zero := g.number(3), expression{g.b.Number(0, 0), func(given) (value, error) { return whole(0), nil }}
	declare("amount", g.op(x, chosen(second, x, zero), rules.If, second, x, zero))
	p, err := g.b.Program(rules.Entry{Name: "all", Outputs: r.outputs}, rules.Entry{Name: "amount", Outputs: []string{"amount"}})
	if err != nil {
		t.Skip(err) // ranges that joined made too wide
	}
	r.p = p
	return r
}

// household draws a value for every fact, in the slot's unit; null is nil.
func (r random) household(t *rapid.T) []*int64 {
	list := make([]*int64, len(r.p.Facts()))
	for i, f := range r.p.Facts() {
		if f.Null && rapid.IntRange(0, 2).Draw(t, f.Name+" null") == 0 {
			continue
		}
		v := rapid.Int64Range(f.Min, f.Max).Draw(t, f.Name)
		list[i] = &v
	}
	return list
}

// given translates a household for the oracle.
func (r random) given(list []*int64) given {
	in := given{}
	for i, f := range r.p.Facts() {
		v := value{s: "null"}
		if n := list[i]; n != nil {
			v = value{yes: *n != 0, day: rules.Day(*n), n: new(big.Rat).SetFrac(big.NewInt(*n), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(f.Scale)), nil))}
			if f.Type == rules.Text {
				if v.s = "some other"; *n >= 0 {
					v.s = f.Symbols[*n]
				}
			}
		}
		in[f.Name] = v
	}
	return in
}

func know(t *rapid.T, f *rules.Frame, fact int, v *int64) {
	err := error(nil)
	if v == nil {
		err = f.KnowNull(fact)
	} else {
		err = f.Know(fact, *v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// slot translates what the oracle says to the unit of an output.
func slotOf(o rules.Output, v value) int64 {
	if o.Type == rules.Bool {
		return bit(v.yes)
	}
	n := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(o.Scale)), nil))
	n.Mul(n, v.n)
	if !n.IsInt() {
		panic("more decimals than the output has")
	}
	return n.Num().Int64()
}

// want evaluates an entry by the oracle; the first error counts.
func (r random) want(outputs []string, list []*int64) (values []int64, err error) {
	in := r.given(list)
	for _, name := range outputs {
		v, err := r.mean[name].mean(in)
		if err != nil {
			return nil, err
		}
		values = append(values, slotOf(r.p.Outputs()[r.p.OutputIndex(name)], v))
	}
	return values, nil
}

// check counts how often a property is tried: make proof tries it in full.
func check(t *testing.T, full int, property func(*rapid.T)) {
	t.Helper()
	if os.Getenv("ZEKER_PROOF") == "" {
		full /= 100
	}
	for range max(full/100, 1) {
		rapid.Check(t, property) // a hundred times
	}
}

// TestEveryEvaluatorMeansTheSame: on complete facts code, the evaluation on
// demand and Decide give what exact arithmetic gives, errors included.
func TestEveryEvaluatorMeansTheSame(t *testing.T) {
	check(t, 100_000, func(t *rapid.T) {
		r := draw(t)
		f := r.p.NewFrame()
		for range 10 {
			list := r.household(t)
			for i, v := range list {
				know(t, f, i, v)
			}
			for entry, outputs := range [][]string{r.outputs, {"amount"}} {
				want, wantErr := r.want(outputs, list)
				for name, evaluate := range map[string]func(int) error{"code": f.Evaluate, "strict": f.EvaluateStrictly, "decide": f.Decide} {
					err := evaluate(entry)
					if (err == nil) != (wantErr == nil) {
						t.Fatalf("%s: got error %v, want %v\n%s", name, err, wantErr, r.p.Dump(entry))
					}
					for i, output := range outputs {
						if wantErr != nil {
							break
						}
						lo, hi, status := f.Output(r.p.OutputIndex(output))
						if lo != want[i] || hi != want[i] || status != rules.Decided {
							t.Fatalf("%s: %s is %d to %d (%d), want %d\n%s\n%v", name, output, lo, hi, status, want[i], r.p.Dump(entry), r.given(list))
						}
					}
				}
			}
		}
	})
}

// TestPartialNeverContradictsACompletion: what is decided or excluded with facts
// missing stays so whatever the missing facts turn out to be, and a fact that is
// not named as missing cannot change the outcome.
func TestPartialNeverContradictsACompletion(t *testing.T) {
	check(t, 100_000, func(t *rapid.T) {
		r := draw(t)
		f, whole := r.p.NewFrame(), r.p.NewFrame()
		list := r.household(t)
		known, within := make([]bool, len(list)), make([]bool, len(list))
		low, high := make([]int64, len(list)), make([]int64, len(list))
		for i, fact := range r.p.Facts() {
			low[i], high[i] = fact.Min, fact.Max
			switch rapid.IntRange(0, 3).Draw(t, "knowledge") {
			case 0, 1:
				known[i] = true
				know(t, f, i, list[i])
			case 2:
				if list[i] != nil {
					within[i] = true
					low[i] = rapid.Int64Range(fact.Min, *list[i]).Draw(t, "low")
					high[i] = rapid.Int64Range(*list[i], fact.Max).Draw(t, "high")
					if err := f.KnowRange(i, low[i], high[i]); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		errPartial := f.Decide(0)
		outputs := []int{0, 1, 2}
		var open []int
		if errPartial == nil {
			for _, o := range outputs {
				open = f.Judged(f.Missing(open, o), o)
			}
		}
		var fixed []int64
		for range 10 {
			for i := range list {
				v := rapid.Int64Range(low[i], high[i]).Draw(t, "completion")
				if !known[i] && (!r.p.Facts()[i].Null || within[i] || rapid.IntRange(0, 2).Draw(t, "null") > 0) {
					list[i] = &v
				} else if !known[i] {
					list[i] = nil
				}
				know(t, whole, i, list[i])
			}
			err := whole.Evaluate(0)
			if errPartial != nil && err == nil {
				t.Fatalf("partial fails with %v, a completion does not", errPartial)
			}
			if err != nil {
				continue
			}
			var values []int64
			for _, o := range outputs {
				v, _, _ := whole.Output(o)
				lo, hi, status := f.Output(o)
				if v < lo || v > hi || (status == rules.Decided) != (lo == hi) {
					t.Fatalf("output %d is %d in a completion, and %d to %d (%d) before", o, v, lo, hi, status)
				}
				values = append(values, v)
			}
			if len(open) == 0 && fixed != nil && !slices.Equal(values, fixed) {
				t.Fatalf("nothing is missing, and yet %v and %v can both come out", fixed, values)
			}
			fixed = values
			// Turning one fact that is not missing changes nothing.
			if i := rapid.IntRange(0, len(list)-1).Draw(t, "turned"); !known[i] && !slices.Contains(open, i) {
				other := rapid.Int64Range(low[i], high[i]).Draw(t, "to")
				know(t, whole, i, &other)
				if whole.Evaluate(0) == nil {
					for k, o := range outputs {
						if v, _, _ := whole.Output(o); v != values[k] {
							t.Fatalf("%s is not missing, and changes output %d from %d to %d\n%s\n%v %v %v %v", r.p.Facts()[i].Name, o, values[k], v, r.p.Dump(0), open, low, high, known)
						}
					}
				}
			}
		}
	})
}

// TestCriteriaBoundFactsSoundly: answers of sources that are true of a household
// never contradict anything, and never exclude what that household gets.
func TestCriteriaBoundFactsSoundly(t *testing.T) {
	check(t, 100_000, func(t *rapid.T) {
		r := draw(t)
		list := r.household(t)
		want, err := r.want(r.outputs, list)
		if err != nil {
			return
		}
		f := r.p.NewFrame()
		for i, v := range list {
			if rapid.Bool().Draw(t, "known") {
				know(t, f, i, v)
			}
		}
		for _, o := range []int{0, 1} {
			if rapid.Bool().Draw(t, "answered") {
				if err := f.Criterion(o, want[o] != 0); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		for o, v := range want {
			lo, hi, status := f.Output(o)
			if v < lo || v > hi || status == rules.Contradicted {
				t.Fatalf("output %d is %d, and %d to %d (%d) by criteria\n%s\n%v", o, v, lo, hi, status, r.p.Dump(0), want)
			}
		}
		for _, fact := range f.Missing(nil, 0, 1, 2) {
			know(t, f, fact, list[fact])
		}
		if err := f.Evaluate(0); err == nil {
			for o, v := range want {
				if got, _, _ := f.Output(o); got != v {
					t.Fatalf("output %d is %d with criteria, want %d", o, got, v)
				}
			}
		}
	})
}

// TestCompactFormKeepsThePrograms: a program read back evaluates alike, and has
// the same compact form.
func TestCompactFormKeepsThePrograms(t *testing.T) {
	check(t, 20_000, func(t *rapid.T) {
		r := draw(t)
		form := r.p.AppendBinary([]byte("before"))[len("before"):]
		p, rest, err := rules.Decode(append(slices.Clone(form), "after"...))
		if err != nil || string(rest) != "after" {
			t.Fatalf("got %v, rest %q", err, rest)
		}
		if again := p.AppendBinary(nil); !slices.Equal(form, again) {
			t.Fatal("the compact form changed")
		}
		f, g := r.p.NewFrame(), p.NewFrame()
		list := r.household(t)
		for i, v := range list {
			know(t, f, i, v)
			know(t, g, i, v)
		}
		wantErr, err := f.Evaluate(0), g.Evaluate(0)
		if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
			t.Fatalf("got %v, want %v", err, wantErr)
		}
		for o := range r.outputs {
			want, _, _ := f.Output(o)
			if got, _, _ := g.Output(o); got != want {
				t.Fatalf("output %d is %d, want %d", o, got, want)
			}
		}
	})
}
