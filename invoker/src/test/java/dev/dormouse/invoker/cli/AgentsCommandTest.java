package dev.dormouse.invoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.cli.command.FakeSurroundings;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentsCommandTest {
    private static final String AGENT = "{'function':'chat','key':'a/b','revision':'chat@3','state':'warm',"
            + "'generation':7,'retainedGenerations':[5,6],'bytes':{'heap':65536,'log':2150,'snapshot':0},"
            + "'createdAt':'2026-01-01T00:00:00Z','updatedAt':'2026-01-02T03:04:05Z'}";

    private final FakeSurroundings surroundings = new FakeSurroundings();
    private final FakeRuntimeServer server = new FakeRuntimeServer();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private int run(String... arguments) {
        String[] all = Stream.concat(Arrays.stream(arguments), Stream.of("--url", server.url()))
                .toArray(String[]::new);
        return new CommandLineTool(new FakeLauncher(), action -> () -> {}, surroundings.toSurroundings()).run(all);
    }

    @Test
    void sendsAMessageToAKeyAsThePersonWroteIt() {
        server.on("POST /agents/chat/a%2Fb/say?x=1", 200, "'hello'");

        int code = run("agents", "send", "chat", "a/b", "say?x=1", "-d", "hi", "--idempotency-key", "k-1");

        assertThat(surroundings.out()).isEqualTo("\"hello\"");
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.headers()).containsEntry("idempotency-key", "k-1");
            assertThat(request.body()).isEqualTo("hi");
        });
        assertThat(code).isZero();
    }

    @Test
    void explainsAMessageThatIsRefused() {
        server.on(
                "GET /agents/chat/a",
                429,
                "{'type':'/problems/agent-at-limit','title':'T','status':429,'detail':'The mailbox is full.'}");

        assertThat(run("agents", "send", "chat", "a")).isEqualTo(1);
        assertThat(surroundings.err()).contains("The mailbox is full.");
    }

    @Test
    void listsTheAgentsOfAFunctionOverAllPages() {
        server.on("GET /v1/agents?function=chat&limit=500", 200, "{'items':[" + AGENT + "],'next':'a/b'}")
                .on("GET /v1/agents?function=chat&limit=500&after=a%2Fb", 200, "{'items':[]}");

        assertThat(run("agents", "list", "chat")).isZero();

        assertThat(surroundings.out()).isEqualTo("""
                        KEY  REVISION  STATE  GENERATION  HEAP      LOG      SNAPSHOT  UPDATED
                        a/b  chat@3    warm   7           64.0 KiB  2.1 KiB  0 B       2026-01-02T03:04:05Z
                        """);
    }

    @Test
    void showsAnAgentWithWhatItCanBeRevertedTo() {
        server.on("GET /v1/agents/chat/a%2Fb", 200, AGENT);

        assertThat(run("agents", "get", "chat", "a/b")).isZero();

        assertThat(surroundings.out()).contains("chat@3").endsWith("Can be reverted to generation: 5, 6\n");
    }

    @ParameterizedTest
    @CsvSource({
        "suspend,'',POST,/suspend,'',chat/a/b is suspended at generation 7.",
        "resume,'',POST,/resume,'',chat/a/b is in memory at generation 7.",
        "fork,c,POST,/fork,'{\"newKey\":\"c\"}',Forked chat/a/b to c.",
        "revert,5,POST,/revert,'{\"generation\":5}','chat/a/b is as it was at generation 5, at generation 7.'",
        "move,'',POST,/move,'{\"revision\":\"live\",\"policy\":\"migrate\"}','chat/a/b is on chat@3, at generation 7.'",
        "move,--fresh,POST,/move,'{\"revision\":\"live\",\"policy\":\"fresh\"}','chat/a/b is on chat@3, at generation 7.'",
        "move,3,POST,/move,'{\"revision\":\"3\",\"policy\":\"migrate\"}','chat/a/b is on chat@3, at generation 7.'",
        "delete,'',DELETE,'','',Deleted chat/a/b."
    })
    void changesAnAgent(String verb, String argument, String method, String path, String body, String said) {
        server.on(method + " /v1/agents/chat/a%2Fb" + path, 200, method.equals("DELETE") ? "" : AGENT);

        int code = run(Stream.of("agents", verb, "chat", "a/b", argument, "--at", "7")
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new));

        assertThat(surroundings.out()).isEqualTo(said + "\n");
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.headers()).containsEntry("if-match", "\"7\"");
            assertThat(request.body()).isEqualTo(body);
        });
        assertThat(code).isZero();
    }

    @Test
    void printsJsonThatSaysWhatBecameOfTheAgent() {
        server.on("POST /v1/agents/chat/a%2Fb/suspend", 200, AGENT).on("DELETE /v1/agents/chat/a%2Fb", 204, "");

        assertThat(run("agents", "suspend", "chat", "a/b", "--json")).isZero();
        assertThat(surroundings.out()).contains("\"generation\" : 7");
        assertThat(run("agents", "delete", "chat", "a/b", "--json")).isZero();
        assertThat(surroundings.out()).endsWith("{\n  \"deleted\" : \"chat/a/b\"\n}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "agents get chat,Missing required parameter",
        "agents get Chat a,A function's name",
        "agents revert chat a old,Invalid value"
    })
    void refusesWhatCannotBeMeant(String line, String said) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(surroundings.err()).contains(said);
        assertThat(server.requests()).isEmpty();
    }
}
