package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.LiveGuest;
import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.Instance;

/**
 * An instance whose calls all draw on one budget.
 *
 * @param instance the instance
 * @param budget fuel and deadline of the invocation
 */
public record BudgetedGuest(Instance instance, Budget budget) implements LiveGuest {
    @Override
    public Completion start() {
        return instance.start(budget);
    }

    @Override
    public Completion call(String export, long... arguments) {
        return instance.call(export, budget, arguments);
    }
}
