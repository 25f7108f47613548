package store_test

import (
	"bytes"
	"context"
	"testing"

	"zeker/server/store"
)

func TestSmoke(t *testing.T) {
	k, err := store.NewKeys(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), t.TempDir()+"/a b?#%.db", k)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SaveSession(t.Context(), store.Session{IDHash: []byte{0, 1, '/', 3}, Data: []byte("hi"), Expires: 5}); err != nil {
		t.Fatal(err)
	}
	got, err := s.LoadSession(t.Context(), []byte{0, 1, '/', 3}, 4)
	t.Log(got, err)
	t.Log(s.Close())
}
