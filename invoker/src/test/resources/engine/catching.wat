;; Endless loops inside a catch-all that starts them again: an engine that carries its own interruption
;; as a guest exception would never end these. Apart from spin.wat because they need exception handling.
(module
  (memory (export "memory") 1)
  (tag $again)

  ;; nothing is ever thrown by the guest
  (func (export "handle") (result i32)
    (loop $restart
      (block $caught (try_table (catch_all $caught) (loop $again (br $again))))
      (br $restart))
    (unreachable))

  ;; the guest throws all the time
  (func (export "thrower") (result i32)
    (loop $restart
      (block $caught (try_table (catch_all $caught) (throw $again)))
      (br $restart))
    (unreachable))

  ;; recursion until the stack is exhausted, caught and started again
  (func $dive (call $dive))
  (func (export "diver") (result i32)
    (loop $restart
      (block $caught (try_table (catch_all $caught) (call $dive)))
      (br $restart))
    (unreachable)))
