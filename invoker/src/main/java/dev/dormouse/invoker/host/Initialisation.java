package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.ModuleRefused;

/** What a step of a guest's initialisation must come to. */
final class Initialisation {
    private Initialisation() {}

    /** Returns what the step returned. */
    static long require(String step, Completion completion) throws ModuleRefused {
        return switch (completion) {
            case Completion.Returned returned -> returned.value();
            case Completion.Exited exited -> throw refused(step, "ended the program with exit code " + exited.code());
            case Completion.Trapped trapped -> throw refused(step, "trapped: " + trapped.reason());
            case Completion.OutOfFuel fuel -> throw refused(step, "used up its fuel");
            case Completion.PastDeadline deadline -> throw refused(step, "did not end in time");
            case Completion.OutOfMemory memory -> throw refused(step, "reached a limit: " + memory.limit());
            // Not the function's fault: whoever deploys it says so.
            case Completion.RuntimeFull full -> throw GuestStop.as(full);
            case Completion.Cancelled cancelled -> throw refused(step, "was cancelled");
        };
    }

    static ModuleRefused refused(String step, String what) {
        return new ModuleRefused(
                ModuleRefused.Reason.INITIALISATION,
                -1,
                "A function is initialised once, when it is deployed; its " + step + " " + what
                        + ". Its log may say more.");
    }
}
