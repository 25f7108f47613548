package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"zeker/offers/catalogue"
)

// dataFlag declares the flag by which a municipality works with files of its own.
func dataFlag(flags *flag.FlagSet, folder *string) {
	flags.StringVar(folder, "data", "", "the `folder` with the law, schemes and municipalities to work by, in corpus, schemes and municipalities; without it, those that are built in")
}

// openLibrary loads the law, schemes and municipalities of a folder, or those that
// are built in when it is "". Every mistake in the files is told, with its place.
func openLibrary(folder string) (*catalogue.Library, error) {
	if folder == "" {
		library, err := catalogue.Embedded()
		return library, mistaken(err)
	}
	var parts [3]fs.FS
	for i, name := range []string{"corpus", "schemes", "municipalities"} {
		part := filepath.Join(folder, name)
		if _, err := os.Stat(part); err != nil {
			return nil, mistaken(err)
		}
		parts[i] = os.DirFS(part)
	}
	library, err := catalogue.Load(parts[0], parts[1], parts[2])
	if err != nil {
		err = fmt.Errorf("the files in %s do not hold together:\n%w", folder, err)
	}
	return library, mistaken(err)
}
