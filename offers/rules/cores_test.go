package rules_test

import (
	"fmt"
	"os"
	"slices"
	"time"
)

// ticks is the time that all processors were at work since the machine began, in
// hundredths of a second. Errors: no such figure on this system.
func ticks() (busy int64, err error) {
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	var user, nice, system, idle, wait, irq, softirq int64
	if _, err := fmt.Sscanf(string(stat), "cpu %d %d %d %d %d %d %d", &user, &nice, &system, &idle, &wait, &irq, &softirq); err != nil {
		return 0, err
	}
	return user + nice + system + irq + softirq, nil
}

// showCores prints how much more two workers do than one, by the clock on the
// wall: only of rounds in which the rest of the machine used less than a tenth of
// a core, since a core that others use cannot help.
func showCores(one, two func()) {
	one()
	two()
	const rounds, times = 25, 2
	var gains []float64
	for range rounds {
		before, err := ticks()
		own, start := cpu(), time.Now()
		for range times {
			one()
		}
		alone := time.Since(start)
		for range times {
			two()
		}
		both, used := time.Since(start)-alone, cpu()-own
		after, err2 := ticks()
		if err != nil || err2 != nil {
			fmt.Println("columns              two cores: not measured, this system does not say how busy it is")
			return
		}
		others := time.Duration(after-before)*10*time.Millisecond - used
		if others < (alone+both)/10 {
			gains = append(gains, float64(alone)/float64(both))
		}
	}
	if len(gains) == 0 {
		fmt.Println("columns              two cores: not measured, the machine was never quiet enough")
		return
	}
	slices.Sort(gains)
	fmt.Printf("%-20s %-24s %19.2f x one core (at least 1.85; %d quiet rounds of %d)\n",
		"columns", "two cores", gains[len(gains)/2], len(gains), rounds)
}
