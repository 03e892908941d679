/*
 * The agent of 'dormouse demo agents': 16 MiB of memory that it has written itself, with content that does not compress,
 * and a count. Its first message writes all of it, every message a part of 64 KiB and the count. Asked "check" it reads
 * everything again and says whether that is what it wrote.
 *
 * Built with Zig 0.17.1; memory.wasm.sha256 holds the digest:
 *   zig cc -target wasm32-freestanding -O2 -nostdlib -fno-builtin -Wl,--no-entry -Wl,--export=handle -Wl,-z,stack-size=65536 -s memory.c -o memory.wasm
 */
#include <stdint.h>

#define HOST(module, name) __attribute__((import_module("extism:host/" module), import_name(#name)))

HOST("env", input_length) uint64_t input_length(void);
HOST("env", output_set) void output_set(uint64_t block, uint64_t length);
HOST("user", block_new) uint64_t block_new(const void *bytes, int32_t length);

enum { CELLS = (16 << 20) / 8, PART = (64 << 10) / 8 };

static uint64_t cells[CELLS];
static uint64_t fold;
static uint64_t state = 0x9E3779B97F4A7C15u;
static uint64_t count;

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static void write_cells(uint64_t from, uint64_t number) {
  for (uint64_t i = from; i < from + number; i++) {
    fold ^= cells[i];
    cells[i] = next();
    fold ^= cells[i];
  }
}

static int is_intact(void) {
  uint64_t found = 0;
  for (uint64_t i = 0; i < CELLS; i++) {
    found ^= cells[i];
  }
  return found == fold;
}

static char *put(char *at, const char *text) {
  while (*text != 0) {
    *at++ = *text++;
  }
  return at;
}

static char *put_number(char *at, uint64_t number) {
  char digits[20];
  int length = 0;
  do {
    digits[length++] = (char)('0' + number % 10);
    number /= 10;
  } while (number != 0);
  while (length > 0) {
    *at++ = digits[--length];
  }
  return at;
}

int32_t handle(void) {
  if (count == 0) {
    write_cells(0, CELLS);
  }
  write_cells(count % (CELLS / PART) * PART, PART);
  count++;
  char answer[80];
  char *end = put_number(put(answer, "count="), count);
  if (input_length() > 0) {
    end = put(end, is_intact() ? " memory=intact" : " memory=damaged");
  }
  *end++ = '\n';
  output_set(block_new(answer, (int32_t)(end - answer)), (uint64_t)(end - answer));
  return 0;
}
