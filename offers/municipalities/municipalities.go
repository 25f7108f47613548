// Package municipalities holds what a municipality itself decides about its
// portal: name, schemes, languages, counter and look. Both are fictional.
package municipalities

import "embed"

// Files is the municipalities: <id>/municipality.yaml.
//
//go:embed */municipality.yaml
var Files embed.FS
