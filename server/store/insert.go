package store

import (
	"context"
	"strconv"
	"strings"
)

// insertion inserts many rows.
type insertion struct {
	q          queries
	together   int    // rows of one statement
	head, tail string // of the statement, around VALUES and the rows
	columns    int
	args       []any // of the rows that wait
	statement  string
}

// add inserts a row, or keeps it for when there are more.
func (i *insertion) add(ctx context.Context, row ...any) error {
	i.args = append(i.args, row...)
	if len(i.args) < i.together*i.columns {
		return nil
	}
	if i.statement == "" {
		i.statement = i.values(i.together)
	}
	return i.run(ctx, i.statement)
}

// end inserts the rows that still wait.
func (i *insertion) end(ctx context.Context) error {
	if len(i.args) == 0 {
		return nil
	}
	return i.run(ctx, i.values(len(i.args)/i.columns))
}

func (i *insertion) run(ctx context.Context, statement string) error {
	_, err := i.q.ExecContext(ctx, statement, i.args...)
	i.args = i.args[:0]
	return err
}

// values is the statement for so many rows.
func (i *insertion) values(rows int) string {
	var s strings.Builder
	s.WriteString(i.head + " VALUES ")
	for n := range rows * i.columns {
		switch {
		case n == 0:
			s.WriteString("($")
		case n%i.columns == 0:
			s.WriteString("), ($")
		default:
			s.WriteString(", $")
		}
		s.WriteString(strconv.Itoa(n + 1))
	}
	s.WriteString(") " + i.tail)
	return s.String()
}
