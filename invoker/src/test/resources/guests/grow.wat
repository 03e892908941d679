;; Grows its memory page by page until that is refused, touches each new page, and answers the number of pages it has
;; in decimal. Declares no maximum: where it ends is the runtime's limit.
(module
  (import "extism:host/user" "block_new" (func $block_new (param i32 i32) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  (memory (export "memory") 1)

  (func (export "handle") (result i32)
    (local $page i32) (local $at i32) (local $n i32) (local $block i64)
    (block $refused
      (loop $more
        (local.set $page (memory.grow (i32.const 1)))
        (br_if $refused (i32.eq (local.get $page) (i32.const -1)))
        (i32.store (i32.mul (local.get $page) (i32.const 65536)) (local.get $page))
        (br $more)))
    ;; the digits, from the last to the first, end at 16
    (local.set $at (i32.const 16))
    (local.set $n (memory.size))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))
      (local.set $n (i32.div_u (local.get $n) (i32.const 10)))
      (br_if $digit (local.get $n)))
    (local.set $block (call $block_new (local.get $at) (i32.sub (i32.const 16) (local.get $at))))
    (call $output_set (local.get $block) (call $length (local.get $block)))
    (i32.const 0))

  ;; the same for a table, a thousand entries at a time; returns 0 when the table has been refused more
  (table $entries 0 funcref)
  (func (export "table") (result i32)
    (loop $more
      (br_if $more (i32.ne (table.grow $entries (ref.null func) (i32.const 1000)) (i32.const -1))))
    (i32.const 0))

  ;; blocks of 1 MiB in the host's memory, never freed: ends with a trap at the bound of blocks
  (func (export "blocks") (result i32)
    (loop $more
      (drop (call $alloc (i64.const 1048576)))
      (br $more))
    (unreachable)))
