module dormouse.dev/examples/markdown

go 1.26

require (
	github.com/extism/go-pdk v1.1.3
	github.com/yuin/goldmark v1.8.7
)
