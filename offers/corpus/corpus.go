// Package corpus holds the law files of Zeker, in the paths and the format of
// regelrecht. The texts are the statutes' own; the machine-readable parts and
// the fictional ordinances and policy rules are ours.
package corpus

import "embed"

// Files is the corpus: nl/<layer>/[<municipality>/]<law>/<valid_from>.yaml.
//
//go:embed nl
var Files embed.FS
