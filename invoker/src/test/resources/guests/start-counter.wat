;; Everything that runs or is used up at instantiation: a start function, active and passive segments of both kinds,
;; globals of several types, among them a function reference. The start function leaves its traces once; a resume
;; must find them, and must neither run it nor apply a segment again.
;; Answers "starts=1 text=Hello passive=world call=42\n" on each request.
(module
  (import "extism:host/user" "block_new" (func $block_new (param i32 i32) (result i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  (type $number (func (result i32)))
  (memory (export "memory") 1)
  (table $numbers 4 funcref)
  (global $starts (mut i32) (i32.const 0))
  (global $wide (mut i64) (i64.const 0))
  (global $float (mut f64) (f64.const 0))
  (global $chosen (mut funcref) (ref.null func))
  (global $first funcref (ref.func $forty_one))

  (data $text (i32.const 0) "starts=? text=hello passive=????? call=??\n")
  (data $world "world")
  (data $kept "kept")
  (elem $active (table $numbers) (i32.const 0) func $forty_one)
  (elem $passive func $forty_one $forty_two)
  (elem declare func $forty_two)

  (func $forty_one (result i32) (i32.const 41))
  (func $forty_two (result i32) (i32.const 42))

  (func $start
    (global.set $starts (i32.add (global.get $starts) (i32.const 1)))
    (global.set $wide (i64.const 0x0123456789abcdef))
    (global.set $float (f64.const 0.5))
    (global.set $chosen (ref.func $forty_two))
    ;; over the active segment's bytes, so that applying it again would show
    (i32.store8 (i32.const 14) (i32.const 72))
    (memory.init $world (i32.const 28) (i32.const 0) (i32.const 5))
    (data.drop $world)
    ;; over the active element, likewise
    (table.init $numbers $passive (i32.const 0) (i32.const 1) (i32.const 1))
    (elem.drop $passive))
  (start $start)

  (func (export "handle") (result i32)
    (local $number i32)
    (if (i64.ne (global.get $wide) (i64.const 0x0123456789abcdef)) (then (unreachable)))
    (if (f64.ne (global.get $float) (f64.const 0.5)) (then (unreachable)))
    (if (ref.is_null (global.get $first)) (then (unreachable)))
    (i32.store8 (i32.const 7) (i32.add (i32.const 48) (global.get $starts)))
    ;; through the element that the start function set, and through the reference in the global
    (table.set $numbers (i32.const 1) (global.get $chosen))
    (local.set $number (call_indirect $numbers (type $number) (i32.const 0)))
    (if (i32.ne (local.get $number) (call_indirect $numbers (type $number) (i32.const 1))) (then (unreachable)))
    (i32.store8 (i32.const 39) (i32.add (i32.const 48) (i32.div_u (local.get $number) (i32.const 10))))
    (i32.store8 (i32.const 40) (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
    (call $answer)
    ;; none of this may be seen by the next request
    (global.set $starts (i32.const 9))
    (global.set $chosen (ref.func $forty_one))
    (table.set $numbers (i32.const 0) (ref.null func))
    (memory.fill (i32.const 0) (i32.const 63) (i32.const 42))
    (data.drop $kept)
    (i32.const 0))

  (func $answer
    (local $block i64)
    (local.set $block (call $block_new (i32.const 0) (i32.const 42)))
    (call $output_set (local.get $block) (call $length (local.get $block))))

  ;; 0 while the segment $kept is there, else a trap; "handle" drops it at its end
  (func (export "kept") (result i32)
    (memory.init $kept (i32.const 100) (i32.const 0) (i32.const 4))
    (i32.const 0))

  ;; always traps: the start function dropped the segment
  (func (export "dropped_data") (result i32)
    (memory.init $world (i32.const 100) (i32.const 0) (i32.const 1))
    (i32.const 0))

  ;; always traps: the start function dropped the segment
  (func (export "dropped_element") (result i32)
    (table.init $numbers $passive (i32.const 0) (i32.const 0) (i32.const 1))
    (i32.const 0)))
