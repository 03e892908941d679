//! The function {{name}}: the body of the request is its input, its output is the body of the answer.

// These functions of the host, and all others, are defined in docs/abi.md. A block is named by its offset.
extern "extism:host/env" fn input_offset() u64;
extern "extism:host/env" fn length(block: u64) u64;
extern "extism:host/env" fn output_set(block: u64, length: u64) void;
extern "extism:host/user" fn block_read(block: u64, at: u64, into: [*]u8, length: usize) void;
extern "extism:host/user" fn block_new(bytes: [*]const u8, length: usize) u64;

var answer: [1024]u8 = undefined;

export fn handle() i32 {
    const greeting = "Hello, ";
    @memcpy(answer[0..greeting.len], greeting);
    const body = input_offset();
    const most = answer.len - greeting.len - 2;
    const size: usize = @intCast(@min(length(body), most));
    var end = greeting.len;
    if (size > 0) {
        block_read(body, 0, answer[end..].ptr, size);
        end += size;
    } else {
        @memcpy(answer[end..][0..5], "World");
        end += 5;
    }
    @memcpy(answer[end..][0..2], "!\n");
    end += 2;
    output_set(block_new(&answer, end), end);
    return 0;
}
