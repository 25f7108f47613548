//go:build !js

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"zeker/offers"
)

// household2026 is an ordinary question: everything known, a partner, an income.
const household2026 = "zorgtoeslag\t2026-11-16\n" +
	"geboortedatum\t3714\nis_verzekerd\t1\nheeft_toeslagpartner\t1\npartner_is_verzekerd\t1\n" +
	"toetsingsinkomen\t2100000\ntoetsingsinkomen_partner\t900000\nvermogen_op_1_januari\t150000\nverblijft_rechtmatig\t1\n"

const calls = 20_000

// BenchmarkRatioModule prints what a call costs in the module, from script to
// answer and looping inside, against the same call on the server.
func BenchmarkRatioModule(b *testing.B) {
	bundle, err := library(b).Bundle("zonnedijk")
	if err != nil {
		b.Fatal(err)
	}
	native := nativeNanoseconds(b, bundle)
	dir := b.TempDir()
	for name, content := range map[string][]byte{"bundle": bundle, "request": []byte(household2026)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	out, err := exec.Command("node", "testdata/bench.mjs", filepath.Join(goroot(b), "lib", "wasm", "wasm_exec.js"),
		module(b), filepath.Join(dir, "bundle"), filepath.Join(dir, "request"), strconv.Itoa(calls)).Output()
	if err != nil {
		b.Fatal(err)
	}
	var took struct{ Call, Loop float64 }
	if err := json.Unmarshal(out, &took); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("check, native              %8.0f ns   1.00 x\n", native)
	fmt.Printf("check, looping in module   %8.0f ns %6.2f x (at most 3.2)\n", took.Loop, took.Loop/native)
	fmt.Printf("check, script to answer    %8.0f ns %6.2f x (at most 6)\n", took.Call, took.Call/native)
	b.ReportMetric(took.Loop/native, "x_loop")
	b.ReportMetric(took.Call/native, "x_call")
}

// used is the processor time of this process: what others do on the machine does
// not count.
func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func nativeNanoseconds(b *testing.B, bundle []byte) float64 {
	c, err := offers.Decode(bundle)
	if err != nil {
		b.Fatal(err)
	}
	check, request := offers.NewCheck(c), []byte(household2026)
	var rounds []float64
	for range 9 {
		from := used()
		for range calls {
			check.Ask(request)
		}
		rounds = append(rounds, float64((used()-from).Nanoseconds())/calls)
	}
	slices.Sort(rounds)
	return rounds[len(rounds)/2]
}
