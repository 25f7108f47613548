package law

import (
	"errors"
	"testing"

	"go.yaml.in/yaml/v3"
)

// evaluated evaluates one expression, written as YAML, on 28 February 2025.
func evaluated(t *testing.T, source string, known map[string]Value) (Value, error) {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(source), &doc); err != nil {
		t.Fatal(err)
	}
	r := &reader{file: File{"expression.yaml", []byte(source)}}
	e := r.expr(doc.Content[0], 0)
	if len(r.errs) > 0 {
		return Value{}, r.errs
	}
	f := &frame{
		v: &evaluator{on: day("2025-02-28")}, a: &Article{Number: "1", law: &Law{file: r.file}},
		working: known, outputs: map[string]Value{},
	}
	return f.eval(e)
}

// TestVectors holds the expected values that the digest of the format derives
// from its rules: the format's own examples cover none of them.
func TestVectors(t *testing.T) {
	third, twoThirds := "0.3333333333333333333333333333", "0.6666666666666666666666666667"
	for _, v := range []struct{ expression, want string }{
		{"{operation: ADD, values: [2, 3]}", "5"},
		{"{operation: ADD, values: [2, 0.5]}", "2.5"},
		{"{operation: ADD, values: [1.5, 1.5]}", "3.0"},
		{"{operation: ADD, values: [a, b]}", `"ab"`},
		{"{operation: ADD, values: [1, a]}", "TypeMismatch"},
		{"{operation: ADD, values: [[1], [2, a]]}", `[1, 2, "a"]`},
		{"{operation: ADD, values: [a, 1]}", "TypeMismatch"},
		{"{operation: ADD, values: [1, null]}", "TypeMismatch"},
		{"{operation: SUBTRACT, values: [5]}", "5"},
		{"{operation: SUBTRACT, values: [5, 7, 0.5]}", "-2.5"},
		{"{operation: MIN, values: [1, 0.5]}", "0.5"},
		{"{operation: MAX, values: [1, 0.5]}", "1"},
		{"{operation: MIN, values: [2025-01-01, 2025-01-02]}", "TypeMismatch"},
		{"{operation: MULTIPLY, values: [9223372036854775807, 2]}", "ArithmeticOverflow"},
		{"{operation: MULTIPLY, values: [1.5, 7e28]}", "ArithmeticOverflow"},
		{"{operation: DIVIDE, values: [100, 4]}", "25"},
		{"{operation: DIVIDE, values: [7]}", "7"},
		{"{operation: DIVIDE, values: [1, 0]}", "DivisionByZero"},
		{"{operation: DIVIDE, values: [1, 3]}", third},
		{"{operation: DIVIDE, values: [2, 3]}", twoThirds},
		{"{operation: DIVIDE, values: [9e27, 1e-10]}", "ArithmeticOverflow"},
		{"{operation: ROUND, value: 2.5, precision: 0}", "3"},
		{"{operation: ROUND, value: -2.5, precision: 0}", "-3"},
		{"{operation: CEIL, value: -2.3, precision: 0}", "-2"},
		{"{operation: FLOOR, value: -2.3, precision: 0}", "-3"},
		{"{operation: ROUND, value: 209691.78888, precision: -2}", "209700"},
		{"{operation: ROUND, value: 0.12345, precision: 4}", "0.1235"},
		{"{operation: ROUND, value: 0.12345, precision: 29}", "Malformed"},
		{"{operation: ROUND, value: 7e28, precision: -28}", "70000000000000000000000000000"},
		{"{operation: ROUND, value: 7.9e28, precision: -28}", "ArithmeticOverflow"},
		{"{operation: EQUALS, subject: 42, value: '42'}", "false"},
		{"{operation: EQUALS, subject: 1, value: {operation: DIVIDE, values: [2, 2]}}", "true"},
		{"{operation: EQUALS, subject: null, value: null}", "true"},
		{"{operation: EQUALS, subject: [1], value: {operation: LIST, items: [{operation: DIVIDE, values: [1]}]}}", "false"},
		{"{operation: EQUALS, subject: 2025-02-28, value: $referencedate}", "true"},
		{"{operation: EQUALS, subject: $referencedate, value: 2025-2-28}", "false"},
		{"{operation: GREATER_THAN, subject: null, value: 1}", "TypeMismatch"},
		{"{operation: GREATER_THAN, subject: b, value: a}", "TypeMismatch"},
		{"{operation: GREATER_THAN, subject: 2025-03-01, value: $referencedate.iso}", "true"},
		{"{operation: LESS_THAN_OR_EQUAL, subject: 2025-02-28, value: $referencedate}", "true"},
		{"{operation: GREATER_THAN_OR_EQUAL, subject: 1, value: 1.0}", "true"},
		{"{operation: LESS_THAN, subject: 2025-01-01, value: 1}", "TypeMismatch"},
		{"{operation: AND, conditions: []}", "true"},
		{"{operation: OR, conditions: []}", "false"},
		{"{operation: AND, conditions: ['false']}", "true"},
		{"{operation: NOT, value: ''}", "true"},
		{"{operation: NOT, value: 0}", "true"},
		{"{operation: AND, conditions: [false, $missing]}", "false"},
		{"{operation: AND, conditions: [$missing, false]}", "VariableNotFound"},
		{"{operation: OR, conditions: [true, $missing]}", "true"},
		{"{operation: IF, cases: [{when: false, then: 1}]}", "null"},
		{"{operation: IF, cases: [{when: [1], then: 1}], default: $missing}", "1"},
		{"{operation: IN, subject: 1, value: [1.0, 2]}", "true"},
		{"{operation: IN, subject: null, values: [null]}", "true"},
		{"{operation: IN, subject: 3, values: [[3], 4]}", "false"},
		{"{operation: IN, subject: 3, value: 3}", "true"},
		{"{operation: NOT_IN, subject: 3, values: [1, 2]}", "true"},
		{"{operation: IS_NULL, subject: $nothing}", "true"},
		{"{operation: NOT_NULL, subject: 1}", "true"},
		{"{operation: AGE, date_of_birth: 2000-02-29, reference_date: 2025-02-28}", "25"},
		{"{operation: AGE, date_of_birth: 2000-02-29, reference_date: 2025-02-27}", "24"},
		{"{operation: AGE, date_of_birth: 2030-01-01, reference_date: 2025-01-01}", "-5"},
		{"{operation: AGE, date_of_birth: 2025-1-1, reference_date: 2025-01-01}", "InvalidOperation"},
		{"{operation: DATE_ADD, date: 2025-01-31, months: 1}", `"2025-02-28"`},
		{"{operation: DATE_ADD, date: 2024-02-29, years: 1}", `"2025-02-28"`},
		{"{operation: DATE_ADD, date: 2025-03-31, months: -1}", `"2025-02-28"`},
		{"{operation: DATE_ADD, date: 2024-02-29, years: 1, months: 36}", `"2028-02-28"`},
		{"{operation: DATE_ADD, date: 2025-01-01, days: 1.9}", `"2025-01-02"`},
		{"{operation: DATE_ADD, date: 2025-01-01, weeks: -1, days: null}", `"2024-12-25"`},
		{"{operation: DATE_ADD, date: 2025-01-01, days: $nothing}", "InvalidOperation"},
		{"{operation: DATE_ADD, date: 9999-12-31, days: 1}", "InvalidOperation"},
		{"{operation: DATE_ADD, date: 0001-01-01, months: -1}", "InvalidOperation"},
		{"{operation: DATE_DIFF, from: 2025-01-31, to: 2025-02-28, in: months}", "1"},
		{"{operation: DATE_DIFF, from: 2025-02-28, to: 2025-01-31, in: months}", "-1"},
		{"{operation: DATE_DIFF, from: 2020-02-29, to: 2021-02-28, in: years}", "1"},
		{"{operation: DATE_DIFF, from: 2025-02-27, to: $referencedate, in: days}", "1"},
		{"{operation: DATE_DIFF, from: 2025-02-27, to: $referencedate, in: weeks}", "Malformed"},
		{"{operation: DATE_DIFF, from: 2025-02-27, to: $referencedate, in: $word}", "InvalidOperation"},
		{"{operation: DATE, year: 2025, month: 2, day: 30}", "InvalidOperation"},
		{"{operation: DATE, year: 2025.9, month: 2, day: 3}", `"2025-02-03"`},
		{"{operation: DAY_OF_WEEK, date: 2026-04-27}", "0"},
		{"{operation: DAY_OF_WEEK, date: 1969-12-28}", "6"},
		{"$referencedate.day", "28"},
		{"$things.0.name", `"first"`},
		{"$things.1.name", "VariableNotFound"},
		{"$word.part", "VariableNotFound"},
		{"{a: 1, b: [true, 0.5]}", "{a: 1, b: [true, 0.5]}"},
	} {
		known := map[string]Value{
			"nothing": {}, "word": Text("woord"), "things": List(Object(map[string]Value{"name": Text("first")})),
		}
		got := ""
		if value, err := evaluated(t, v.expression, known); err != nil {
			e, _ := errors.AsType[*Error](err)
			if got = string(e.Kind); got == "InvalidOperation" && v.want == "Malformed" {
				got = v.want // refused while reading, as it should be
			}
		} else {
			got = value.String()
		}
		if got != v.want {
			t.Errorf("%s = %s, want %s", v.expression, got, v.want)
		}
	}
}
