package identity_test

import (
	"errors"
	"testing"

	"zeker/server/identity"
)

// finishStaff signs staff in with a token that a test changed.
func (f *forger) finishStaff(set func(*identity.OpenIDConfig), change func(map[string]any)) (string, error) {
	f.t.Helper()
	cfg := f.config()
	cfg.BSN, cfg.Staff = nil, true
	set(&cfg)
	o := open(f.t, cfg)
	b := begin(f.t, o)
	claims := f.right(b)
	delete(claims, "bsn")
	delete(claims, "sub_id_type")
	change(claims)
	f.gives(f.sign(claims))
	return o.Finish(f.t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Code: "c", Issuer: f.URL})
}

func TestStaffAreKnownByTheirSubAndNeverByABSN(t *testing.T) {
	f := openForger(t)
	for name, test := range map[string]struct {
		change func(map[string]any)
		want   error
	}{
		"a pairwise sub":      {func(map[string]any) {}, nil},
		"a BSN besides":       {func(c map[string]any) { c["bsn"] = number }, nil},
		"a BSN for a sub":     {func(c map[string]any) { c["sub"] = number }, identity.ErrToken},
		"a BSN of the sector": {func(c map[string]any) { c["sub"] = "s00000000:" + number }, identity.ErrToken},
		"no sub":              {func(c map[string]any) { c["sub"] = "" }, identity.ErrToken},
		"for another":         {func(c map[string]any) { c["represents"] = map[string]any{"sub": "x"} }, identity.ErrMandate},
		"too low a level":     {func(c map[string]any) { c["acr"] = low }, identity.ErrLevel},
	} {
		got, err := f.finishStaff(func(*identity.OpenIDConfig) {}, test.change)
		if !errors.Is(err, test.want) || (got == "9f1c") != (test.want == nil) {
			t.Errorf("%s: got %q, %v; want %v", name, got, err, test.want)
		}
	}
}

func TestTheProviderMayHaveToNameARole(t *testing.T) {
	f := openForger(t)
	for name, test := range map[string]struct {
		roles any
		want  error
	}{
		"among others": {[]string{"mail", "zeker"}, nil}, "by itself": {"zeker", nil},
		"another": {[]string{"zeker-test", "mail"}, identity.ErrRole}, "none": {[]string{}, identity.ErrRole}, "no claim": {nil, identity.ErrRole},
		"a number": {7, identity.ErrToken}, "a list of numbers": {[]any{"zeker", 7}, identity.ErrToken},
	} {
		got, err := f.finishStaff(
			func(cfg *identity.OpenIDConfig) { cfg.Roles, cfg.Role = identity.ClaimPath{"realm", "roles"}, "zeker" },
			func(c map[string]any) { c["realm"] = map[string]any{"roles": test.roles} })
		if !errors.Is(err, test.want) || (got == "9f1c") != (test.want == nil) {
			t.Errorf("%s: got %q, %v; want %v", name, got, err, test.want)
		}
	}
	for name, set := range map[string]func(*identity.OpenIDConfig){
		"a role without a claim": func(cfg *identity.OpenIDConfig) { cfg.Role = "zeker" },
		"a claim without a role": func(cfg *identity.OpenIDConfig) { cfg.Roles = identity.ClaimPath{"roles"} },
	} {
		cfg := f.config()
		set(&cfg)
		if _, err := identity.NewOpenID(cfg); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
