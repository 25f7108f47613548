package delivery_test

import (
	"bytes"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/server/delivery"
)

func TestApplicationArrivesAsItWasSent(t *testing.T) {
	sent := delivery.Application{
		Number: "Z-1", Municipality: "zonnedijk", BSN: "999990019", Name: "Zoë van 't Hoff-Çelik",
		Account: "NL91ABNA0417164300", By: delivery.ByHelper, Mandate: "M-1", Helper: "mijn zus",
		Partner: delivery.Signature{At: 1, Door: "sign_in", BSN: "999990020"},
	}
	payload, err := sent.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := delivery.Decode(payload)
	if err != nil || got != sent {
		t.Errorf("got %+v, %v; want %+v", got, err, sent)
	}
	if _, err := delivery.Decode(bytes.Replace(payload, []byte(`"Format":1`), []byte(`"Format":9`), 1)); err == nil {
		t.Error("a payload of format 9 was read")
	}
	for _, broken := range []string{"", "{", `{"Format":"999990019"}`} {
		if _, err := delivery.Decode([]byte(broken)); err == nil || strings.Contains(err.Error(), "999990019") {
			t.Errorf("%q: got error %v; want one that does not quote it", broken, err)
		}
	}
}

func TestOnlyApplicationsAndCallsAreDelivered(t *testing.T) {
	for kind, want := range map[offers.AnswerKind]bool{offers.Accept: true, offers.Talk: true, offers.Decline: false, offers.DeclineYear: false} {
		if got := delivery.Wanted(kind); got != want {
			t.Errorf("%s: got %v, want %v", kind, got, want)
		}
	}
}
