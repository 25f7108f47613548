package server_test

import (
	"strings"
	"testing"

	"zeker/server"
)

// C1: whoever adds a route says whose it is.
func TestC1ARouteThatDoesNotSayWhoseItIsIsRefused(t *testing.T) {
	var cfg server.Config
	makePortal(t, nil, func(_ *portal, good *server.Config) { cfg = *good })
	if err := server.NewWithAnOpenDoor(cfg); err == nil || !strings.Contains(err.Error(), "GET /:lang/open does not say who may use it") {
		t.Errorf("got %v, want the name of the route", err)
	}
}
