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
)

// main keeps the module alive: exports are called while it waits.
func main() { select {} }

// room returns where the page writes n bytes of input. It may move the memory:
// the page takes a fresh view after every call.
//
//go:wasmexport room
func room(n int32) unsafe.Pointer {
	defer recovered()
	if int(n) > cap(input) {
		input = make([]byte, n)
	}
	input = input[:n]
	return unsafe.Pointer(unsafe.SliceData(input))
}

// load reads the input as a bundle. The reply is empty, or what was wrong.
//
//go:wasmexport load
func load() int64 {
	defer recovered()
	catalogue, err := offers.Decode(input)
	if err != nil {
		return reply([]byte(err.Error()))
	}
	check = offers.NewCheck(catalogue)
	return reply(nil)
}

// ask answers the input as a request of [offers.Check]. The reply is JSON; it is
// empty when no bundle is loaded or something broke.
//
//go:wasmexport ask
func ask() int64 {
	defer recovered()
	if check == nil {
		return reply(nil)
	}
	return reply(check.Ask(input))
}

// loop answers the same request n times, for measuring what a call costs apart
// from what an evaluation costs.
//
//go:wasmexport loop
func loop(n int32) int64 {
	defer recovered()
	for range n {
		output = check.Ask(input)
	}
	return reply(output)
}

// reply packs where the output lies: address in the high half, length in the low.
func reply(b []byte) int64 {
	output = b
	return int64(uintptr(unsafe.Pointer(unsafe.SliceData(b))))<<32 | int64(len(b))
}

// recovered keeps a panic from ending the program: a broken call gives an empty
// reply, and the page says that the check did not work.
func recovered() { _ = recover() }
