package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * The classes of the host, initialised before a guest runs.
 *
 * <p>A guest chooses how deep the stack is when it calls the host. A class whose initialisation meets the end of the
 * stack can never be used again in this process, so none may be initialised on a guest's stack for the first time.
 */
final class HostClasses {
    private static final List<Class<?>> ALL = List.of(
            AnswerHead.class,
            Header.class,
            RequestHead.class,
            Answer.class,
            AnswerOpening.class,
            Blocks.class,
            BoundedLog.class,
            CgiEnvironment.class,
            CgiOutput.class,
            ContentType.class,
            EntryExport.class,
            Errno.class,
            Exchange.class,
            ExtismHost.class,
            ExtismMemory.class,
            ExtismProgram.class,
            GuestAnswer.class,
            GuestCall.class,
            GuestExports.class,
            GuestLog.class,
            GuestProgram.class,
            GuestRequest.class,
            GuestSettings.class,
            GuestStyle.class,
            HeaderRules.class,
            HostContext.class,
            HostLimits.class,
            HostModule.class,
            HostServices.class,
            Initialisation.class,
            IoVectors.class,
            LineBuffer.class,
            LiveGuest.class,
            RequestBody.class,
            RequestHeadJson.class,
            RequestHost.class,
            ResponseHeadJson.class,
            ScriptProgram.class,
            Slice.class,
            StandardStreams.class,
            Taint.class,
            Variables.class,
            Waiter.class,
            WasiClock.class,
            WasiHost.class,
            WasiPoll.class,
            WasiProgram.class,
            WasiStreams.class,
            WasiStrings.class);

    /** What the JVM throws where it has no stack left to load or link a class: it must be able to throw it again. */
    private static final List<Class<? extends Throwable>> FAULTS_OF_LOADING = List.of(
            ClassNotFoundException.class,
            NoClassDefFoundError.class,
            ExceptionInInitializerError.class,
            BootstrapMethodError.class,
            IncompatibleClassChangeError.class,
            StackOverflowError.class);

    /** Ways in which a host function ends a call: how each is told as text is linked when it is first told. */
    private static final List<Completion> STOPS = List.of(
            new Completion.Returned(0),
            new Completion.Exited(0),
            new Completion.Trapped(""),
            new Completion.OutOfFuel(),
            new Completion.PastDeadline(),
            new Completion.OutOfMemory(""),
            new Completion.RuntimeFull(""),
            new Completion.Cancelled());

    private HostClasses() {}

    /** Initialises them all, with those declared within them; quick if they are already. */
    static void initialise() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        for (Class<?> outer : ALL) {
            initialise(lookup, outer);
            for (Class<?> inner : outer.getDeclaredClasses()) {
                initialise(lookup, inner);
            }
        }
        for (Class<?> fault : FAULTS_OF_LOADING) {
            initialiseIn(lookup, fault);
        }
        STOPS.forEach(GuestStop::as);
    }

    /** Also classes that only their outer class sees. */
    private static void initialise(MethodHandles.Lookup lookup, Class<?> type) {
        try {
            initialiseIn(MethodHandles.privateLookupIn(type, lookup), type);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The host sees its own classes.", e);
        }
    }

    private static void initialiseIn(MethodHandles.Lookup lookup, Class<?> type) {
        try {
            Class<?> ignored = lookup.ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The host sees its own classes and those of the JDK.", e);
        }
    }
}
