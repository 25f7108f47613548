package ui_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// parse reads a page as a browser does.
func parse(t testing.TB, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// each calls visit for every element.
func each(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, visit)
	}
}

// all returns the elements with one of the given names, in order.
func all(n *html.Node, names ...string) []*html.Node {
	var list []*html.Node
	each(n, func(e *html.Node) {
		if slices.Contains(names, e.Data) {
			list = append(list, e)
		}
	})
	return list
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// text is what is read in an element, with single spaces.
func text(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data + " ")
		case n.Data == "br":
			b.WriteString(" ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// outline is a page as someone hears it: one line for each heading, text, link,
// field and button of the main part.
func outline(t testing.TB, page string) string {
	t.Helper()
	var b strings.Builder
	line := func(depth int, kind, words string) {
		b.WriteString(strings.Repeat("  ", depth) + kind + " " + words + "\n")
	}
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "h1", "h2", "h3", "h4", "h5", "p", "legend", "label", "summary", "caption", "th", "td", "dt", "dd":
				line(depth, n.Data, text(n))
				links(n, func(a *html.Node) { line(depth+1, "link", text(a)+" -> "+attr(a, "href")) })
				return
			case "a":
				line(depth, "link", text(n)+" -> "+attr(n, "href"))
				return
			case "button":
				line(depth, "button", text(n)+" ["+attr(n, "name")+"="+attr(n, "value")+"]")
				return
			case "input", "textarea":
				line(depth, n.Data, fieldLine(n))
				return
			case "li":
				if only := first(n); only == nil || only.Data == "a" || only.Data == "br" {
					line(depth, "-", text(n))
					links(n, func(a *html.Node) { line(depth+1, "link", text(a)+" -> "+attr(a, "href")) })
					return
				}
			case "section", "fieldset", "details", "form", "article", "div":
				if name := attr(n, "role"); name != "" || n.Data != "div" {
					line(depth, n.Data, strings.TrimSpace(name+" "+open(n)))
					depth++
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth)
		}
	}
	walk(all(parse(t, page), "main")[0], 0)
	return b.String()
}

func links(n *html.Node, visit func(*html.Node)) {
	for _, a := range all(n, "a") {
		visit(a)
	}
}

func open(n *html.Node) string {
	if has(n, "open") {
		return "open"
	}
	return ""
}

func fieldLine(n *html.Node) string {
	words := attr(n, "type") + " " + attr(n, "name") + "=" + attr(n, "value")
	for _, state := range []string{"checked", "aria-invalid"} {
		if has(n, state) {
			words += " " + state
		}
	}
	return strings.TrimSpace(words)
}

// first is the first element inside another.
func first(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			return c
		}
	}
	return nil
}
