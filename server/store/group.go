package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// groupLimit bounds the requests of one transaction, so that the first of a
// group does not wait long for the last.
const groupLimit = 256

// groupWriter is the one writer of an SQLite database. Requests that arrive
// while a transaction is being put on disk go together in the next one.
type groupWriter struct {
	q        queries
	requests chan *request
	mu       sync.RWMutex // held for reading while sending, so that stop can close requests
	stopped  bool
	done     chan struct{}
}

type request struct {
	ctx    context.Context
	do     func(ctx context.Context, q queries) error
	err    error
	result chan error
}

var errStopped = errors.New("the database is closed")

func newGroupWriter(q queries) *groupWriter {
	w := &groupWriter{q: q, requests: make(chan *request, groupLimit), done: make(chan struct{})}
	go w.run()
	return w
}

// transact waits until the group's commit is durable. A caller that gives up
// before its turn writes nothing; after that it waits, so that nobody is told
// "not saved" of what was saved.
func (w *groupWriter) transact(ctx context.Context, do func(ctx context.Context, q queries) error) error {
	r := &request{ctx: ctx, do: do, result: make(chan error, 1)}
	w.mu.RLock()
	if w.stopped {
		w.mu.RUnlock()
		return errStopped
	}
	w.requests <- r
	w.mu.RUnlock()
	return <-r.result
}

func (w *groupWriter) stop() {
	w.mu.Lock()
	if !w.stopped {
		w.stopped = true
		close(w.requests)
	}
	w.mu.Unlock()
	<-w.done
}

func (w *groupWriter) run() {
	defer close(w.done)
	group := make([]*request, 0, groupLimit)
	for first := range w.requests {
		group = append(group[:0], first)
		err := w.commit(&group)
		for _, r := range group {
			if r.err == nil {
				r.err = err
			}
			r.result <- r.err
		}
	}
}

// commit runs the group's first request and those that wait by then, and commits.
// Its error is that of the transaction as a whole.
//
// It first tries without savepoints, which would copy every page that a request
// touches. Only when a request fails is the group begun again with them, so that
// its failure is its own.
func (w *groupWriter) commit(group *[]*request) error {
	err := w.attempt(group, w.plainly)
	if err == errFailedRequest {
		err = w.attempt(group, w.apart)
	}
	return err
}

var errFailedRequest = errors.New("a request of the group failed")

func (w *groupWriter) attempt(group *[]*request, one func(context.Context, *request) error) error {
	// A caller that goes away must not interrupt its neighbours' transaction.
	ctx := context.Background()
	if _, err := w.q.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	for i := 0; i < len(*group); i++ {
		if err := one(ctx, (*group)[i]); err != nil {
			w.q.ExecContext(ctx, `ROLLBACK`)
			return err
		}
		w.gather(group)
	}
	if _, err := w.q.ExecContext(ctx, `COMMIT`); err != nil {
		w.q.ExecContext(ctx, `ROLLBACK`) // a disk that is full leaves the transaction open
		return err
	}
	return nil
}

// gather adds the requests that wait by now.
func (w *groupWriter) gather(group *[]*request) {
	for len(*group) < groupLimit {
		select {
		case r, open := <-w.requests:
			if !open {
				return
			}
			*group = append(*group, r)
		default:
			return
		}
	}
}

// plainly runs a request in the group's transaction itself.
func (w *groupWriter) plainly(ctx context.Context, r *request) error {
	if r.err = r.ctx.Err(); r.err != nil {
		return nil
	}
	if guard(ctx, w.q, r.do) != nil {
		return errFailedRequest
	}
	return nil
}

// apart runs a request under a savepoint. The error returned is one that breaks
// the transaction.
func (w *groupWriter) apart(ctx context.Context, r *request) error {
	if r.err = r.ctx.Err(); r.err != nil {
		return nil
	}
	if _, err := w.q.ExecContext(ctx, `SAVEPOINT request`); err != nil {
		return err
	}
	if r.err = guard(ctx, w.q, r.do); r.err != nil {
		if _, err := w.q.ExecContext(ctx, `ROLLBACK TO request`); err != nil {
			return err
		}
	}
	_, err := w.q.ExecContext(ctx, `RELEASE request`)
	return err
}

// guard makes an error of a panic: the one writer must outlive a mistake in one request.
func guard(ctx context.Context, q queries, do func(context.Context, queries) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("write panicked: %v", p)
		}
	}()
	return do(ctx, q)
}
