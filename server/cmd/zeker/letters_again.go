package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"zeker/offers"
	"zeker/server"
	"zeker/server/store"
)

// plea is a line of the file of those who need another letter. What is said of it
// names the line and never the BSN: that would end in a log.
type plea struct {
	where string // file and line
	bsn   string
}

// asked reads whom to write again to, one BSN a line. It is read whole before a
// letter is written: a file that breaks off halfway changes nothing.
func (l *lettering) asked(p *process) ([]plea, error) {
	if l.again == "" {
		return nil, nil
	}
	file, name, err := open(p, l.again)
	if err != nil {
		return nil, mistaken(err)
	}
	defer file.Close()
	asked, err := readPleas(name, file)
	if err == nil && len(asked) == 0 {
		err = fmt.Errorf("%s names nobody: write one BSN a line", name)
	}
	return asked, mistaken(err)
}

// byteOrderMark is what some programs put before the text of a file.
const byteOrderMark = "\uFEFF"

func readPleas(name string, file io.Reader) (asked []plea, err error) {
	lines := bufio.NewScanner(file)
	for line := 1; lines.Scan(); line++ {
		if bsn := strings.Trim(lines.Text(), byteOrderMark+" \t\r"); bsn != "" {
			asked = append(asked, plea{fmt.Sprintf("%s:%d", name, line), bsn})
		}
	}
	if lines.Err() != nil {
		err = fmt.Errorf("%s: %w", name, lines.Err())
	}
	return asked, err
}

// writeAgain writes to those who asked, and says of which lines it could not.
func (l *lettering) writeAgain(p *process, letters *server.Letters, asked []plea) error {
	letters.Code = newCode // a demo, too, gives a lost code to nobody again
	made, seen := 0, map[string]string{}
	var unwritten []string
	for _, who := range asked {
		why := ""
		switch first, twice := seen[who.bsn]; {
		case twice:
			why = "this is the BSN of " + first
		case !offers.ValidBSN(who.bsn):
			why = "this is no BSN, which is nine digits that pass the 11-test"
		default:
			err := letters.Again(p.ctx, letters.Store.Subject(who.bsn), l.put)
			if why = noLetter(err); err != nil && why == "" {
				l.tell(p, made)
				return err
			}
			if err == nil {
				made++
			}
		}
		seen[who.bsn] = who.where
		if why != "" {
			unwritten = append(unwritten, who.where+": "+why)
		}
	}
	l.tell(p, made)
	if len(unwritten) > 0 {
		return fmt.Errorf("no letter for %s:\n%s", counted(len(unwritten), "line", "lines"), strings.Join(unwritten, "\n"))
	}
	return nil
}

// noLetter says why somebody gets no letter, "" when that is not the resident's
// own standing.
func noLetter(err error) string {
	switch {
	case errors.Is(err, store.ErrOptedOut):
		return "this resident does not want letters from us"
	case errors.Is(err, store.ErrNotFound):
		return "this resident is not imported, or no longer; import them again"
	case errors.Is(err, server.ErrNothingOpen):
		return "this resident has nothing to answer any more that a letter told of"
	}
	return ""
}

// renew writes to everyone whose code is over.
func (l *lettering) renew(p *process, letters *server.Letters) error {
	letters.Code = newCode
	made, gone, err := letters.Renew(p.ctx, l.put)
	l.tell(p, made)
	if gone > 0 {
		fmt.Fprintf(p.stdout, "%s left out: they are no longer imported\n", counted(gone, "resident was", "residents were"))
	}
	return err
}
