package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
)

// StaffID stands for somebody of the staff: a keyed hash of what the provider calls
// them, 32 hexadecimal digits. It says nothing to whoever sees it, so that it can be
// read out to who gives rights.
type StaffID string

// staffIDBytes make two people never the same.
const staffIDBytes = 16

// Role is what somebody of the staff is there for. It gives the rights that the routes
// of the portal name, and no others.
type Role string

// The roles.
const (
	CounterWorker Role = "counter_worker" // sits beside a resident
	Operator      Role = "operator"       // imports, scans, sends
	Releaser      Role = "releaser"       // has the last word before letters leave
	PolicyOfficer Role = "policy_officer" // writes schemes and law
	Auditor       Role = "auditor"        // sees who may do what
)

// Roles are all of them.
var Roles = []Role{CounterWorker, Operator, Releaser, PolicyOfficer, Auditor}

// StaffAccount is what somebody of the staff is known by and may do. What a provider
// says of roles gives nobody a right: only this does.
type StaffAccount struct {
	ID         StaffID
	Name       string
	Roles      []Role
	MadeAt     int64
	DisabledAt int64 // 0 while it is in use
}

// Has reports whether an account may now be used as one of some roles.
func (a *StaffAccount) Has(roles ...Role) bool {
	return a.DisabledAt == 0 && slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

const staffNamePlace = "staff.name/"

// StaffID returns whom a provider means by a subject.
func (s *Store) StaffID(issuer, subject string) StaffID {
	text := binary.BigEndian.AppendUint64(nil, uint64(len(issuer)))
	text = append(append(text, issuer...), subject...)
	return StaffID(hex.EncodeToString(keyed(s.names.staff, text)[:staffIDBytes]))
}

// ParseStaffID reads an id as people copy it, with or without spaces; ok is false for
// what is none.
func ParseStaffID(text string) (id StaffID, ok bool) {
	text = strings.ToLower(strings.Join(strings.Fields(text), ""))
	raw, err := hex.DecodeString(text)
	return StaffID(text), err == nil && len(raw) == staffIDBytes
}

// SaveStaff writes an account, in the place of an earlier one with its id. One that was
// disabled is in use again.
func (s *Store) SaveStaff(ctx context.Context, a StaffAccount) error {
	name := s.keys.seal(staffNamePlace+string(a.ID), []byte(a.Name))
	return failed("save staff", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `INSERT INTO staff (id, name, roles, made_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, roles = excluded.roles, disabled_at = 0`,
			a.ID, name, joinRoles(a.Roles), a.MadeAt)
		return err
	}))
}

// DisableStaff ends an account and, in the same transaction, all its sessions.
// ErrNotFound when there is none.
func (s *Store) DisableStaff(ctx context.Context, id StaffID, at int64) error {
	return failed("disable staff", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		n, err := affected(q.ExecContext(ctx, `UPDATE staff SET disabled_at = $2 WHERE id = $1`, id, at))
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNotFound
		}
		_, err = q.ExecContext(ctx, `DELETE FROM sessions WHERE staff = $1`, id)
		return err
	}))
}

const staffColumns = `id, name, roles, made_at, disabled_at`

// StaffAccount returns an account, also a disabled one; ErrNotFound when there is none.
func (s *Store) StaffAccount(ctx context.Context, id StaffID) (StaffAccount, error) {
	a, err := s.scanStaff(s.read.QueryRowContext(ctx, `SELECT `+staffColumns+` FROM staff WHERE id = $1`, id))
	return a, failed("staff account", notFound(err))
}

// Staff returns all accounts, the oldest first.
func (s *Store) Staff(ctx context.Context) (list []StaffAccount, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+staffColumns+` FROM staff ORDER BY made_at, id`)
	err = each(rows, err, func(rows *sql.Rows) error {
		a, err := s.scanStaff(rows)
		list = append(list, a)
		return err
	})
	return list, failed("staff", err)
}

func (s *Store) scanStaff(row interface{ Scan(...any) error }) (a StaffAccount, err error) {
	var name []byte
	var roles string
	if err := row.Scan(&a.ID, &name, &roles, &a.MadeAt, &a.DisabledAt); err != nil {
		return StaffAccount{}, err
	}
	text, err := s.keys.open(staffNamePlace+string(a.ID), name)
	if err != nil {
		return StaffAccount{}, err
	}
	a.Name, a.Roles = string(text), splitRoles(roles)
	return a, nil
}

func joinRoles(roles []Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return strings.Join(words, ",")
}

// splitRoles reads what joinRoles wrote. A role that is known no longer gives nothing.
func splitRoles(text string) (roles []Role) {
	for word := range strings.SplitSeq(text, ",") {
		if r := Role(word); slices.Contains(Roles, r) {
			roles = append(roles, r)
		}
	}
	return roles
}
