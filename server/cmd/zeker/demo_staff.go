package main

import (
	"context"
	"errors"

	"zeker/server/store"
)

// demoStaff are the made-up people who work in a demo, one for each role.
var demoStaff = []store.StaffAccount{
	{Name: "Noor Vink (balie)", Roles: []store.Role{store.CounterWorker}},
	{Name: "Omar Duif (brieven)", Roles: []store.Role{store.Operator}},
	{Name: "Vera Zwaluw (vrijgave)", Roles: []store.Role{store.Releaser}},
	{Name: "Bas Merel (regels)", Roles: []store.Role{store.PolicyOfficer}},
	{Name: "Tess Reiger (toezicht)", Roles: []store.Role{store.Auditor}},
}

// demoStaffID is the id of a demo's account. Its issuer is no address, so that no
// provider can ever mean it.
func demoStaffID(rows *store.Store, a *store.StaffAccount) store.StaffID {
	return rows.StaffID("demo", a.Name)
}

// hire gives the staff of a demo their accounts; one that is there is left as it is.
func (d *demo) hire(ctx context.Context, at int64) error {
	for i := range demoStaff {
		a := demoStaff[i]
		a.ID, a.MadeAt = demoStaffID(d.rows, &a), at
		_, err := d.rows.StaffAccount(ctx, a.ID)
		if errors.Is(err, store.ErrNotFound) {
			err = d.rows.SaveStaff(ctx, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// staffPosers are the accounts that anybody may use in a demo.
func staffPosers(rows *store.Store) []store.StaffID {
	var list []store.StaffID
	for i := range demoStaff {
		list = append(list, demoStaffID(rows, &demoStaff[i]))
	}
	return list
}
