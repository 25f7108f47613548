package ui

import "github.com/a-h/templ"

// exampleStaff are the states of the pages of staff.
func exampleStaff() []Example {
	staff := func(name string, page func(f Frame) templ.Component) Example {
		return Example{"staff-" + name, false, func(f Frame) templ.Component {
			f.Staff = true
			return page(f)
		}}
	}
	return []Example{
		staff("home", func(f Frame) templ.Component {
			return Staff(f, StaffPage{Name: "Noor Kanarie", Roles: []StaffRole{
				{"counter_worker", nil}, {"operator", []string{"take-up"}}, {"releaser", nil},
				{"policy_officer", []string{"take-up"}}, {"auditor", []string{"take-up", "accounts"}},
			}})
		}),
		staff("session", func(f Frame) templ.Component {
			f.Session = &Session{Script: "/static/session.js", Idle: 900, Left: 900, Longest: 28800, Hour: 14, Minute: 5, Personal: true}
			return Accounts(f, AccountsPage{Lines: []AccountLine{{Name: "Noor Kanarie", Roles: []string{"auditor"}, Since: exampleDay - 40}}})
		}),
		staff("take-up", func(f Frame) templ.Component {
			return TakeUp(f, TakeUpPage{Until: exampleDay - 1, Lines: []TakeUpLine{
				{"individuele_inkomenstoeslag", []string{"51", "45", "30", "11", "<5", "-"}},
				{"alleenverdieners", []string{"<5", "<5", "<5", "<5", "<5", "<5"}},
			}})
		}),
		staff("take-up-none", func(f Frame) templ.Component { return TakeUp(f, TakeUpPage{Until: exampleDay - 1}) }),
		staff("accounts", func(f Frame) templ.Component {
			return Accounts(f, AccountsPage{Lines: []AccountLine{
				{Name: "Noor Kanarie", Roles: []string{"counter_worker", "operator"}, Since: exampleDay - 40},
				{Name: "Teun Vink", Roles: []string{"auditor"}, Since: exampleDay - 90, Until: exampleDay - 3},
			}})
		}),
		{"staff-signed-out", false, StaffSignedOut},
		{"staff-unknown", false, func(f Frame) templ.Component { return StaffUnknown(f, "0f3a9c77d01b42e8a6655c9911ee20b4") }},
		{"staff-sign-in", false, func(f Frame) templ.Component {
			return DemoSignIn(f, DemoSignInPage{Action: "/staff/sign-in", Names: []string{"Noor Kanarie", "Teun Vink"}, Back: "/staff"})
		}},
		{"staff-sign-in-role", false, func(f Frame) templ.Component {
			return SignInProblem(f, SignInProblemPage{Key: SignInRole, Back: "/staff", Staff: true})
		}},
	}
}
