package rules

// Program is compiled law. It does not change and may be shared by goroutines;
// each goroutine evaluates in a [Frame] of its own.
type Program struct{}

// Facts returns the inputs, in slot order. The caller must not change them.
func (p *Program) Facts() []Fact { panic("not built yet") }

// Outputs returns the results in slot order. The caller must not change them.
func (p *Program) Outputs() []Output { panic("not built yet") }

// FactIndex returns the slot of a fact, or -1.
func (p *Program) FactIndex(name string) int { panic("not built yet") }

// OutputIndex returns the slot of an output, or -1.
func (p *Program) OutputIndex(name string) int { panic("not built yet") }

// EntryIndex returns the index of an entry, or -1.
func (p *Program) EntryIndex(name string) int { panic("not built yet") }

// NewFrame returns room to evaluate in, with every fact unknown.
func (p *Program) NewFrame() *Frame { panic("not built yet") }

// AppendBinary appends the compact form that [Decode] reads: versioned, with a
// checksum.
func (p *Program) AppendBinary(dst []byte) []byte { panic("not built yet") }

// Decode reads what AppendBinary wrote and returns the rest of the bytes. Bytes
// that are cut, altered or of another version are an error in words; they never
// make a program.
func Decode(src []byte) (p *Program, rest []byte, err error) { panic("not built yet") }
