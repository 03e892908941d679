package dev.dormouse.invoker.http;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.Refused.Kind;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.registry.AgentPolicy;
import dev.dormouse.invoker.registry.AliasName;
import dev.dormouse.invoker.registry.AliasTarget;
import dev.dormouse.invoker.registry.AliasView;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.DeployRequest.Source;
import dev.dormouse.invoker.registry.DeployStep;
import dev.dormouse.invoker.registry.Deployer;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.registry.Durability;
import dev.dormouse.invoker.registry.FunctionRegistry;
import dev.dormouse.invoker.registry.FunctionView;
import dev.dormouse.invoker.registry.ModuleStore;
import dev.dormouse.invoker.registry.Page;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.invoker.registry.RevisionView;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A registry, a deployer and a store of modules in the heap. Thread-safe. */
final class FakeRegistry implements FunctionRegistry, Deployer, ModuleStore {
    private static final Instant WHEN = Instant.parse("2026-11-01T10:00:00Z");

    private final TreeMap<FunctionName, Function> functions = new TreeMap<>();
    private final Map<ModuleDigest, byte[]> modules = new HashMap<>();
    private long versions;
    private @Nullable RuntimeException nextFailure;
    private @Nullable DeployRequest lastDeploy;

    private static final class Function {
        long version;
        final List<RevisionView> revisions = new ArrayList<>();
        final TreeMap<String, AliasView> aliases = new TreeMap<>();

        OptionalLong current() {
            return OptionalLong.of(version);
        }
    }

    /** Makes the next call fail. */
    synchronized void failNext(RuntimeException failure) {
        nextFailure = failure;
    }

    synchronized Optional<DeployRequest> lastDeploy() {
        return Optional.ofNullable(lastDeploy);
    }

