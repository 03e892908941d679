;; Its _initialize never ends: the deploy has to be stopped, not a request.
(module
  (memory (export "memory") 1)
  (func (export "_initialize") (loop $again (br $again)))
  (func (export "handle") (result i32) (i32.const 0)))
