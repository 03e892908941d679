// The function {{name}}: the body of the request is its input, its output is the body of the answer.
package main

import "github.com/extism/go-pdk"

// What stands in package variables and init functions is made once, at deploy; each request starts from there.
var greeting = "Hello, "

//go:wasmexport handle
func handle() int32 {
	name := pdk.InputString()
	if name == "" {
		name = "World"
	}
	pdk.OutputString(greeting + name + "!\n")
	return 0 // or pdk.SetError(err) and another number: the caller gets 502 with the text
}

func main() {}
