/*
 * The function {{name}}: a plain WASI command. Standard input is the body of the request, the environment holds the
 * CGI variables (REQUEST_METHOD, QUERY_STRING, ...), standard output is the answer, standard error the log.
 */
#include <stdio.h>

int main(void) {
    char name[256];
    size_t length = fread(name, 1, sizeof name - 1, stdin);
    name[length] = '\0';
    printf("Content-Type: text/plain; charset=utf-8\n\n");
    printf("Hello, %s!\n", length > 0 ? name : "World");
    return 0; /* another code: the caller gets 502 */
}