    private void failIfAsked() {
        RuntimeException failure = nextFailure;
        nextFailure = null;
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public synchronized Page<FunctionView> functions(PageRequest page) {
        failIfAsked();
        List<FunctionView> all = functions.keySet().stream().map(this::function).toList();
        return page(all, page, view -> view.name().value());
    }

    @Override
    public synchronized FunctionView function(FunctionName name) {
        failIfAsked();
        Function function = find(name);
        return new FunctionView(
                name, function.version, function.revisions.size(), List.copyOf(function.aliases.values()), WHEN, WHEN);
    }

    @Override
    public synchronized Page<RevisionView> revisions(FunctionName name, PageRequest page) {
        failIfAsked();
        return page(
                find(name).revisions.reversed(),
                page,
                view -> Integer.toString(view.id().number()));
    }

    @Override
    public synchronized RevisionView revision(RevisionId revision) {
        failIfAsked();
        List<RevisionView> revisions = find(revision.function()).revisions;
        if (revision.number() > revisions.size()) {
            throw new Refused(Kind.NOT_FOUND, "There is no revision " + revision + ".");
        }
        return revisions.get(revision.number() - 1);
    }

    @Override
    public synchronized void delete(FunctionName name, Precondition precondition) {
        failIfAsked();
        precondition.check(find(name).current(), "Function '" + name + "'");
        functions.remove(name);
    }

    @Override
    public synchronized AliasView alias(FunctionName name, AliasName alias) {
        failIfAsked();
        AliasView view = find(name).aliases.get(alias.value());
        if (view == null) {
            throw new Refused(Kind.NOT_FOUND, "There is no alias '" + alias + "'.");
        }
        return view;
    }

    @Override
    public synchronized AliasView putAlias(
            FunctionName name, AliasName alias, List<AliasTarget> targets, Precondition precondition) {
        failIfAsked();
        Function function = find(name);
        AliasView before = function.aliases.get(alias.value());
        precondition.check(
                before == null ? OptionalLong.empty() : OptionalLong.of(before.version()), "Alias '" + alias + "'");
        AliasView view = new AliasView(alias, ++versions, targets);
        function.aliases.put(alias.value(), view);
        function.version = versions;
        return view;
    }

    @Override
    public synchronized void deleteAlias(FunctionName name, AliasName alias, Precondition precondition) {
        precondition.check(OptionalLong.of(alias(name, alias).version()), "Alias '" + alias + "'");
        if (alias.equals(AliasName.LIVE)) {
            throw new Refused(Kind.CONFLICT, "Every function has the alias live.");
        }
        find(name).aliases.remove(alias.value());
    }

    @Override
    public synchronized Deployment deploy(DeployRequest request, DeployProgress progress) {
        failIfAsked();
        lastDeploy = request;
        progress.begins("validate");
        progress.begins("compile");
        byte[] bytes = bytes(request.source());
        if (bytes.length == 0) {
            throw new Refused(Kind.MODULE_REFUSED, "A module has a header; this one is empty.");
        }
        Function function = functions.get(request.function());
        request.precondition()
                .check(
                        function == null ? OptionalLong.empty() : function.current(),
                        "Function '" + request.function() + "'");
        return record(request, bytes);
    }

    private Deployment record(DeployRequest request, byte[] bytes) {
        Function function = functions.computeIfAbsent(request.function(), name -> new Function());
        ModuleDigest digest = ModuleDigest.of(bytes);
        boolean same = !function.revisions.isEmpty()
                && function.revisions.getLast().module().equals(digest);
        if (!same) {
            function.version = ++versions;
            function.revisions.add(view(request, bytes, function.revisions.size() + 1));
            if (request.promote() || function.revisions.size() == 1) {
                List<AliasTarget> targets = List.of(new AliasTarget(function.revisions.size(), 1));
                function.aliases.put("live", new AliasView(AliasName.LIVE, versions, targets));
            }
        }
        return new Deployment(
                function.revisions.getLast(),
                !same,
                function.version,
                List.of(new DeployStep("compile", 1_234_567)),
                List.of("Function 7 is interpreted."));
    }

    private static RevisionView view(DeployRequest request, byte[] bytes, int number) {
        return new RevisionView(
                new RevisionId(request.function(), number),
                request.style().orElse(GuestStyle.EXTISM),
                request.entry().orElse("handle"),
                ModuleDigest.of(bytes),
                bytes.length,
                request.memoryMaxBytes().orElse(1 << 24),
                request.timeoutMillis().orElse(10_000),
                request.fuel().orElse(1_000_000),
                request.concurrency().orElse(8),
                request.durability().orElse(Durability.BEFORE_REPLY),
                request.agents().orElse(AgentPolicy.STAY),
                request.env(),
                request.config(),
                request.sample().orElse(null),
                WHEN);
    }

    private byte[] bytes(Source source) {
        return switch (source) {
            case Source.Module module -> module.bytes();
            case Source.Script script -> script.text().getBytes(StandardCharsets.UTF_8);
            case Source.Stored stored -> {
                byte[] bytes = modules.get(stored.digest());
                if (bytes == null) {
                    throw new Refused(Kind.NOT_FOUND, "There is no module " + stored.digest() + ".");
                }
                yield bytes;
            }
        };
    }

    @Override
    public synchronized boolean put(ModuleDigest digest, byte[] module) {
        failIfAsked();
        if (!ModuleDigest.of(module).equals(digest)) {
            throw new Refused(Kind.BAD_INPUT, "The module has another digest.");
        }
        return modules.put(digest, module) == null;
    }

    private Function find(FunctionName name) {
        Function function = functions.get(name);
        if (function == null) {
            throw new Refused(Kind.NOT_FOUND, "There is no function '" + name + "'.");
        }
        return function;
    }

    static <T> Page<T> page(List<T> all, PageRequest page, java.util.function.Function<T, String> key) {
        int from = page.after()
                .map(after -> all.stream().map(key).toList().indexOf(after) + 1)
                .orElse(0);
        int to = Math.min(all.size(), from + page.limit());
        List<T> items = all.subList(from, to);
        return new Page<>(
                items,
                to == all.size() || items.isEmpty() ? Optional.empty() : Optional.of(key.apply(items.getLast())));
    }
}
