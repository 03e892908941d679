package dev.dormouse.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The guests whose speed is looked at: three kernels of {@code kernels.wat}, and some of the bundled examples. */
@SuppressWarnings("ImmutableEnumChecker") // made by List.of
public enum Guest {
    /** Calls: 21,891 of them. */
    FIBONACCI(20, 6_765),
    /** Bytes of memory: the primes below 100,000. */
    SIEVE(100_000, 9_592),
    /** Floating point: two matrices of 48 rows. */
    MATRIX(48, 21_224_448),
    /** AssemblyScript: one line in, one line out. */
    GREETER("greeter", "Ada", List.of("Ada")),
    /** QuickJS with a script that reads JSON and answers JSON. */
    HELLO_JS("hello-js", "{\"names\":[\"Ada\",\"Grace\"]}", List.of("Hello, Ada!", "Hello, Grace!")),
    /** Go: half a page of Markdown with a table and a list. */
    MARKDOWN(
            "markdown",
            """
            # Dormouse

            Sleeps *most* of its life, and **wakes** when it is called. See https://example.org for more.

            | what | how long |
            | ---- | -------: |
            | wake | 10 ms    |
            | work | as long as it takes |

            - [x] an item with `code`
            - [ ] another with a [link](https://example.org/a?b=c)

            > Quoted ~~once~~ twice.

            ```go
            func main() {}
            ```
            """,
            List.of(
                    "<h1 id=\"dormouse\">Dormouse</h1>",
                    "<td style=\"text-align:right\">10 ms</td>",
                    "<del>once</del>"));

    private final String title;
    private final int argument;
    private final int result;
    private final String body;
    private final List<String> answer;

    Guest(int argument, int result) {
        this.title = name().toLowerCase(Locale.ROOT);
        this.argument = argument;
        this.result = result;
        this.body = "";
        this.answer = List.of();
    }

    Guest(String example, String body, List<String> answer) {
        this.title = example;
        this.argument = 0;
        this.result = 0;
        this.body = body;
        this.answer = answer;
    }

    /** What tables call it: the name of the kernel's export, or that of the example. */
    public String title() {
        return title;
    }

    /** Whether it is an export of {@code kernels.wasm}; else it is an example. */
    public boolean isKernel() {
        return answer.isEmpty();
    }

    /** The module that has the kernels. */
    public static byte[] kernels() throws IOException {
        try (InputStream in = Guest.class.getResourceAsStream("guests/kernels.wasm")) {
            if (in == null) {
                throw new IOException("The resource kernels.wasm is missing.");
            }
            return in.readAllBytes();
        }
    }

    /** What a kernel is given. */
    public int argument() {
        return argument;
    }

    /** What an example is sent, by POST. */
    public byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** A kernel's result, if it is what it must be. */
    long require(long returned) {
        if (returned != result) {
            throw new IllegalStateException(this + " gives " + result + ", not " + returned + ".");
        }
        return returned;
    }

    /** An example's answer, if it holds what it must. */
    byte[] require(byte[] given) {
        requireText(new String(given, StandardCharsets.UTF_8));
        return given;
    }

    /** The same of an answer that was read as text. */
    public void requireText(String given) {
        if (!answer.stream().allMatch(given::contains)) {
            throw new IllegalStateException(this + " does not answer: " + given);
        }
    }

    /** A part that an example's answer must have. */
    public String someAnswer() {
        return answer.getFirst();
    }

    /** What a kernel gives. */
    public int result() {
        return result;
    }
}
