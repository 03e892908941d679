package dev.dormouse.invoker.registry;

import java.util.List;

/**
 * What a deploy came to.
 *
 * @param revision the revision that now stands for the request
 * @param created false if the newest revision was already just this one
 * @param functionVersion {@link FunctionView#version} afterwards
 * @param steps what took place, in its order
 * @param warnings what the author should know, each a sentence
 */
public record Deployment(
        RevisionView revision, boolean created, long functionVersion, List<DeployStep> steps, List<String> warnings) {
    public Deployment {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }
}
