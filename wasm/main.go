// Command wasm is the browser's door to the rules. A page writes the bundle and
// then each request into the memory that it shares with this module, calls an
// export, and reads the reply from the same memory; nothing else goes in or out.
// Exports are used instead of js.FuncOf because a call then costs nanoseconds.
//
//go:build js && wasm

package main

import (
	"unsafe"

	"zeker/offers"
)

var (
	input  []byte
	output []byte
	check  *offers.Check
	whatIf *offers.WhatIf
)

// main keeps the module alive: exports are called while it waits.
func main() { select {} }

// room returns where the page may write n bytes of input, as often as it wants
// until it asks for more room. It may move the memory.
//
//go:wasmexport room
func room(n int32) unsafe.Pointer {
	defer recovered()
	input = make([]byte, n)
	return unsafe.Pointer(unsafe.SliceData(input))
}

// load reads n bytes of input as a bundle. The reply is empty, or what was wrong.
//
//go:wasmexport load
func load(n int32) int32 {
	defer recovered()
	catalogue, err := offers.Decode(input[:n])
	if err != nil {
		return reply([]byte(err.Error()))
	}
	check, whatIf = offers.NewCheck(catalogue), offers.NewWhatIf(catalogue)
	return reply(nil)
}

// ask answers n bytes of input as a request of [offers.Check]. The reply is JSON;
// it is empty when no bundle is loaded or something broke.
//
//go:wasmexport ask
func ask(n int32) int32 {
	defer recovered()
	if check == nil {
		return reply(nil)
	}
	return reply(check.Ask(input[:n]))
}

// whatif answers n bytes of input as a request of [offers.WhatIf], as ask does.
//
//go:wasmexport whatif
func whatif(n int32) int32 {
	defer recovered()
	if whatIf == nil {
		return reply(nil)
	}
	return reply(whatIf.Ask(input[:n]))
}

// loop decides n times over on the facts of the last request, for measuring what
// the rules cost here.
//
//go:wasmexport loop
func loop(n int32) {
	defer recovered()
	check.Repeat(int(n))
}

// found returns where the last reply lies. Two exports with a number each cost a
// page less than one with both, which would be a BigInt.
//
//go:wasmexport found
func found() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(output)) }

// reply keeps the output where the page finds it, and returns its length.
func reply(b []byte) int32 {
	output = b
	return int32(len(b))
}

// recovered keeps a panic from ending the program: a broken call gives an empty
// reply, and the page says that the check did not work.
func recovered() { _ = recover() }
