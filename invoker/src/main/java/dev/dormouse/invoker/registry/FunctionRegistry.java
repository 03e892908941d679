package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.RevisionId;
import java.util.List;

/**
 * What is deployed, and what names point at it. Thread-safe. Every change is durable when its method returns, and every
 * read of this process that begins afterwards sees it; other processes on the same store see it a moment later.
 *
 * <p>All methods throw {@link dev.dormouse.invoker.Refused}: {@code NOT_FOUND} if what they name is not there,
 * {@code PRECONDITION_FAILED} if the precondition does not hold, {@code STORE_UNAVAILABLE} if the store gives no answer.
 */
public interface FunctionRegistry {
    /** Functions, sorted by name. */
    Page<FunctionView> functions(PageRequest page);

    /** One function. */
    FunctionView function(FunctionName function);

    /** Revisions of one function, newest first. */
    Page<RevisionView> revisions(FunctionName function, PageRequest page);

    /** One revision. */
    RevisionView revision(RevisionId revision);

    /**
     * Takes a function away with all its revisions and aliases. Invocations that run already finish.
     *
     * @param precondition on {@link FunctionView#version}
     */
    void delete(FunctionName function, Precondition precondition);

    /** One alias. */
    AliasView alias(FunctionName function, AliasName alias);

    /**
     * Points an alias at revisions; creates it if there is none. Putting what is there already changes nothing, the
     * version included.
     *
     * @param targets 1 to 10, each revision once; {@code BAD_INPUT} if not, or if one names no revision of the function
     * @param precondition on {@link AliasView#version}
     */
    AliasView putAlias(FunctionName function, AliasName alias, List<AliasTarget> targets, Precondition precondition);

    /**
     * Takes an alias away.
     *
     * @param precondition on {@link AliasView#version}
     * @throws dev.dormouse.invoker.Refused also {@code CONFLICT} for {@code live}, which every function has
     */
    void deleteAlias(FunctionName function, AliasName alias, Precondition precondition);
}
