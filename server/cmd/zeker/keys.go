package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"

	"zeker/server"
)

var keysCommand = command{
	name:    "keys",
	summary: "print the public keys of receipts, or make a new one to sign with",
	examples: []string{
		"zeker keys -db zeker.db > keys.txt   # to keep, and to check receipts with where no database is",
		"zeker keys -new   # for every portal from its next start; older receipts stay good",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		k := new(keyring)
		k.declareRows(flags)
		flags.StringVar(&k.municipality, "municipality", "zonnedijk", "of -new: the `id` of the municipality whose receipts are signed")
		flags.BoolVar(&k.renew, "new", false, "make a new key; the secret of the old one is forgotten, so that nobody can sign with it any more")
		return k.run
	},
}

// keyring is zeker keys.
type keyring struct {
	workplace
	renew bool
}

func (k *keyring) run(p *process) error {
	if len(p.args) > 0 {
		return mistaken(fmt.Errorf("there is an argument too many: %q", p.args[0]))
	}
	now, err := k.clock()
	if err != nil {
		return err
	}
	rows, err := k.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	if k.renew {
		if err := server.NewReceiptKey(p.ctx, rows, k.municipality, now(), rand.Reader); err != nil {
			return err
		}
	}
	keys, err := rows.SigningKeys(p.ctx)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return errors.New("there is no key of receipts yet: a portal makes the first when it starts, and -new makes one now")
	}
	zone, err := server.Zone()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(p.stdout, server.ReceiptKeys(keys, zone))
	return err
}
