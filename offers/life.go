package offers

import "zeker/offers/rules"

// Life is what a resident tells for a what-if: how things are, and what may happen.
type Life struct {
	On     rules.Day // today
	Facts  []Fact    // how things are
	Gets   []string  // the schemes that pay now
	Change Change    // "" for none
	Month  rules.Day // the first of the month in which it happens
	Told   []Fact    // what Change asks
}

// Asked are those of Change.Asks that were not told. While there are any, the change
// changes nothing.
func (l *Life) Asked() (names []string) {
	for _, ask := range l.Change.Asks() {
		if l.told(ask.Name).Knowledge == Unknown {
			names = append(names, ask.Name)
		}
	}
	return names
}

func (l *Life) told(name string) Value {
	return valueOf(l.Told, name)
}

//go:noinline
func valueOf(facts []Fact, name string) Value {
	for i := range facts {
		if facts[i].Name == name {
			return facts[i].Value
		}
	}
	return Value{}
}
