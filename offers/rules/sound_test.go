package rules

import "testing"

// TestUnsoundNodesAreRefused: a node that no builder makes is not taken from
// bytes, however right their checksum is.
func TestUnsoundNodesAreRefused(t *testing.T) {
	g := newGraph([]Fact{{Name: "b", Type: Bool, Max: 1}, {Name: "n", Type: Number, Min: -5, Max: 5}, {Name: "d", Type: Date, Min: 0, Max: 9},
		{Name: "any", Type: Date, Min: int64(firstDay), Max: int64(lastDay)}, {Name: "up", Type: Number, Max: 5}, {Name: "down", Type: Number, Min: -5}}, []Source{{}}, false)
	yes, number, day := g.make(node{kind: kFact}), g.make(node{kind: kFact, k: 1}), g.make(node{kind: kFact, k: 2})
	any, up, down := g.make(node{kind: kFact, k: 3}), g.make(node{kind: kFact, k: 4}), g.make(node{kind: kFact, k: 5})
	apart := g.make(node{kind: kNonZero, way: Divide, a: number})
	twice := g.make(node{kind: kMulK, a: apart, k: 2})
	square := g.make(node{kind: kMul, a: apart, b: twice})
	ten, long := g.constant(10), g.constant(maxWhole)
	for name, c := range map[string]struct {
		n    node
		want bool
	}{
		"no kind":                        {node{}, false},
		"an argument of later":           {node{kind: kNot, a: 99}, false},
		"an argument of before":          {node{kind: kNot, a: -1}, false},
		"the least number":               {node{kind: kConst, k: -maxWhole - 1}, false},
		"a number":                       {node{kind: kConst, k: -maxWhole}, true},
		"the argument after the last":    {node{kind: kNot, a: ref(len(g.nodes))}, false},
		"a fact that is not there":       {node{kind: kFact, k: 6}, false},
		"the last fact":                  {node{kind: kFact, k: 5}, true},
		"a fact before the first":        {node{kind: kNull, k: -1}, false},
		"the value of another fact":      {node{kind: kValue, a: number, k: 2}, false},
		"the value of a fact":            {node{kind: kValue, a: number, k: 1}, true},
		"the value of a constant":        {node{kind: kValue, a: ten, k: 0}, false},
		"an answer that is a number":     {node{kind: kOutput, a: number}, false},
		"an answer of no output":         {node{kind: kOutput, a: yes, k: -1}, false},
		"an answer":                      {node{kind: kOutput, a: yes}, true},
		"NOT of a number":                {node{kind: kNot, a: number}, false},
		"NOT of ten":                     {node{kind: kNot, a: ten}, false},
		"AND with a number":              {node{kind: kAnd, a: yes, b: number}, false},
		"OR of a number":                 {node{kind: kOr, a: number, b: yes}, false},
		"AND":                            {node{kind: kAnd, a: yes, b: yes}, true},
		"IF on a number":                 {node{kind: kIf, a: number, b: ten, c: ten}, false},
		"IF":                             {node{kind: kIf, a: yes, b: ten, c: number}, true},
		"a share of nothing":             {node{kind: kQuo, a: number, k: 0, way: Floor}, false},
		"a share made whole by adding":   {node{kind: kQuo, a: number, k: 2, way: Add}, false},
		"a share":                        {node{kind: kQuo, a: number, k: 2, way: Ceil}, true},
		"a share cut off":                {node{kind: kQuo, a: number, k: 2, way: truncate}, true},
		"divided by what may be 0":       {node{kind: kDiv, a: ten, b: number, way: Round}, false},
		"divided, made whole by NOT":     {node{kind: kDiv, a: ten, b: apart, way: Not}, false},
		"divided":                        {node{kind: kDiv, a: ten, b: apart, way: Round}, true},
		"divided by twice":               {node{kind: kDiv, a: ten, b: twice, way: Round}, true},
		"divided by a product":           {node{kind: kDiv, a: ten, b: square, way: Floor}, true},
		"divided by what begins at 0":    {node{kind: kDiv, a: ten, b: up, way: Round}, false},
		"divided by what ends at 0":      {node{kind: kDiv, a: ten, b: down, way: Round}, false},
		"divided by ten":                 {node{kind: kDiv, a: number, b: ten, way: Floor}, true},
		"a comparison over nothing":      {node{kind: kLt, a: ten, b: number}, false},
		"a comparison":                   {node{kind: kLt, a: ten, b: number, den: 100}, true},
		"a set too high":                 {node{kind: kIn, a: number, k: maxWhole - 62, den: 1}, false},
		"a set as high as it can be":     {node{kind: kIn, a: number, k: maxWhole - 63, den: 1}, true},
		"a set too low":                  {node{kind: kIn, a: number, k: -maxWhole - 1, den: 1}, false},
		"the age of a number":            {node{kind: kAge, a: long, b: day}, false},
		"the age on a number":            {node{kind: kMonths, a: day, b: long}, false},
		"an age":                         {node{kind: kAge, a: day, b: day}, true},
		"the age of a year":              {node{kind: kAgeLeast, a: day, b: day, k: 1, den: 1}, true},
		"the weekday of any day":         {node{kind: kWeekday, a: any}, true},
		"nobody's age":                   {node{kind: kAgeLeast, a: day, b: day, k: 0, den: 1}, false},
		"Methuselah's age":               {node{kind: kAgeLeast, a: day, b: day, k: maxYears + 1, den: 1}, false},
		"the greatest age asked for":     {node{kind: kAgeLeast, a: day, b: day, k: maxYears, den: 1}, true},
		"an age on a number":             {node{kind: kAgeLeast, a: day, b: long, k: 1, den: 1}, false},
		"the weekday of a number":        {node{kind: kWeekday, a: long}, false},
		"a weekday":                      {node{kind: kWeekday, a: day}, true},
		"whether a fact is null, plain":  {node{kind: kNull, k: 1}, true},
		"a sum of anything, as it fits":  {node{kind: kAdd, a: number, b: ten}, true},
		"the lesser of anything as well": {node{kind: kMin, a: number, b: ten}, true},
	} {
		if got := g.sound(&c.n); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestForgedStepsAreRefused: a step that would read or write where it must not,
// or run for ever, is not taken from bytes.
func TestForgedStepsAreRefused(t *testing.T) {
	const first = slot(10)
	for name, c := range map[string]struct {
		in   instr
		want bool
	}{
		"a jump to itself":                 {instr{op: iJump, to: 3}, false},
		"a jump back":                      {instr{op: iJumpIf, to: 0}, false},
		"a jump past the end":              {instr{op: iJumpYoung, to: 9}, false},
		"a jump to the last step":          {instr{op: iJumpYoung, to: 8}, true},
		"a failure that is not there":      {instr{op: iFailIf, k: 2}, false},
		"a failure before the first":       {instr{op: iFailZero, k: -1}, false},
		"a failure":                        {instr{op: iFail, k: 1}, true},
		"a day from outside":               {instr{op: iDate, d: first, k: slotLimit}, false},
		"a day of the first fact":          {instr{op: iDate, d: first, k: 0, k2: 0}, true},
		"a day that fails with nothing":    {instr{op: iDate, d: first, k2: 2}, false},
		"a day":                            {instr{op: iDate, d: first, k: slotLimit - 1, k2: 1}, true},
		"a share that shifts too far":      {instr{op: iShareAcc, d: first, b: 64}, false},
		"a share":                          {instr{op: iShare, d: first, b: 63}, true},
		"a quotient by nothing":            {instr{op: iQuo, d: first}, false},
		"a quotient":                       {instr{op: iQuo, d: first, k: 1}, true},
		"a fact overwritten":               {instr{op: iSet, d: first - 1}, false},
		"a slot written":                   {instr{op: iSet, d: first}, true},
		"a fact overwritten at the end":    {instr{op: iReturnSet, d: 0}, false},
		"a fact chosen at the end":         {instr{op: iReturnChoose, d: first - 1}, false},
		"one of two facts overwritten":     {instr{op: iReturnSets, d: first, b: 0}, false},
		"the other of two overwritten":     {instr{op: iReturnMoveAcc, d: 0, b: first}, false},
		"results written at the end":       {instr{op: iReturnMove, d: first, b: first}, true},
		"nothing written":                  {instr{op: iReturn}, true},
		"nothing written by what may fail": {instr{op: iFailIf, d: 0}, true},
	} {
		if got := c.in.fits(3, 9, 2) && c.in.spares(first); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// ranged makes a graph with a number for each range.
func ranged(ranges ...bounds) (*graph, []ref) {
	var facts []Fact
	for _, r := range ranges {
		facts = append(facts, Fact{Type: Number, Min: r.lo, Max: r.hi})
	}
	g := newGraph(facts, []Source{{}}, false)
	numbers := make([]ref, len(ranges))
	for i := range ranges {
		numbers[i] = g.place(node{kind: kFact, k: int64(i)})
	}
	return g, numbers
}

// TestWhatMayFail is known of every day that is composed and of every divisor:
// what can fail must not be left out.
func TestWhatMayFail(t *testing.T) {
	years, months, days := bounds{1, 9999}, bounds{1, 12}, bounds{1, 28}
	for name, c := range map[string]struct {
		year, month, day bounds
		want             bool
	}{
		"any day of any month has":        {years, months, days, false},
		"a year before the first":         {bounds{0, 9999}, months, days, true},
		"a year after the last":           {bounds{1, 10_000}, months, days, true},
		"a month before January":          {years, bounds{0, 12}, days, true},
		"a month after December":          {years, bounds{1, 13}, days, true},
		"a day before the first":          {years, months, bounds{0, 28}, true},
		"a day that February lacks":       {years, months, bounds{1, 29}, true},
		"29 February 2024":                {point(2024), point(2), point(29), false},
		"29 February 2023":                {point(2023), point(2), point(29), true},
		"29 February of some year":        {bounds{2024, 2025}, point(2), point(29), true},
		"the 29th of some month":          {point(2025), bounds{1, 2}, point(29), true},
		"one of the last days of a month": {point(2026), point(4), bounds{29, 31}, true},
	} {
		g, n := ranged(c.year, c.month, c.day)
		date := g.make(node{kind: kDateOf, way: DateOf, a: n[0], b: n[1], c: n[2]})
		if got := g.traits[date]&mayFail != 0; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	for name, c := range map[string]struct {
		by   bounds
		want bool
	}{
		"below zero": {bounds{-5, -1}, false}, "zero at most": {bounds{-5, 0}, true}, "zero among others": {bounds{-5, 5}, true},
		"zero at least": {bounds{0, 5}, true}, "above zero": {bounds{1, 5}, false},
	} {
		g, n := ranged(c.by)
		if got := g.traits[g.make(node{kind: kNonZero, way: Divide, a: n[0]})]&mayFail != 0; got != c.want {
			t.Errorf("divided by what is %s: %v, want %v", name, got, c.want)
		}
	}
}

// TestWhatMayNotFit: a sum or a product is refused from the first unit on at which
// it could be more, or less, than a program holds.
func TestWhatMayNotFit(t *testing.T) {
	most, least := bounds{0, maxWhole - 5}, bounds{5 - maxWhole, 0}
	old := bounds{0, int64(lastDay) - 366*18}
	for name, c := range map[string]struct {
		n    node
		a, b bounds
		want bool
	}{
		"a sum that fits":                {node{kind: kAdd}, most, bounds{0, 5}, true},
		"a sum of a unit more":           {node{kind: kAdd}, most, bounds{0, 6}, false},
		"a sum that fits below":          {node{kind: kAdd}, least, bounds{-5, 0}, true},
		"a sum of a unit less":           {node{kind: kAdd}, least, bounds{-6, 0}, false},
		"a difference that fits":         {node{kind: kSub}, most, bounds{-5, 0}, true},
		"a difference of a unit more":    {node{kind: kSub}, most, bounds{-6, 0}, false},
		"a difference that fits below":   {node{kind: kSub}, least, bounds{0, 5}, true},
		"a difference of a unit less":    {node{kind: kSub}, least, bounds{0, 6}, false},
		"five more":                      {node{kind: kAddK, k: 5}, most, bounds{}, true},
		"six more":                       {node{kind: kAddK, k: 6}, most, bounds{}, false},
		"three times a third":            {node{kind: kMulK, k: 3}, bounds{0, maxWhole / 3}, bounds{}, true},
		"three times more than a third":  {node{kind: kMulK, k: 3}, bounds{0, maxWhole/3 + 1}, bounds{}, false},
		"minus three times a third":      {node{kind: kMulK, k: -3}, bounds{0, maxWhole / 3}, bounds{}, true},
		"a product that fits":            {node{kind: kMul}, bounds{-1 << 31, 1 << 31}, bounds{0, 1 << 31}, true},
		"a product that does not":        {node{kind: kMul}, bounds{-1 << 32, 0}, bounds{0, 1 << 32}, false},
		"an age in the year 9999":        {node{kind: kAgeLeast, k: 18}, old, old, true},
		"an age after the last day":      {node{kind: kAgeLeast, k: 18}, bounds{0, old.hi + 1}, old, false},
		"a set up to the greatest":       {node{kind: kIn, k: maxWhole - 63}, most, bounds{}, true},
		"a set past the greatest number": {node{kind: kIn, k: maxWhole - 62}, most, bounds{}, false},
	} {
		g, n := ranged(c.a, c.b)
		c.n.a, c.n.b = n[0], n[1]
		if _, got := g.rangeOf(&c.n); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
