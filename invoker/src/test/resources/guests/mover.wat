;; Counts its calls in memory and answers how many there were, as one digit. A body's first byte is kept: it says what goes
;; wrong when the agent is moved. In "hand_over": "t" traps, "l" never ends, "r" returns 3 with an error text, "b" hands
;; over 16 MiB and a byte. "T", "L" and "R" do the same in "migrate", which takes in that byte and the digit; if nothing
;; was handed over, the digit is the variable "last", or 4 is returned if there is none.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "load_u8" (func $load_u8 (param i64) (result i32)))
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/env" "error_set" (func $error_set (param i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/user" "block_new" (func $block_new (param i32 i32) (result i64)))

  (memory (export "memory") 1)
  (data (i32.const 16) "not todaylast")

  ;; at 0 the byte that was kept, at 1 the digit
  (func $digit (result i32) (i32.load8_u (i32.const 1)))
  (data (i32.const 1) "0")

  (func $go_wrong (param $how i32) (result i32)
    (if (i32.eq (local.get $how) (i32.const 0x74)) (then (unreachable)))
    (if (i32.eq (local.get $how) (i32.const 0x6c)) (then (loop $again (br $again))))
    (if (i32.eq (local.get $how) (i32.const 0x72))
      (then
        (call $error_set (call $block_new (i32.const 16) (i32.const 9)))
        (return (i32.const 3))))
    (i32.const 0))

  (func (export "handle") (result i32)
    (if (i64.ne (call $input_length) (i64.const 0))
      (then (i32.store8 (i32.const 0) (call $input_load_u8 (i64.const 0)))))
    (i32.store8 (i32.const 1) (i32.add (call $digit) (i32.const 1)))
    (call $output_set (call $block_new (i32.const 1) (i32.const 1)) (i64.const 1))
    (i32.const 0))

  (func (export "hand_over") (result i32)
    (if (i32.eq (i32.load8_u (i32.const 0)) (i32.const 0x62))
      (then
        (call $output_set (call $alloc (i64.const 16777217)) (i64.const 16777217))
        (return (i32.const 0))))
    (call $output_set (call $block_new (i32.const 0) (i32.const 2)) (i64.const 2))
    (call $go_wrong (i32.load8_u (i32.const 0))))

  (func (export "migrate") (result i32)
    (local $last i64)
    (if (i64.eqz (call $input_length))
      (then
        (local.set $last (call $var_get (call $block_new (i32.const 25) (i32.const 4))))
        (if (i64.eqz (local.get $last)) (then (return (i32.const 4))))
        (i32.store8 (i32.const 1) (call $load_u8 (local.get $last)))
        (return (i32.const 0))))
    (i32.store8 (i32.const 1) (call $input_load_u8 (i64.const 1)))
    (call $go_wrong (i32.add (call $input_load_u8 (i64.const 0)) (i32.const 0x20)))))
