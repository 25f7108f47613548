package server_test

import (
	"reflect"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server"
)

// An offer that is made with what made another before it is that of its own resident and
// day, and stays it when the next is made.
func TestMakersMixNobodyUp(t *testing.T) {
	today, _ := rules.DayOf(2026, 11, 16)
	c, scheme := mustCatalogue(t), bram().scheme
	var rested server.Makers
	type made struct{ got, want offers.Offer }
	var all []made
	for _, on := range []rules.Day{today, today, today - 30} {
		for _, facts := range [][]offers.Fact{longPoor(born), nil, longPoor(born)[:2], longPoor(born + 9000)} {
			record := &offers.Record{Facts: facts}
			got, err := rested.Make(c, scheme, record, on)
			if err != nil {
				t.Fatal(err)
			}
			want, err := offers.Make(c, scheme, record, on)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, made{got, want})
		}
	}
	for i, m := range all {
		if len(m.got.Facts)+len(m.want.Facts) > 0 && !reflect.DeepEqual(m.got.Facts, m.want.Facts) ||
			!reflect.DeepEqual(m.got.Reasons, m.want.Reasons) || m.got.Amount != m.want.Amount || m.got.State != m.want.State || m.got.On != m.want.On {
			t.Errorf("offer %d is %+v, want %+v", i, m.got, m.want)
		}
	}
}
