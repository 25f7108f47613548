package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver, in pure Go
)

//go:embed sqlite/*.sql
var sqliteMigrations embed.FS

// FULL makes a commit wait for the disk. Immediate transactions take the lock at
// once: read-then-write in a deferred one fails under load whatever the timeout.
const sqliteWriting = "_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)" +
	"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=wal_autocheckpoint(4000)&_pragma=cache_size(-16384)"

const sqliteReading = "_pragma=busy_timeout(10000)&_pragma=query_only(1)"

func openSQLite(ctx context.Context, place string) (*Store, error) {
	writing, err := sql.Open("sqlite", sqliteName(place, sqliteWriting))
	if err != nil {
		return nil, err
	}
	writing.SetMaxOpenConns(1)
	if err := migrateSQLite(ctx, writing); err != nil {
		writing.Close()
		return nil, err
	}
	conn, err := writing.Conn(ctx)
	if err != nil {
		writing.Close()
		return nil, err
	}
	reading, err := sql.Open("sqlite", sqliteName(place, sqliteReading))
	if err != nil {
		writing.Close()
		return nil, err
	}
	reading.SetMaxOpenConns(2 * runtime.GOMAXPROCS(0))
	reading.SetMaxIdleConns(2 * runtime.GOMAXPROCS(0))
	groups := newGroupWriter(&prepared{on: conn})
	close := func() error {
		groups.stop()
		return errors.Join(conn.Close(), reading.Close(), writing.Close())
	}
	return &Store{read: &prepared{on: reading}, write: groups, close: close, together: 1}, nil
}

// migrateSQLite migrates, and again when that fails: of processes that begin a new
// database at once all but one fail, and then find it begun.
func migrateSQLite(ctx context.Context, db *sql.DB) (err error) {
	const tries = 3
	for range tries {
		if err = migrate(ctx, goose.DialectSQLite3, db, sqliteMigrations, "sqlite"); err == nil {
			return nil
		}
	}
	return err
}

// sqliteName is the driver's name of a database file, with settings.
func sqliteName(place, settings string) string {
	if !strings.HasPrefix(place, "file:") {
		place = "file:" + (&url.URL{Path: place}).EscapedPath()
	}
	if strings.Contains(place, "?") {
		return place + "&" + settings
	}
	return place + "?" + settings
}

// prepared prepares each statement once for a connection or a pool.
type prepared struct {
	on interface {
		PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
		queries
	}
	statements sync.Map // query -> *sql.Stmt
}

func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := p.statements.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := p.on.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if first, lost := p.statements.LoadOrStore(query, s); lost {
		s.Close()
		return first.(*sql.Stmt), nil
	}
	return s, nil
}

func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.statement(ctx, query)
	if err != nil {
		// A Row cannot be made from an error: let the unprepared query find it again.
		return p.on.QueryRowContext(ctx, query, args...)
	}
	return s.QueryRowContext(ctx, args...)
}

// migrate brings the tables up to date.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, files embed.FS, folder string, options ...goose.ProviderOption) error {
	provider, err := goose.NewProvider(dialect, db, sub(files, folder), options...)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}
