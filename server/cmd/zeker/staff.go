package main

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"zeker/server"
	"zeker/server/store"
)

var staffCommand = command{
	name:    "staff",
	summary: "say who of the staff may sign in, and as what",
	usage:   "add ID | disable ID | list",
	examples: []string{
		`zeker staff -name "N. Kanarie" -roles counter_worker,operator add 0f3a9c77d01b42e8a6655c9911ee20b4`,
		"zeker staff disable 0f3a9c77d01b42e8a6655c9911ee20b4   # and out at once, wherever they are signed in",
		"zeker staff -db zeker.db list",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		var s staffing
		s.declareRows(flags)
		flags.StringVar(&s.name, "name", "", "of add: the `name` by which the person is shown")
		flags.StringVar(&s.roles, "roles", "", "of add: their `roles`, with commas: "+strings.Join(roleNames(), ", "))
		return s.run
	},
}

// staffing is zeker staff.
type staffing struct {
	workplace
	name, roles string
}

func (s *staffing) run(p *process) error {
	if len(p.args) == 0 {
		return mistaken(errors.New("say add, disable or list; zeker staff -h shows how"))
	}
	verb := p.args[0]
	do, ok := map[string]func(*process, *store.Store) error{"add": s.add, "disable": s.disable, "list": s.list}[verb]
	if !ok {
		return mistaken(fmt.Errorf("there is no %q; say add, disable or list", verb))
	}
	p.args = p.args[1:]
	rows, err := s.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	return do(p, rows)
}

func roleNames() []string {
	var names []string
	for _, r := range store.Roles {
		names = append(names, string(r))
	}
	return names
}

// add gives an account, or changes one: the roles that are named are all that it has.
func (s *staffing) add(p *process, rows *store.Store) error {
	id, err := staffID(p.args)
	if err != nil {
		return err
	}
	account := store.StaffAccount{ID: id, Name: strings.TrimSpace(s.name)}
	if account.Name == "" {
		return mistaken(errors.New("name the person in -name"))
	}
	for part := range strings.SplitSeq(s.roles, ",") {
		role := store.Role(strings.TrimSpace(part))
		if !slices.Contains(store.Roles, role) {
			return mistaken(fmt.Errorf("-roles has %q; there are: %s", role, strings.Join(roleNames(), ", ")))
		}
		account.Roles = append(account.Roles, role)
	}
	now, err := s.clock()
	if err != nil {
		return err
	}
	account.MadeAt = now().Unix()
	return rows.SaveStaff(p.ctx, account)
}

// disable ends an account and its sessions.
func (s *staffing) disable(p *process, rows *store.Store) error {
	id, err := staffID(p.args)
	if err != nil {
		return err
	}
	now, err := s.clock()
	if err != nil {
		return err
	}
	err = rows.DisableStaff(p.ctx, id, now().Unix())
	if errors.Is(err, store.ErrNotFound) {
		return mistaken(fmt.Errorf("there is no account %s; zeker staff list shows them", id))
	}
	return err
}

// list prints the accounts, a line each.
func (s *staffing) list(p *process, rows *store.Store) error {
	if len(p.args) > 0 {
		return mistaken(fmt.Errorf("there is an argument too many: %q", p.args[0]))
	}
	accounts, err := rows.Staff(p.ctx)
	if err != nil {
		return err
	}
	zone, err := server.Zone()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "id\tname\troles\tsince\tdisabled")
	for _, a := range accounts {
		var roles []string
		for _, r := range a.Roles {
			roles = append(roles, string(r))
		}
		disabled := "-"
		if a.DisabledAt != 0 {
			disabled = server.DayOf(time.Unix(a.DisabledAt, 0).In(zone)).String()
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", a.ID, a.Name, strings.Join(roles, ","), server.DayOf(time.Unix(a.MadeAt, 0).In(zone)), disabled)
	}
	return table.Flush()
}

// staffID reads the id that the portal showed to who has no account yet.
func staffID(args []string) (store.StaffID, error) {
	id, ok := store.ParseStaffID(strings.Join(args, ""))
	if !ok {
		return "", mistaken(errors.New("name one id, as the portal shows it to who signs in and has no account: 32 digits and letters up to f"))
	}
	return id, nil
}
