package store

import (
	"fmt"

	"github.com/klauspost/compress/s2"
)

// longestText bounds what a sealed text may unfold to.
const longestText = 16 << 20

// press makes a text small before it is sealed. Names of fields make up most of
// a receipt; without them several receipts fit on one page of the database, and a
// group of answers is on disk that much sooner. (DEFLATE presses better, and
// takes longer than all the rest of filing an answer.)
func press(text []byte) []byte { return s2.Encode(nil, text) }

func unpress(pressed []byte) ([]byte, error) {
	n, err := s2.DecodedLen(pressed)
	if err == nil && n > longestText {
		err = fmt.Errorf("sealed text is longer than %d bytes", longestText)
	}
	if err != nil {
		return nil, err
	}
	return s2.Decode(nil, pressed)
}
