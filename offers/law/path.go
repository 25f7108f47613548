package law

import (
	"fmt"
	"strconv"
)

// part follows the dots of a variable into a value: keys of an object, numbers
// of a list. The text says what went wrong.
func part(v Value, e *expr) (Value, string) {
	for _, key := range e.path {
		switch v.Kind() {
		case ObjectKind:
			next, ok := v.object[key]
			if !ok {
				return Value{}, fmt.Sprintf("%q has no part %q", e.variable, key)
			}
			v = next
		case ListKind:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(v.list) {
				return Value{}, fmt.Sprintf("%q has no item %q", e.variable, key)
			}
			v = v.list[i]
		default:
			return Value{}, fmt.Sprintf("%q is a %s and has no part %q", e.variable, v.Kind(), key)
		}
	}
	return v, ""
}
