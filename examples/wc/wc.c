/* Counts lines, words and bytes of the request body, as wc(1) does: a plain WASI command, no SDK. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
    unsigned long long lines = 0, words = 0, bytes = 0;
    bool in_word = false;
    unsigned char buffer[16384];
    ssize_t n;
    while ((n = read(STDIN_FILENO, buffer, sizeof buffer)) > 0) {
        bytes += (unsigned long long) n;
        for (ssize_t i = 0; i < n; i++) {
            lines += buffer[i] == '\n';
            bool space = isspace(buffer[i]);
            words += !space && !in_word;
            in_word = !space;
        }
    }
    if (n < 0) {
        perror("wc: the request body");
        return 1;
    }
    printf("Content-Type: text/plain; charset=utf-8\n\n%llu %llu %llu\n", lines, words, bytes);
    return fflush(stdout) == 0 ? 0 : 1;
}
