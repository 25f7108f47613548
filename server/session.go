package server

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/sessions"

	"zeker/server/store"
)

// The cookie and the life of a session. The __Host- prefix makes browsers refuse
// a cookie that is not Secure, not for the whole host only, or set by another.
const (
	cookieName  = "__Host-zeker"
	idBytes     = 32               // 256 random bits
	idleLife    = 15 * time.Minute // without a request
	longestLife = 8 * time.Hour    // whatever happens
)

// What a session holds, by key in Session.Values: whose it is, a resident's or staff's,
// by which door they came, when it began, and when it was last used. It holds no more on
// purpose: two requests of one session may run at once, and what the last of them writes
// would win.
const (
	subjectKey = "subject" // store.Subject
	doorKey    = "door"    // store.Door
	staffKey   = "staff"   // store.StaffID; never with a subject
	mandateKey = "mandate" // string: of a helper's session; the subject is whom they help
	createdKey = "created" // int64, seconds since 1970
	seenKey    = "seen"    // int64
)

// sessionStore is a gorilla/sessions store on the database, so that a session
// can be ended at once. The cookie holds a random id and nothing else; the
// database holds the hash of the id, so that a copy of the database opens no
// session. An id that we did not give out is never adopted.
type sessionStore struct {
	rows   *store.Store
	now    func() time.Time
	random io.Reader
}

// Get returns the session of a request, once read.
func (t *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(t, name)
}

// New reads the session of a request. A cookie that is missing, garbage or too
// old gives a new, empty session; only a failing database is an error.
func (t *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := t.empty(name)
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil // there is no cookie
	}
	hash, ok := hashOfID(cookie.Value)
	if !ok {
		return session, nil
	}
	row, err := t.rows.LoadSession(r.Context(), hash, t.now().Unix())
	if errors.Is(err, store.ErrNotFound) {
		return session, nil
	}
	if err != nil {
		return session, fmt.Errorf("session: %w", err)
	}
	session.Values[subjectKey], session.Values[doorKey], session.Values[staffKey] = row.Subject, row.Door, row.Staff
	session.Values[mandateKey] = row.Mandate
	session.Values[createdKey], session.Values[seenKey] = row.Created, row.Seen
	session.ID, session.IsNew = cookie.Value, false
	return session, nil
}

