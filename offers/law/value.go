package law

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"zeker/offers/rules"
)

// ValueKind is the dynamic type of a [Value].
type ValueKind uint8

// The dynamic types of the format. Dates are texts of the form YYYY-MM-DD.
const (
	NullKind ValueKind = iota
	BoolKind
	IntKind
	DecimalKind
	TextKind
	ListKind
	ObjectKind
)

var kindNames = [...]string{"null", "boolean", "number", "number", "text", "list", "object"}

func (k ValueKind) String() string { return kindNames[k] }

// Value is a value of the format while it is evaluated. The zero Value is null.
type Value struct {
	kind   ValueKind
	yes    bool
	number int64
	exact  Decimal
	text   string
	list   []Value
	object map[string]Value
}

// Bool returns a boolean value.
func Bool(yes bool) Value { return Value{kind: BoolKind, yes: yes} }

// Int returns an integer value.
func Int(n int64) Value { return Value{kind: IntKind, number: n} }

// Exact returns a decimal value.
func Exact(d Decimal) Value { return Value{kind: DecimalKind, exact: d} }

// Text returns a text value.
func Text(s string) Value { return Value{kind: TextKind, text: s} }

// Date returns a date, which the format holds as text.
func Date(d rules.Day) Value { return Text(d.String()) }

// List returns a list value.
func List(items ...Value) Value { return Value{kind: ListKind, list: items} }

// Object returns an object value.
func Object(fields map[string]Value) Value { return Value{kind: ObjectKind, object: fields} }

// Kind returns the dynamic type.
func (v Value) Kind() ValueKind { return v.kind }

// Bool returns the boolean; ok is false for another type.
func (v Value) Bool() (yes, ok bool) { return v.yes, v.kind == BoolKind }

// Int returns the integer; ok is false for another type, a decimal included.
func (v Value) Int() (n int64, ok bool) { return v.number, v.kind == IntKind }

// Text returns the text; ok is false for another type.
func (v Value) Text() (s string, ok bool) { return v.text, v.kind == TextKind }

// Decimal returns the number, widened to a decimal; ok is false for another type.
func (v Value) Decimal() (d Decimal, ok bool) {
	switch v.kind {
	case IntKind:
		return decimalOf(v.number), true
	case DecimalKind:
		return v.exact, true
	}
	return Decimal{}, false
}

// Day returns the date of a text, or of an object with a text iso.
func (v Value) Day() (d rules.Day, ok bool) {
	if v.kind == ObjectKind {
		v = v.object["iso"]
	}
	if v.kind != TextKind {
		return 0, false
	}
	return rules.ParseDay(v.text)
}

// truthy is the format's idea of true: null and empty are false, "false" is true.
func (v Value) truthy() bool {
	switch v.kind {
	case BoolKind:
		return v.yes
	case IntKind:
		return v.number != 0
	case DecimalKind:
		return v.exact.sign() != 0
	case TextKind:
		return v.text != ""
	case ListKind:
		return len(v.list) > 0
	case ObjectKind:
		return len(v.object) > 0
	}
	return false
}

// same is equality inside lists and objects, where 1 and 1.0 differ.
func (v Value) same(w Value) bool {
	if v.kind != w.kind {
		return false
	}
	switch v.kind {
	case BoolKind:
		return v.yes == w.yes
	case IntKind:
		return v.number == w.number
	case DecimalKind:
		return v.exact.compare(w.exact) == 0
	case TextKind:
		return v.text == w.text
	case ListKind:
		return slices.EqualFunc(v.list, w.list, Value.same)
	case ObjectKind:
		return maps.EqualFunc(v.object, w.object, Value.same)
	}
	return true
}

// equal is EQUALS: numbers by value, a date text against an object with iso as
// dates, everything else by type and content.
func (v Value) equal(w Value) bool {
	a, aNumber := v.Decimal()
	b, bNumber := w.Decimal()
	if aNumber && bNumber {
		return a.compare(b) == 0
	}
	if v.kind == TextKind && w.kind == ObjectKind || v.kind == ObjectKind && w.kind == TextKind {
		x, isDate := v.Day()
		y, alsoDate := w.Day()
		return isDate && alsoDate && x == y
	}
	return v.same(w)
}

// less compares two numbers; false for anything else.
func (v Value) less(w Value) bool {
	a, aNumber := v.Decimal()
	b, bNumber := w.Decimal()
	return aNumber && bNumber && a.compare(b) < 0
}

// String writes the value as it would stand in YAML or JSON.
func (v Value) String() string {
	switch v.kind {
	case BoolKind:
		return strconv.FormatBool(v.yes)
	case IntKind:
		return strconv.FormatInt(v.number, 10)
	case DecimalKind:
		return v.exact.String()
	case TextKind:
		return strconv.Quote(v.text)
	case ListKind:
		items := make([]string, len(v.list))
		for i, item := range v.list {
			items[i] = item.String()
		}
		return "[" + strings.Join(items, ", ") + "]"
	case ObjectKind:
		items := make([]string, 0, len(v.object))
		for _, key := range slices.SortedFunc(maps.Keys(v.object), cmp.Compare[string]) {
			items = append(items, key+": "+v.object[key].String())
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	return "null"
}
