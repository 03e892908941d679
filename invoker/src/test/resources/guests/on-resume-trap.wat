;; Its on_resume traps: no request may reach "handle".
(module
  (memory (export "memory") 1)
  (func (export "on_resume") (param i64) (unreachable))
  (func (export "handle") (result i32) (i32.const 0)))
