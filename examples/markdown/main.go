// Markdown in, HTML out: GitHub's flavour (tables, strikethrough, task lists, bare links), raw HTML left out.
package main

import (
	"bytes"
	"encoding/json"
	"html"
	"net/url"

	"github.com/extism/go-pdk"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Built while the module is initialised, which is at deploy: every request starts from here.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.GFM),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
)

//go:wasmimport extism:host/user request_head
func requestHead() uint64

//go:wasmimport extism:host/user response_head
func responseHead(block uint64) uint32

//go:wasmexport handle
func handle() int32 {
	source := pdk.Input()
	document := markdown.Parser().Parse(text.NewReader(source))
	var out bytes.Buffer
	page := wantsPage()
	if page {
		out.WriteString("<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>")
		out.WriteString(html.EscapeString(title(document, source)))
		out.WriteString("</title>\n</head>\n<body>\n")
	}
	if err := markdown.Renderer().Render(&out, source, document); err != nil {
		pdk.SetError(err)
		return 1
	}
	if page {
		out.WriteString("</body>\n</html>\n")
	}
	head := pdk.AllocateString(`{"status":200,"headers":[["content-type","text/html; charset=utf-8"]]}`)
	responseHead(head.Offset())
	pdk.Output(out.Bytes())
	return 0
}

// wantsPage tells whether the query has "page": a whole document is asked for, not a fragment.
func wantsPage() bool {
	var head struct {
		Query string `json:"query"`
	}
	block := pdk.FindMemory(requestHead())
	if json.Unmarshal(block.ReadBytes(), &head) != nil {
		return false
	}
	query, err := url.ParseQuery(head.Query)
	return err == nil && query.Has("page")
}

// title is the text of the document's first heading.
func title(document ast.Node, source []byte) string {
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		if heading, ok := node.(*ast.Heading); ok {
			return plain(heading, source)
		}
	}
	return "Untitled"
}

func plain(node ast.Node, source []byte) string {
	var out bytes.Buffer
	_ = ast.Walk(node, func(child ast.Node, entering bool) (ast.WalkStatus, error) {
		if leaf, ok := child.(*ast.Text); ok && entering {
			out.Write(leaf.Segment.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

func main() {}
