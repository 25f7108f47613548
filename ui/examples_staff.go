package ui

import "github.com/a-h/templ"

// exampleStaff are the states of the pages of staff.
func exampleStaff() []Example {
	staff := func(name string, page func(f *Frame) templ.Component) Example {
		return Example{Name: "staff-" + name, Page: func(f *Frame) templ.Component {
			f.Staff, f.Exit = true, nil
			return page(f)
		}}
	}
	return []Example{
		staff("home", func(f *Frame) templ.Component {
			return Staff(f, StaffPage{Name: "Noor Kanarie", Roles: []StaffRole{
				{"counter_worker", nil}, {"operator", []string{"take-up"}}, {"releaser", nil},
				{"policy_officer", []string{"take-up"}}, {"auditor", []string{"take-up", "accounts"}},
			}})
		}),
		{Name: "staff-session", Script: ScriptSession, Page: func(f *Frame) templ.Component {
			f.Staff, f.Exit = true, nil
			return Accounts(f, AccountsPage{Lines: []AccountLine{{Name: "Noor Kanarie", Roles: []string{"auditor"}, Since: exampleDay - 40}}})
		}},
		staff("take-up", func(f *Frame) templ.Component {
			return TakeUp(f, TakeUpPage{Until: exampleDay - 1, Lines: []TakeUpLine{
				{"individuele_inkomenstoeslag", []string{"71", "65", "30", "20", "11", "<5", "-"}},
				{"alleenverdieners", []string{"<5", "<5", "<5", "<5", "<5", "<5", "<5"}},
			}})
		}),
		staff("take-up-none", func(f *Frame) templ.Component { return TakeUp(f, TakeUpPage{Until: exampleDay - 1}) }),
		staff("accounts", func(f *Frame) templ.Component {
			return Accounts(f, AccountsPage{Lines: []AccountLine{
				{Name: "Noor Kanarie", Roles: []string{"counter_worker", "operator"}, Since: exampleDay - 40},
				{Name: "Teun Vink", Roles: []string{"auditor"}, Since: exampleDay - 90, Until: exampleDay - 3},
			}})
		}),
		staff("problem", func(f *Frame) templ.Component {
			return Problem(f, ProblemPage{Status: 404, Key: ProblemNotFound})
		}),
		{Name: "staff-signed-out", Page: StaffSignedOut},
		{Name: "staff-unknown", Page: func(f *Frame) templ.Component { return StaffUnknown(f, "0f3a9c77d01b42e8a6655c9911ee20b4") }},
		{Name: "staff-sign-in", Page: func(f *Frame) templ.Component {
			return DemoSignIn(f, DemoSignInPage{Action: "/staff/sign-in", Names: []string{"Noor Kanarie", "Teun Vink"}, Back: "/staff", Staff: true})
		}},
		{Name: "staff-sign-in-role", Page: func(f *Frame) templ.Component {
			return SignInProblem(f, SignInProblemPage{Key: SignInRole, Back: "/staff", Staff: true})
		}},
	}
}
