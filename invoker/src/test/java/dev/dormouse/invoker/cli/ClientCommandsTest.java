package dev.dormouse.invoker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.cli.command.FakeSurroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCommandsTest {
    private static final String REVISION =
            "{'revision':'hello@2','function':'hello','number':2,'style':'js','entry':'handle','module':'ab',"
                    + "'moduleBytes':2150,'memoryMaxBytes':134217728,'timeoutMillis':30000,'fuel':20000000000,"
                    + "'concurrency':128,'env':{},'config':{},'createdAt':'2026-01-02T03:04:05Z'";
    private static final String DEPLOYED = REVISION
            + ",'created':true,'steps':[{'name':'validate','millis':0.4},{'name':'compile','millis':1250.0}],"
            + "'warnings':['It exports two functions that could be the entry.']}";
    private static final String ALIASES =
            "[{'name':'live','version':4,'targets':[{'revision':2,'weight':90},{'revision':1,'weight':10}]},"
                    + "{'name':'next','version':1,'targets':[{'revision':2,'weight':1}]}]";

    @TempDir
    private Path directory;

    private final FakeSurroundings surroundings = new FakeSurroundings();
    private final FakeRuntimeServer server = new FakeRuntimeServer();

    @BeforeEach
    void workInTheDirectory() {
        surroundings.in(directory);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void showsTheNewestLinesOfAFunction() {
        server.on(
                "GET /v1/functions/hello/logs?limit=500&after=0",
                200,
                "{'items':[" + logLine(1, "one") + "," + logLine(2, "two") + "],'next':'2'}");

        assertThat(run("logs", "hello", "-n", "1")).isZero();
        assertThat(surroundings.out()).isEqualTo("2026-03-01T12:00:00Z WARN hello@3 07 two\n");
    }

    @Test
    void followsTheLinesOfAFunctionUntilTheRuntimeIsGone() {
        server.on("GET /v1/functions/hello/logs?limit=500&after=0", 200, "{'items':[],'next':'0'}")
                .on(
                        "GET /v1/functions/hello/logs?limit=500&after=0&waitMillis=20000",
                        200,
                        "{'items':[" + logLine(7, "later") + "],'next':'7'}");

        assertThat(run("logs", "hello", "--follow", "--json")).isEqualTo(1);
        assertThat(surroundings.out()).contains("\"line\":\"later\"");
    }

    private static String logLine(int sequence, String line) {
        return "{'sequence':" + sequence + ",'at':'2026-03-01T12:00:00Z','level':'warn','revision':'hello@3',"
                + "'invocation':'07','line':'" + line + "'}";
    }

    @Test
    void listsFunctionsOverAllPages() {
        server.on(
                        "GET /v1/functions?limit=500",
                        200,
                        "{'items':[{'name':'a','latestRevision':1,'aliases':[],'updatedAt':'2026-01-01T00:00:00Z'}],"
                                + "'next':'a b'}")
                .on(
                        "GET /v1/functions?limit=500&after=a%20b",
                        200,
                        "{'items':[{'name':'hello','latestRevision':2,'aliases':" + ALIASES
                                + ",'updatedAt':'2026-01-02T03:04:05Z'}],'next':null}");

        assertThat(run("functions")).isZero();

        assertThat(surroundings.out()).isEqualTo("""
                        FUNCTION  NEWEST  ALIASES                UPDATED
                        a         1                              2026-01-01T00:00:00Z
                        hello     2       live=2:90,1:10 next=2  2026-01-02T03:04:05Z
                        """);
    }

    @Test
    void listsFunctionsAsJson() {
        server.on("GET /v1/functions?limit=500", 200, "{'items':[{'name':'a'}],'next':null}");

        assertThat(run("functions", "--json")).isZero();

        assertThat(surroundings.out()).isEqualTo("[ {\n  \"name\" : \"a\"\n} ]\n");
    }

    @Test
    void listsRevisionsWithTheAliasesThatPointAtThem() {
        server.on("GET /v1/functions/hello/revisions?limit=500", 200, "{'items':[" + REVISION + "}],'next':null}")
                .on("GET /v1/functions/hello", 200, "{'aliases':" + ALIASES + "}");

        assertThat(run("revisions", "hello")).isZero();

        assertThat(surroundings.out()).isEqualTo("""
                        REVISION  STYLE  SIZE     MEMORY     TIMEOUT  FUEL         ALIASES    CREATED
                        hello@2   js     2.1 KiB  128.0 MiB  30.00 s  20000000000  live,next  2026-01-02T03:04:05Z
                        """);
    }

    @Test
    void showsTheStepsOfADeployAndWhereItAnswers() throws IOException {
        Files.writeString(directory.resolve("hello.js"), "export default {}");
        onDeploy("?memoryMaxBytes=67108864&timeoutMillis=5000&fuel=7&env.A=b%3Dc", "{'step':'validate'}\n", DEPLOYED);

        int code = run(
                "deploy", "hello", "hello.js", "--memory", "64MiB", "--timeout", "5s", "--fuel", "7", "--env", "A=b=c");

        assertThat(surroundings.out()).isEqualTo("""
                        Deployed hello@2 (js, 2.1 KiB)
                          validate       0.400 ms
                          compile          1.25 s
                          total            1.25 s
                        It answers at %s/fn/hello
                        """.formatted(server.url()));
        assertThat(surroundings.err()).isEqualTo("Note: It exports two functions that could be the entry.\n");
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.headers()).containsEntry("content-type", "text/javascript");
            assertThat(request.body()).isEqualTo("export default {}");
        });
        assertThat(code).isZero();
    }

    @Test
    void deploysWithASampleByASpecAfterTheUpload() throws IOException {
        Files.writeString(directory.resolve("hello.js"), "export default {}");
        Files.writeString(directory.resolve("ada.json"), "{}");
        String digest = "9aeb8d59b4d483ca6298e9a450fbf37dfd2b4c63990135ab1d040d76314087ec";
        server.on("PUT /v1/modules/" + digest, 201, "{}");
        onDeploy("", "", DEPLOYED);

        int code = run(
                "deploy",
                "hello",
                "hello.js",
                "--fuel=7",
                "--env=A=b",
                "--sample=ada.json",
                "--sample-type=application/json",
                "--sample-path=/all?x");

        assertThat(surroundings.err()).contains("It exports two functions");
        assertThat(code).isZero();
        assertThat(server.requests().getFirst().body()).isEqualTo("export default {}");
        assertThat(server.requests().getLast().headers()).containsEntry("content-type", "application/json");
        assertThat(server.requests().getLast().body())
                .isEqualTo(("{'fuel':7,'env':{'A':'b'},'config':{},'module':'" + digest
                                + "','sample':{'path':'/all?x','contentType':'application/json','bodyBase64':'e30='}}")
                        .replace('\'', '"'));
    }

    @Test
    void deploysAModuleByItsFirstBytes() throws IOException {
        Files.write(directory.resolve("module"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        onDeploy(
                "?style=extism&entry=run&concurrency=3&durability=after-reply&agents=fresh&config.x=1&live=false",
                "",
                DEPLOYED);

        assertThat(run(
                        "deploy",
                        "hello",
                        "module",
                        "--style=extism",
                        "--entry=run",
                        "--concurrency=3",
                        "--durability=after-reply",
                        "--agents=fresh",
                        "--config",
                        "x=1",
                        "--no-live"))
                .isZero();

        assertThat(surroundings.out()).endsWith("/fn/hello@2\n");
        assertThat(server.requests().getFirst().headers()).containsEntry("content-type", "application/wasm");
    }

    @Test
    void saysThatADeployChangedNothing() throws IOException {
        Files.writeString(directory.resolve("hello.js"), "");
        onDeploy("", "", REVISION + ",'created':false,'steps':[],'warnings':[]}");

        assertThat(run("deploy", "hello", "hello.js")).isZero();

        assertThat(surroundings.out()).isEqualTo("Nothing changed: the newest revision, hello@2, is just this one.\n");
    }

    @Test
    void saysWhyAModuleWasRefused() throws IOException {
        Files.writeString(directory.resolve("hello.js"), "");
        server.on(
                "PUT /v1/functions/hello",
                200,
                "application/x-ndjson",
                json("{'step':'validate'}\n{'problem':{'title':'The module is not acceptable','detail':'Byte 12: no.'},"
                        + "'status':422}\n"));

        assertThat(run("deploy", "hello", "hello.js")).isEqualTo(1);

        assertThat(surroundings.err()).isEqualTo("The module is not acceptable.\nByte 12: no.\n");
        assertThat(surroundings.out()).isEmpty();
    }

    @Test
    void saysThatADeployMayOrMayNotHaveHappened() throws IOException {
        Files.writeString(directory.resolve("hello.js"), "");
        server.breaking("PUT /v1/functions/hello", "application/x-ndjson", "{\"step\":\"compile\"}\n");

        assertThat(run("deploy", "hello", "hello.js")).isEqualTo(1);

        assertThat(surroundings.err())
                .contains("broke before the deploy was done")
                .contains("deploying again is safe");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deploy hello missing.wasm | There is no file ",
                "deploy hello notes.txt | A function is a Wasm module or a script that ends in .js or .mjs; ",
                "deploy Hello notes.txt --memory x | A function is a Wasm module",
                "deploy hello a.js --memory much | --memory is a size, for example 67108864 or 64MiB; this one is 'much'.",
                "deploy Hello a.js | A function's name is 1 to 63 characters of a-z, 0-9 and '-'",
                "deploy hello a.js --sample none | The sample ",
                "deploy hello a.js --sample-type text/plain | --sample-type is the type of a body",
                "deploy hello a.js --sample big | A sample has at most 8192 bytes; ",
                "route hello live | A route is ALIAS=REVISION",
                "route hello live=x | A route is ALIAS=REVISION",
                "route hello | Missing required parameter: 'ALIAS=REVISION[:WEIGHT][,...]'",
                "invoke hello -H nocolon | A header is written 'Name: value'; this one is 'nocolon'.",
                "invoke hello -d @missing | There is no file ",
                "invoke hello -H Host:x | This request cannot be sent: ",
                "invoke hello /%zz | A path is percent-encoded where it must be",
            })
    void answersWrongUseWithASentence(String arguments, String sentence) throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "text");
        Files.writeString(directory.resolve("a.js"), "");
        Files.write(directory.resolve("big"), new byte[8_193]);

        assertThat(run(arguments.split(" "))).isEqualTo(2);

        assertThat(surroundings.err()).startsWith(sentence);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void routesAliases() {
        server.on("PUT /v1/functions/hello/aliases/live", 200, "{'name':'live','targets':[{'revision':2,'weight':1}]}")
                .on(
                        "PUT /v1/functions/hello/aliases/next",
                        200,
                        "{'name':'next','targets':[{'revision':3,'weight':1}]}");

        assertThat(run("route", "hello", "live=3:90,2:10", "next=3")).isZero();

        assertThat(surroundings.out()).isEqualTo("hello: live=2 next=3\n");
        assertThat(server.requests())
                .extracting(FakeRuntimeServer.Request::body)
                .containsExactly(
                        "{\"targets\":[{\"revision\":3,\"weight\":90},{\"revision\":2,\"weight\":10}]}",
                        "{\"targets\":[{\"revision\":3,\"weight\":1}]}");
    }

    @Test
    void rollsBackToTheRevisionBeforeOnlyIfNobodyElseMovedTheAlias() {
        server.on(
                        "GET /v1/functions/hello/aliases/live",
                        200,
                        "{'name':'live','version':7,'targets':[{'revision':5,'weight':1},{'revision':9,'weight':1}]}")
                .on(
                        "GET /v1/functions/hello/revisions?limit=500",
                        200,
                        "{'items':[{'number':9},{'number':5},{'number':3},{'number':1}],'next':null}")
                .on("PUT /v1/functions/hello/aliases/live", 200, "{'name':'live'}");

        assertThat(run("rollback", "hello")).isZero();

        assertThat(surroundings.out()).isEqualTo("hello is back at revision 3.\n");
        assertThat(server.requests().getLast()).satisfies(request -> {
            assertThat(request.body()).isEqualTo("{\"targets\":[{\"revision\":3}]}");
            assertThat(request.headers()).containsEntry("if-match", "\"7\"");
        });
    }

    @Test
    void saysThatThereIsNothingToRollBackTo() {
        server.on("GET /v1/functions/hello/aliases/live", 200, "{'version':1,'targets':[{'revision':1,'weight':1}]}")
                .on("GET /v1/functions/hello/revisions?limit=500", 200, "{'items':[{'number':1}],'next':null}");

        assertThat(run("rollback", "hello")).isEqualTo(1);

        assertThat(surroundings.err()).startsWith("There is no revision of 'hello' before 1.");
    }

    @Test
    void deletesAFunction() {
        server.on("DELETE /v1/functions/hello", 204, "");

        assertThat(run("delete", "hello")).isZero();

        assertThat(surroundings.out()).isEqualTo("Deleted hello.\n");
    }

    @Test
    void printsAnAnswerByteForByte() {
        byte[] body = {(byte) 0xff, 0, 10};
        server.on("POST /fn/hello@3/a/b?c=d", 200, "application/octet-stream", body);

        assertThat(run("invoke", "hello@3", "a/b?c=d", "-d", "Ada", "-H", "X-One: 1"))
                .isZero();

        assertThat(surroundings.outBytes()).isEqualTo(body);
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.body()).isEqualTo("Ada");
            assertThat(request.headers()).containsEntry("x-one", "1").doesNotContainKey("authorization");
        });
    }

    @Test
    void sendsWhatAFileHoldsAndTheMethodAskedFor() throws IOException {
        Files.writeString(directory.resolve("body.txt"), "from a file");
        server.on("PATCH /fn/hello", 200, "text/plain", "ok".getBytes(UTF_8));

        assertThat(run("invoke", "hello", "-X", "patch", "-d", "@body.txt")).isZero();

        assertThat(server.requests().getFirst().body()).isEqualTo("from a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "@-"})
    void sendsWhatStandardInputHolds(String data) {
        surroundings.input("from a pipe");
        server.on("POST /fn/hello", 200, "text/plain", "ok".getBytes(UTF_8));

        assertThat(run("invoke", "hello", "-d", data)).isZero();

        assertThat(server.requests().getFirst().body()).isEqualTo("from a pipe");
    }

    @Test
    void printsAnAnswerAsJson() {
        server.on("GET /fn/hello", 201, "text/plain", "hi".getBytes(UTF_8));

        assertThat(run("invoke", "hello", "--json")).isZero();

        assertThat(surroundings.out()).contains("\"status\" : 201").contains("\"body\" : \"hi\"");
    }

    @Test
    void printsTheHeadOfAnAnswerToStandardError() {
        server.on("GET /fn/hello", 200, "text/plain", "hi".getBytes(UTF_8));

        assertThat(run("invoke", "hello", "-i")).isZero();

        assertThat(surroundings.err()).startsWith("HTTP 200\n").contains("content-type: text/plain\n");
        assertThat(surroundings.out()).isEqualTo("hi");
    }

    @Test
    void failsWithTheAnswerOfAFunctionThatSaysNo() {
        server.on("GET /fn/hello", 404, "text/plain", "no such page".getBytes(UTF_8));

        assertThat(run("invoke", "hello")).isEqualTo(1);

        assertThat(surroundings.out()).isEqualTo("no such page");
    }

    @Test
    void explainsAProblemInsteadOfPrintingIt() {
        server.on(
                "GET /fn/hello",
                504,
                "{'type':'/problems/deadline-exceeded','title':'The deadline passed','detail':'30 s are over.'}");

        assertThat(run("invoke", "hello")).isEqualTo(1);

        assertThat(surroundings.err()).isEqualTo("The deadline passed.\n30 s are over.\n");
        assertThat(surroundings.out()).isEmpty();
    }

    @Test
    void printsAProblemThatTheFunctionItselfAnswersWith() {
        server.on("GET /fn/hello", 400, "{'type':'about:blank','detail':'mine'}");

        assertThat(run("invoke", "hello")).isEqualTo(1);

        assertThat(surroundings.out()).contains("\"detail\" : \"mine\"");
    }

    @Test
    void saysThatAnAnswerBrokeOff() {
        server.breaking("GET /fn/hello", "text/plain", "half an ans");

        assertThat(run("invoke", "hello")).isEqualTo(1);

        assertThat(surroundings.out()).isEqualTo("half an ans");
        assertThat(surroundings.err()).startsWith("The answer broke off");
    }

    @Test
    void sendsTheApiKeyOfTheEnvironmentUnlessAFlagNamesAnother() {
        surroundings.variable("DORMOUSE_API_KEY", "dk_env");
        server.on("GET /v1/functions?limit=500", 200, "{'items':[],'next':null}");

        run("functions");
        run("functions", "--api-key", "dk_flag");

        assertThat(server.requests())
                .extracting(request -> request.headers().get("authorization"))
                .containsExactly("Bearer dk_env", "Bearer dk_flag");
    }

    @Test
    void takesTheAddressOfTheEnvironment() {
        surroundings.variable("DORMOUSE_URL", server.url() + "/");
        server.on("GET /v1/functions?limit=500", 200, "{'items':[],'next':null}");

        assertThat(tool().run("functions")).isZero();
    }

    @Test
    void saysThatNoRuntimeAnswers() {
        server.close();

        assertThat(run("functions")).isEqualTo(1);

        assertThat(surroundings.err())
                .isEqualTo("No runtime answers at " + server.url()
                        + ". Start one with 'dormouse up', or name another with --url.\n");
    }

    @Test
    void refusesAnAddressThatIsNoUrl() {
        surroundings.variable("DORMOUSE_URL", "localhost:8080");

        assertThat(tool().run("functions")).isEqualTo(2);

        assertThat(surroundings.err())
                .isEqualTo("The address of a runtime is a URL such as http://127.0.0.1:8080; this one is"
                        + " 'localhost:8080'. Correct --url or DORMOUSE_URL.\n");
    }

    @Test
    void saysThatSomethingElseAnswers() {
        server.on("GET /v1/functions?limit=500", 200, "text/html", "<html>".getBytes(UTF_8));

        assertThat(run("functions")).isEqualTo(1);

        assertThat(surroundings.err()).endsWith("answers something that is not JSON. Is it a Dormouse?\n");
    }

    private void onDeploy(String query, String before, String revision) {
        server.on(
                "PUT /v1/functions/hello" + query,
                200,
                "application/x-ndjson",
                json(before + "{'revision':" + revision + ",'status':201}\n"));
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    private int run(String... arguments) {
        return tool().run(Stream.concat(Arrays.stream(arguments), Stream.of("--url", server.url()))
                .toArray(String[]::new));
    }

    private CommandLineTool tool() {
        return new CommandLineTool(new FakeLauncher(), action -> () -> {}, surroundings.toSurroundings());
    }
}
