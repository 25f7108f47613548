package identity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// ClaimPath is where a claim stands in a token: the names to follow from the top.
type ClaimPath []string

// ParseClaimPath reads a path as a JSON Pointer (RFC 6901), as /aanvrager/bsn.
func ParseClaimPath(pointer string) (ClaimPath, error) {
	rest, ok := strings.CutPrefix(pointer, "/")
	if !ok || rest == "" {
		return nil, fmt.Errorf("claim %q is no path: write it as /bsn or /aanvrager/bsn", pointer)
	}
	path := ClaimPath(strings.Split(rest, "/"))
	for i := range path {
		if path[i] == "" {
			return nil, fmt.Errorf("claim %q has an empty name in its path", pointer)
		}
		path[i] = strings.ReplaceAll(strings.ReplaceAll(path[i], "~1", "/"), "~0", "~")
	}
	return path, nil
}

// claims are what a token says, unread. Names are exact: "BSN" is not "bsn".
type claims map[string]json.RawMessage

// find returns what stands at a path, nil for nothing.
func (c claims) find(path ClaimPath) json.RawMessage {
	value := c[path[0]]
	if len(path) == 1 || value == nil {
		return value
	}
	var inner claims
	if json.Unmarshal(value, &inner) != nil {
		return nil
	}
	return inner.find(path[1:])
}

// has reports whether a token says anything at all at a path, of any type.
func (c claims) has(path ClaimPath) bool {
	value := bytes.TrimSpace(c.find(path))
	return len(value) > 0 && string(value) != "null"
}

// text returns a claim that must be text when it is there. ErrToken, without its value.
func (c claims) text(path ClaimPath) (value string, ok bool, err error) {
	if !c.has(path) {
		return "", false, nil
	}
	if json.Unmarshal(c.find(path), &value) != nil {
		return "", false, wrong("the claim /" + strings.Join(path, "/") + " is no text")
	}
	return value, true, nil
}

// list returns a claim that must be a list of texts when it is there, or a single text.
// ErrToken, without its value.
func (c claims) list(path ClaimPath) (values []string, err error) {
	if !c.has(path) || json.Unmarshal(c.find(path), &values) == nil {
		return values, nil
	}
	value, _, err := c.text(path)
	if err != nil {
		return nil, wrong("the claim /" + strings.Join(path, "/") + " is no list of texts")
	}
	return []string{value}, nil
}
