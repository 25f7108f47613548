// Package schemes holds what is offered on which law: per scheme a folder with
// the offer (scheme.yaml), the register of data questions (register.yaml) and
// readable cases (cases.yaml).
package schemes

import "embed"

// Files is the schemes: <id>/{scheme,register,cases}.yaml.
//
//go:embed */*.yaml
var Files embed.FS
