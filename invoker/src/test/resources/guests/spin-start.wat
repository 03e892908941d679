;; Its start function never ends: the deploy has to be stopped, not a request.
(module
  (memory (export "memory") 1)
  (func $start (loop $again (br $again)))
  (start $start)
  (func (export "handle") (result i32) (i32.const 0)))
