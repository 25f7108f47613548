package rules_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
	"cel.dev/cel-go/interpreter"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"zeker/offers/rules"
)

// The health care allowance for other engines: its amount in eurocents, 0 without
// a right. Days are numbers, and until it is rounded an amount is counted in
// hundred thousandths of a eurocent, as by hand; adult looks at the calendar, and
// is only asked when a birthday is near.
//
// Written is the law with the operations that it has, in the words that are
// quickest in that engine. Worked has all that can be worked out on paper: the
// constants, where the allowance ends, and a way of its own for who has a partner.
// Both engines get it, with whole(a / b) as they divide.
const (
	conditions = `
		(referencedate - geboortedatum >= 18*366 ||
			referencedate - geboortedatum >= 18*365 && adult(geboortedatum, referencedate)) &&
		is_verzekerd && verblijft_rechtmatig &&
		vermogen + (heeft_partner ? vermogen_partner : 0) <= (heeft_partner ? 18463300 : 14601100)`
	exprWritten = conditions + ` ? (
		let meer = inkomen + (heeft_partner ? inkomen_partner : 0) - 2973600;
		let heel = 211900 * 100000 * (heeft_partner ? 2 : 1) -
			((heeft_partner ? 4289 : 1912) * 2973600 + 13730 * (meer > 0 ? meer : 0));
		let jaar = int(((heel > 0 ? heel : 0) / (heeft_partner && !partner_is_verzekerd ? 2 : 1) + 5000000) / 10000000) * 100;
		jaar >= 2400 ? jaar : 0) : 0`
	celWritten = conditions + ` ?
		cel.bind(jaar, (math.greatest(0, 211900 * 100000 * (heeft_partner ? 2 : 1) -
			((heeft_partner ? 4289 : 1912) * 2973600 +
			13730 * math.greatest(0, inkomen + (heeft_partner ? inkomen_partner : 0) - 2973600))) /
			(heeft_partner && !partner_is_verzekerd ? 2 : 1) + 5000000) / 10000000 * 100,
		jaar >= 2400 ? jaar : 0) : 0`
	worked = `
		!is_verzekerd || !verblijft_rechtmatig ||
		(heeft_partner ? vermogen + vermogen_partner > 18463300 : vermogen > 14601100) ||
		referencedate - geboortedatum < 6588 &&
			(referencedate - geboortedatum < 6570 || !adult(geboortedatum, referencedate)) ? 0 :
		(heeft_partner ?
			(inkomen + inkomen_partner <= 2973600 ? (partner_is_verzekerd ? 296300 : 148100) :
			(partner_is_verzekerd ?
				(inkomen + inkomen_partner > 5114257 ? 0 :
					whole((70458757600 - 13730 * (inkomen + inkomen_partner)) / 10000000) * 100) :
				(inkomen + inkomen_partner > 5097141 ? 0 :
					whole((70463757600 - 13730 * (inkomen + inkomen_partner)) / 20000000) * 100))) :
			(inkomen <= 2973600 ? 155000 :
				(inkomen > 4085725 ? 0 : whole((56337004800 - 13730 * inkomen) / 10000000) * 100)))`
)

// peer is another engine with the law in one of its forms.
type peer struct {
	name, form string
	amount     func(household int) int64
}

// peers compiles the law for each engine, and lays the facts of the households
// ready in the shape that each reads quickest.
func peers(t testing.TB, all []household) []peer {
	p := zorgtoeslag(t)
	return append(exprPeers(t, p, all), celPeers(t, p, all)...)
}

func exprPeers(t testing.TB, p *rules.Program, all []household) (list []peer) {
	facts := make([]map[string]any, len(all)) // read quicker than the fields of a struct
	for i := range all {
		facts[i] = map[string]any{}
		for fact, v := range all[i].row(nil) {
			f := &p.Facts()[fact]
			facts[i][f.Name] = choose[any](f.Type == rules.Bool, v != 0, int(v))
		}
	}
	isAdult := expr.Function("adult", func(days ...any) (any, error) {
		return adult(rules.Day(days[0].(int)), rules.Day(days[1].(int))), nil
	}, new(func(int, int) bool))
	machine := vm.VM{}
	for i, law := range []string{exprWritten, strings.ReplaceAll(worked, "whole(", "int(")} {
		compiled, err := expr.Compile(law, expr.Env(facts[0]), expr.AsInt(), isAdult)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, peer{"expr-lang " + version(t, "github.com/expr-lang/expr"), forms[i], func(i int) int64 {
			v, err := machine.Run(compiled, facts[i])
			if err != nil {
				t.Fatal(err)
			}
			return int64(v.(int))
		}})
	}
	return list
}

var forms = [...]string{"as the law is written", "worked out on paper"}

// celFacts are the facts of a household in slot order: found in a switch, they
// are read quicker than from a map.
type celFacts [10]ref.Val

