package store

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver; it prepares statements by itself
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed postgres/*.sql
var postgresMigrations embed.FS

// postgresConnections bounds one portal's share of the server's connections.
const postgresConnections = 16

// postgresTogether is how many rows go in one statement: a round trip to the
// server costs more than a row.
const postgresTogether = 50

func openPostgres(ctx context.Context, place string) (*Store, error) {
	db, err := sql.Open("pgx", place)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	// Several portals may start at once: one migrates, the others wait.
	locker, err := lock.NewPostgresSessionLocker()
	if err == nil {
		err = migrate(ctx, goose.DialectPostgres, db, postgresMigrations, "postgres", goose.WithSessionLocker(locker))
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return &Store{read: db, write: postgresWriter{db}, close: db.Close, together: postgresTogether}, nil
}

// postgresWriter gives each request a transaction; the server groups their
// commits itself.
type postgresWriter struct{ db *sql.DB }

func (w postgresWriter) transact(ctx context.Context, do func(ctx context.Context, q queries) error) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := guard(ctx, tx, do); err != nil {
		return err
	}
	return tx.Commit()
}

func sub(files embed.FS, folder string) fs.FS {
	f, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // the name of a folder in this package
	}
	return f
}
