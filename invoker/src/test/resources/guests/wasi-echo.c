/*
 * A WASI command that copies standard input to standard output. The query changes that:
 *   env=NAME     answers the environment variable NAME instead, or nothing if there is none
 *   status=TEXT  puts a CGI header block before the answer: "Status: TEXT" and "X-Guest: wasi-echo"
 *   exit=N       ends with exit code N
 *   abort        ends with a trap
 * It always writes "wasi-echo" to standard error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* the value of a query parameter up to '&' or the end, copied to value; 0 if there is none */
static int query(const char *name, char *value, size_t size) {
    const char *at = getenv("QUERY_STRING");
    size_t length = strlen(name);
    while (at && *at) {
        size_t part = strcspn(at, "&");
        if (part >= length && strncmp(at, name, length) == 0 && (part == length || at[length] == '=')) {
            const char *from = at + length + (part > length);
            snprintf(value, size, "%.*s", (int) (at + part - from), from);
            return 1;
        }
        at += part + (at[part] == '&');
    }
    return 0;
}

static void copy_input(void) {
    char buffer[16384];
    ssize_t n;
    while ((n = read(STDIN_FILENO, buffer, sizeof buffer)) > 0) {
        fwrite(buffer, 1, (size_t) n, stdout);
    }
}

int main(void) {
    char value[256];
    fprintf(stderr, "wasi-echo\n");
    if (query("abort", value, sizeof value)) {
        abort();
    }
    if (query("status", value, sizeof value)) {
        printf("Status: %s\r\nX-Guest: wasi-echo\r\n\r\n", value);
    }
    if (query("env", value, sizeof value)) {
        const char *found = getenv(value);
        fputs(found ? found : "", stdout);
    } else {
        copy_input();
    }
    fflush(stdout);
    return query("exit", value, sizeof value) ? atoi(value) : 0;
}
