;; Writes to each granule of its 4 MiB of memory, then waits for its body, then answers nothing.
(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))

  (memory (export "memory") 64)

  (func (export "handle") (result i32)
    (memory.fill (i32.const 0) (i32.const 1) (i32.const 4194304))
    (drop (call $input_length))
    (i32.const 0)))
