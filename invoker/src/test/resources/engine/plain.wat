;; A module without memory, tables, globals and imports.
(module
  (func (export "spin") (loop $again (br $again)))
  (func (export "add") (param i64 i64) (result i64) (i64.add (local.get 0) (local.get 1))))
