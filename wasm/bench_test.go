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

// A round is short, so that what else the machine does slows both sides alike.
const (
	rounds = 25
	calls  = 20_000
)

// BenchmarkRatioModule prints what the module costs against the same on the server
// in the same round: an answer, from the text of a request to the text of a reply,
// and a decision of the rules on known facts, looping inside.
func BenchmarkRatioModule(b *testing.B) {
	bundle, c := served(b, library(b), "zonnedijk")
	script := script(b, bundle)
	check, request := offers.NewCheck(c), []byte(household2026)
	var answers, decisions, call, loop []float64
	for range rounds {
		answer := nanoseconds(func() {
			for range calls {
				check.Ask(request)
			}
		})
		decision := nanoseconds(func() { check.Repeat(calls) })
		module := script()
		answers, decisions = append(answers, answer), append(decisions, decision)
		call, loop = append(call, module.Call/answer), append(loop, module.Loop/decision)
	}
	fmt.Printf("request to answer, native      %6.0f ns   1.00 x\n", median(answers))
	fmt.Printf("  from script, in the module   %9s %6.2f x (at most 6)\n", "", median(call))
	fmt.Printf("decision, native               %6.0f ns   1.00 x\n", median(decisions))
	fmt.Printf("  looping in the module        %9s %6.2f x (at most 3.2)\n", "", median(loop))
	b.ReportMetric(median(loop), "x_loop")
	b.ReportMetric(median(call), "x_call")
}

// took is one round of the script, in nanoseconds a call.
type took struct{ Call, Loop float64 }

// script starts the module and returns what measures one round of it.
func script(b *testing.B, bundle []byte) func() took {
	dir := b.TempDir()
	for name, content := range map[string][]byte{"bundle": bundle, "request": []byte(household2026)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	node := exec.Command("node", "testdata/bench.mjs", filepath.Join(goroot(b), "lib", "wasm", "wasm_exec.js"),
		module(b), filepath.Join(dir, "bundle"), filepath.Join(dir, "request"), strconv.Itoa(calls))
	in, err := node.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := node.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := node.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		if err := node.Wait(); err != nil {
			b.Error(err)
		}
	})
	lines := json.NewDecoder(out)
	return func() (answer took) {
		if _, err := in.Write([]byte("\n")); err != nil {
			b.Fatal(err)
		}
		if err := lines.Decode(&answer); err != nil {
			b.Fatal(err)
		}
		return answer
	}
}

func nanoseconds(run func()) float64 {
	from := used()
	run()
	return float64((used() - from).Nanoseconds()) / calls
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

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