// empty returns a session that nobody signed in to.
func (t *sessionStore) empty(name string) *sessions.Session {
	session := sessions.NewSession(t, name)
	session.IsNew = true
	session.Options = &sessions.Options{Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	return session
}

// Save writes a session under a new id when it has none, moves its end when it
// has one, and deletes it when its MaxAge is negative. The cookie is set only when
// its value changes. store.ErrNotFound when the session was ended meanwhile, as
// from another tab: it stays ended.
func (t *sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	switch {
	case session.Options.MaxAge < 0:
		http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
		return t.delete(r.Context(), session.ID)
	case session.ID == "":
		return t.begin(r.Context(), w, session)
	}
	now := t.now().Unix()
	if session.Values[seenKey] == now {
		return nil // in this very second
	}
	created, _ := session.Values[createdKey].(int64)
	session.Values[seenKey] = now
	hash, _ := hashOfID(session.ID)
	if err := t.rows.TouchSession(r.Context(), hash, now, expiry(created, now)); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return nil
}

// begin writes a new session and sets its cookie.
func (t *sessionStore) begin(ctx context.Context, w http.ResponseWriter, session *sessions.Session) error {
	id := make([]byte, idBytes)
	if _, err := io.ReadFull(t.random, id); err != nil {
		return fmt.Errorf("session: no randomness for an id: %w", err)
	}
	now := t.now().Unix()
	session.ID = base64.RawURLEncoding.EncodeToString(id)
	session.Values[createdKey], session.Values[seenKey] = now, now
	hash, _ := hashOfID(session.ID)
	row := store.Session{IDHash: hash, Created: now, Seen: now, Expires: expiry(now, now)}
	row.Subject, _ = session.Values[subjectKey].(store.Subject)
	row.Door, _ = session.Values[doorKey].(store.Door)
	row.Staff, _ = session.Values[staffKey].(store.StaffID)
	row.Mandate, _ = session.Values[mandateKey].(string)
	if err := t.rows.SaveSession(ctx, row); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	http.SetCookie(w, sessions.NewCookie(session.Name(), session.ID, session.Options))
	return nil
}

// expiry is the first second in which a session is over.
func expiry(created, seen int64) int64 {
	return min(seen+int64(idleLife/time.Second), created+int64(longestLife/time.Second))
}

func (t *sessionStore) delete(ctx context.Context, id string) error {
	hash, ok := hashOfID(id)
	if !ok {
		return nil // it was never written
	}
	if err := t.rows.DeleteSession(ctx, hash); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return nil
}

// hashOfID returns the name of a session in the database; ok is false for a
// text that cannot be an id of ours.
func hashOfID(id string) (hash []byte, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil || len(raw) != idBytes {
		return nil, false
	}
	sum := sha256.Sum256(raw)
	return sum[:], true
}

// headerWriter is all that gorilla/sessions needs of a http.ResponseWriter.
type headerWriter struct{ header http.Header }

func (w *headerWriter) Header() http.Header { return w.header }
func (w *headerWriter) Write([]byte) (int, error) {
	return 0, errors.New("session: only headers can be written here")
}
func (w *headerWriter) WriteHeader(int) {}

// bridge is a session with the request that gorilla/sessions knows it by.
type bridge struct {
	*sessions.Session
	request *http.Request
}

// session reads the session of a request.
func (s *Server) session(c *fiber.Ctx) (*bridge, error) {
	// The copy matters: nothing of a session may lie in the server's reused buffers.
	header := http.Header{"Cookie": {string(c.Request().Header.Peek(fiber.HeaderCookie))}}
	r := (&http.Request{Header: header}).WithContext(c.UserContext())
	session, err := s.sessions.Get(r, cookieName)
	return &bridge{session, r}, err
}

// save writes the session, and its cookie when that is new or gone.
func (b *bridge) save(c *fiber.Ctx) error {
	w := &headerWriter{http.Header{}}
	if err := b.Save(b.request, w); err != nil {
		return err
	}
	for _, v := range w.header["Set-Cookie"] {
		c.Response().Header.Add(fiber.HeaderSetCookie, v)
	}
	return nil
}

// subject returns the resident who is there themselves, "" when nobody signed in. In
// a helper's session that is nobody: what they may do follows from the mandate alone.
func (b *bridge) subject() store.Subject {
	if b.mandate() != "" {
		return ""
	}
	who, _ := b.Values[subjectKey].(store.Subject)
	return who
}

// door returns by which door they came in.
func (b *bridge) door() store.Door {
	door, _ := b.Values[doorKey].(store.Door)
	return door
}

// mandate returns the id of the mandate that a helper's session rests on, "" in others.
func (b *bridge) mandate() string {
	id, _ := b.Values[mandateKey].(string)
	return id
}

// staff returns who of the staff signed in, "" for nobody.
func (b *bridge) staff() store.StaffID {
	id, _ := b.Values[staffKey].(store.StaffID)
	return id
}

// signIn makes it the session of a resident who came in by a door.
func (b *bridge) signIn(c *fiber.Ctx, rows *sessionStore, who store.Subject, door store.Door) error {
	return b.renew(c, rows, map[any]any{subjectKey: who, doorKey: door})
}

// signInHelper makes it the session of a helper, in which nothing is left of their own.
func (b *bridge) signInHelper(c *fiber.Ctx, rows *sessionStore, m *store.Mandate) error {
	return b.renew(c, rows, map[any]any{subjectKey: m.Subject, doorKey: store.ByHelper, mandateKey: m.ID})
}

// signInStaff makes it the session of somebody of the staff.
func (b *bridge) signInStaff(c *fiber.Ctx, rows *sessionStore, id store.StaffID) error {
	return b.renew(c, rows, map[any]any{staffKey: id})
}

// renew makes it a session of somebody else, with nothing of who was there before. It
// gets a new id and the old one is dead: who planted an id in a browser holds nothing
// (session fixation).
func (b *bridge) renew(c *fiber.Ctx, rows *sessionStore, values map[any]any) error {
	if err := rows.delete(b.request.Context(), b.ID); err != nil {
		return err
	}
	b.ID, b.Values = "", values
	return b.save(c)
}

// end deletes the session here and in the browser.
func (b *bridge) end(c *fiber.Ctx) error {
	b.Options.MaxAge = -1
	c.Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	return b.save(c)
}
