package law

import (
	"maps"
	"slices"
	"strings"
)

// records is a register as the Gherkin features of the format know it: rows with
// a key. Names of fields are compared without regard to case.
type records struct {
	name string
	key  string
	rows []map[string]Value
}

// recorded looks an input up by its name in the registers, with the parameters
// of the article as key. The first register that has the row and the field wins;
// a null counts.
func (v *evaluator) recorded(name string, parameters map[string]Value) (Value, bool) {
	for _, r := range v.records {
		key, ok := anyCase(parameters, r.key)
		if !ok {
			continue
		}
		// Of two rows with one key, the later one replaces the earlier.
		for _, row := range slices.Backward(r.rows) {
			if have, ok := anyCase(row, r.key); !ok || have.String() != key.String() {
				continue
			}
			if found, ok := anyCase(row, name); ok {
				return found, true
			}
			break
		}
	}
	return Value{}, false
}

// anyCase finds a field whatever the case of its letters.
func anyCase(row map[string]Value, name string) (Value, bool) {
	if v, ok := row[name]; ok {
		return v, true
	}
	for _, k := range slices.Sorted(maps.Keys(row)) {
		if strings.EqualFold(k, name) {
			return row[k], true
		}
	}
	return Value{}, false
}