func (f *celFacts) ResolveName(name string) (any, bool) {
	switch name {
	case "referencedate":
		return f[0], true
	case "geboortedatum":
		return f[1], true
	case "is_verzekerd":
		return f[2], true
	case "verblijft_rechtmatig":
		return f[3], true
	case "heeft_partner":
		return f[4], true
	case "partner_is_verzekerd":
		return f[5], true
	case "inkomen":
		return f[6], true
	case "inkomen_partner":
		return f[7], true
	case "vermogen":
		return f[8], true
	case "vermogen_partner":
		return f[9], true
	}
	return nil, false
}

func (f *celFacts) Parent() interpreter.Activation { return nil }

func celPeers(t testing.TB, p *rules.Program, all []household) (list []peer) {
	facts := make([]celFacts, len(all))
	for i := range all {
		for fact, v := range all[i].row(nil) {
			facts[i][fact] = choose[ref.Val](p.Facts()[fact].Type == rules.Bool, types.Bool(v != 0), types.Int(v))
		}
	}
	environment := celEnvironment(t, p)
	for i, law := range []string{celWritten, strings.ReplaceAll(worked, "whole(", "(")} {
		compiled := celProgram(t, environment, law)
		list = append(list, peer{"cel-go " + version(t, "cel.dev/cel-go"), forms[i], func(i int) int64 {
			v, _, err := compiled.Eval(&facts[i])
			if err != nil {
				t.Fatal(err)
			}
			return int64(v.(types.Int))
		}})
	}
	return list
}

// celEnvironment declares the facts, and what the law calls.
func celEnvironment(t testing.TB, p *rules.Program) *cel.Env {
	isAdult := cel.BinaryBinding(func(born, on ref.Val) ref.Val {
		return types.Bool(adult(rules.Day(born.(types.Int)), rules.Day(on.(types.Int))))
	})
	options := []cel.EnvOption{ext.Bindings(), ext.Math(),
		cel.Function("adult", cel.Overload("adult_int_int", []*cel.Type{cel.IntType, cel.IntType}, cel.BoolType, isAdult))}
	for _, f := range p.Facts() {
		options = append(options, cel.Variable(f.Name, choose(f.Type == rules.Bool, cel.BoolType, cel.IntType)))
	}
	environment, err := cel.NewEnv(options...)
	if err != nil {
		t.Fatal(err)
	}
	return environment
}

// celProgram compiles with all that the engine has to make it quick.
func celProgram(t testing.TB, environment *cel.Env, law string) cel.Program {
	folding, err := cel.NewConstantFoldingOptimizer()
	if err != nil {
		t.Fatal(err)
	}
	optimizer, err := cel.NewStaticOptimizer(folding)
	if err != nil {
		t.Fatal(err)
	}
	checked, issues := environment.Compile(law)
	if issues.Err() == nil {
		checked, issues = optimizer.Optimize(environment, checked)
	}
	if issues.Err() != nil {
		t.Fatal(issues.Err())
	}
	compiled, err := environment.Program(checked, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// version is the version of a module that go.mod names.
func version(t testing.TB, module string) string {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(mod), module+" v")
	if !found {
		t.Fatalf("go.mod does not name %s", module)
	}
	return strings.Fields(rest)[0]
}

// TestPeersAgree: every engine gives what the function by hand gives, to the cent.
func TestPeersAgree(t *testing.T) {
	all := households(8192)
	for _, p := range peers(t, all) {
		for i := range all {
			if _, want := byHand(&all[i]); p.amount(i) != want {
				t.Fatalf("%s, %s: %d for %+v, want %d", p.name, p.form, p.amount(i), all[i], want)
			}
		}
	}
}

// BenchmarkRatioPeers prints what an evaluation costs in other engines against
// the same by hand and in ours, with the facts in place for each.
func BenchmarkRatioPeers(b *testing.B) {
	p := zorgtoeslag(b)
	e, right, amount := p.EntryIndex("zorgtoeslag"), p.OutputIndex("heeft_recht"), p.OutputIndex("hoogte")
	all := households(32)
	in := frames(b, p, all)
	const again = 2_000
	each := func(work func(i int)) func() {
		return func() {
			for range again {
				for i := range all {
					work(i)
				}
			}
		}
	}
	work := []func(){
		each(func(i int) { sinkRight, sinkAmount = byHand(&all[i]) }),
		each(func(i int) {
			if err := in[i].Evaluate(e); err != nil {
				b.Fatal(err)
			}
			yes, _, _ := in[i].Output(right)
			sinkRight = yes != 0
			sinkAmount, _, _ = in[i].Output(amount)
		}),
	}
	others := peers(b, all)
	for _, other := range others {
		work = append(work, each(func(i int) { sinkAmount = other.amount(i) }))
	}
	for range b.N {
		took := sideBySide(9, work...)
		for i, other := range others {
			fmt.Printf("%-20s %-24s %8.2f ns %7.2f x hand %7.2f x ours\n", other.name, other.form,
				took.one(i+2, again*len(all)), took.ratio(i+2, 0), took.ratio(i+2, 1))
		}
		b.ReportMetric(took.ratio(2, 1), "x_ours")
	}
}
