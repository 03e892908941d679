package dev.dormouse.invoker.http;

import dev.dormouse.invoker.registry.AliasName;
import dev.dormouse.invoker.registry.AliasTarget;
import dev.dormouse.invoker.registry.AliasView;
import dev.dormouse.invoker.registry.FunctionRegistry;
import dev.dormouse.invoker.registry.FunctionView;
import dev.dormouse.invoker.registry.ModuleStore;
import dev.dormouse.invoker.registry.Page;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.RevisionView;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** {@code /v1/...} but for deploys: asks the registry and writes what it says. */
final class ControlApi {
    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_TARGETS = 10;
    private static final Header JSON_TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, MediaTypes.JSON);
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

    private final FunctionRegistry registry;
    private final ModuleStore modules;

    ControlApi(FunctionRegistry registry, ModuleStore modules) {
        this.registry = registry;
        this.modules = modules;
    }

    void listFunctions(Call call) {
        sendPage(call, registry.functions(page(call)), ControlJson.Function::of);
    }

    void function(Call call) {
        call.query().rejectRest();
        FunctionView view = registry.function(functionName(call));
        sendVersioned(call, view.version(), ControlJson.Function.of(view));
    }

    void deleteFunction(Call call) {
        call.query().rejectRest();
        registry.delete(functionName(call), Versions.precondition(call.request()));
        Replies.send(call.request(), call.response(), 204, new byte[0]);
    }

    void listRevisions(Call call) {
        sendPage(call, registry.revisions(functionName(call), page(call)), ControlJson.Revision::of);
    }

    void revision(Call call) {
        call.query().rejectRest();
        String number = call.parameter("number");
        RevisionId id = Parsing.of(() -> RevisionId.parse(functionName(call) + "@" + number));
        RevisionView view = registry.revision(id);
        sendJson(call, 200, ControlJson.Revision.of(view));
    }

    void alias(Call call) {
        call.query().rejectRest();
        AliasView view = registry.alias(functionName(call), aliasName(call));
        sendVersioned(call, view.version(), ControlJson.Alias.of(view));
    }

    void putAlias(Call call) {
        call.query().rejectRest();
        if (!call.bodyType().equals(MediaTypes.JSON)) {
            throw wrongType(call, MediaTypes.JSON);
        }
        List<AliasTarget> targets = targets(ControlJson.read(call.bytes(), ControlJson.AliasSpec.class));
        AliasView view =
                registry.putAlias(functionName(call), aliasName(call), targets, Versions.precondition(call.request()));
        call.response().header(Versions.tag(view.version()));
        sendJson(call, 200, ControlJson.Alias.of(view));
    }

    private static List<AliasTarget> targets(ControlJson.AliasSpec spec) {
        List<ControlJson.Target> targets = spec.targets() == null ? List.of() : List.copyOf(spec.targets());
        if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
            throw Failure.badInput("An alias has 1 to " + MAX_TARGETS + " targets; this one has " + targets.size()
                    + ". Send {\"targets\":[{\"revision\":1}]}.");
        }
        return targets.stream()
                .map(target -> {
                    Integer revision = target.revision();
                    if (revision == null) {
                        throw Failure.badInput("A target of an alias has a revision's number; one of these has none.");
                    }
                    Integer weight = target.weight();
                    return Parsing.of(() -> new AliasTarget(revision, weight == null ? 1 : weight));
                })
                .toList();
    }

    void deleteAlias(Call call) {
        call.query().rejectRest();
        registry.deleteAlias(functionName(call), aliasName(call), Versions.precondition(call.request()));
        Replies.send(call.request(), call.response(), 204, new byte[0]);
    }

    void putModule(Call call) {
        call.query().rejectRest();
        ModuleDigest digest = Parsing.of(() -> new ModuleDigest(call.parameter("sha256")));
        switch (call.bodyType()) {
            case MediaTypes.WASM, MediaTypes.OCTETS, MediaTypes.JAVASCRIPT, MediaTypes.OLD_JAVASCRIPT -> {
                byte[] module = call.bytes();
                boolean created = modules.put(digest, module);
                sendJson(call, created ? 201 : 200, new ControlJson.Module(digest.hex(), module.length, created));
            }
            default -> throw wrongType(call, MediaTypes.WASM, MediaTypes.JAVASCRIPT, MediaTypes.OCTETS);
        }
    }

    static FunctionName functionName(Call call) {
        return Parsing.of(() -> new FunctionName(call.parameter("name")));
    }

    private static AliasName aliasName(Call call) {
        return Parsing.of(() -> new AliasName(call.parameter("alias")));
    }

    private static PageRequest page(Call call) {
        return page(call.query());
    }

    /** Takes the options of a page, and refuses what is left then. */
    static PageRequest page(QueryOptions options) {
        OptionalInt limit = options.smallNumber("limit");
        Optional<String> after = options.text("after");
        options.rejectRest();
        return Parsing.of(() -> new PageRequest(after, limit.orElse(DEFAULT_PAGE)));
    }

    static Failure wrongType(Call call, String... types) {
        String given = call.bodyType();
        return new Failure(
                Problem.of(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "The body is of type " + String.join(", ", types) + "; this one is "
                                + (given.isEmpty() ? "of none" : given) + ". Set the header Content-Type."),
                HeaderValues.create(HeaderNames.ACCEPT, String.join(", ", types)));
    }

    static <V, J> void sendPage(Call call, Page<V> page, Function<V, J> toJson) {
        sendJson(
                call,
                200,
                new ControlJson.Listing<>(
                        page.items().stream().map(toJson).toList(), page.next().orElse(null)));
    }

    static void sendVersioned(Call call, long version, Object json) {
        call.response().header(Versions.tag(version));
        if (Versions.isKnown(call.request(), version)) {
            Replies.send(call.request(), call.response(), 304, new byte[0]);
        } else {
            sendJson(call, 200, json);
        }
    }

    static void sendJson(Call call, int status, Object json) {
        call.response().header(JSON_TYPE);
        call.response().header(NO_STORE);
        Replies.send(call.request(), call.response(), status, ControlJson.write(json));
    }
}
