package store

import (
	"context"
)

// Session is a row of the session store: who is signed in, until when, and
// nothing of what they do. The cookie holds the id, the row its hash: whoever
// reads the table can open no session.
type Session struct {
	IDHash  []byte  // SHA-256 of the id
	Subject Subject // the resident who signed in; "" for nobody
	Door    Door    // by which they came in
	Staff   StaffID // who of the staff signed in; "" for nobody. Never with a Subject
	// Mandate is the id of the mandate that the session rests on: then a helper is there,
	// and the Subject is whom they help. "" for a session of one's own.
	Mandate string
	Created int64
	Seen    int64
	Expires int64
}

// Door is how a resident came in. What a session may do depends on it.
type Door string

// The doors.
const (
	ByLetter Door = "letter"  // the code of a letter: whoever has the letter may hold it
	BySignIn Door = "sign_in" // signed in as themselves, at the level that was asked
	ByHelper Door = "helper"  // a helper, who signed in as themselves and has a mandate
)

// SaveSession stores a session, or replaces it.
func (s *Store) SaveSession(ctx context.Context, in Session) error {
	return failed("save session", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `INSERT INTO sessions (id_hash, subject, door, staff, mandate, created_at, seen_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (id_hash) DO UPDATE SET subject = excluded.subject, door = excluded.door, staff = excluded.staff,
				mandate = excluded.mandate, seen_at = excluded.seen_at, expires_at = excluded.expires_at`,
			in.IDHash, in.Subject, in.Door, in.Staff, in.Mandate, in.Created, in.Seen, in.Expires)
		return err
	}))
}

// TouchSession moves the end of a session. One that ended meanwhile stays ended:
// ErrNotFound.
func (s *Store) TouchSession(ctx context.Context, idHash []byte, seen, expires int64) error {
	return failed("touch session", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		n, err := affected(q.ExecContext(ctx, `UPDATE sessions SET seen_at = $2, expires_at = $3
			WHERE id_hash = $1 AND expires_at > $2`, idHash, seen, expires))
		if err == nil && n == 0 {
			return ErrNotFound
		}
		return err
	}))
}

// LoadSession returns a session; ErrNotFound when there is none or it expired.
func (s *Store) LoadSession(ctx context.Context, idHash []byte, now int64) (Session, error) {
	out := Session{IDHash: idHash}
	err := s.read.QueryRowContext(ctx, `SELECT subject, door, staff, mandate, created_at, seen_at, expires_at FROM sessions
		WHERE id_hash = $1 AND expires_at > $2`, idHash, now).Scan(&out.Subject, &out.Door, &out.Staff, &out.Mandate, &out.Created, &out.Seen, &out.Expires)
	if err != nil {
		return Session{}, failed("load session", notFound(err))
	}
	return out, nil
}

// DeleteSession ends a session; one that is not there is no error.
func (s *Store) DeleteSession(ctx context.Context, idHash []byte) error {
	return failed("delete session", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `DELETE FROM sessions WHERE id_hash = $1`, idHash)
		return err
	}))
}

// DeleteSessionsOf ends every session of a resident.
func (s *Store) DeleteSessionsOf(ctx context.Context, subject Subject) error {
	return failed("delete sessions", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `DELETE FROM sessions WHERE subject = $1`, subject)
		return err
	}))
}

// DeleteExpiredSessions forgets the sessions that are over.
func (s *Store) DeleteExpiredSessions(ctx context.Context, now int64) error {
	return failed("delete expired sessions", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `DELETE FROM sessions WHERE expires_at <= $1`, now)
		return err
	}))
}
