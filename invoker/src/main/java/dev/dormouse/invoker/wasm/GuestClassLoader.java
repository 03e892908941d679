package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/**
 * Holds the classes of one compiled module. Nothing else refers to them, so they go away with the module.
 */
final class GuestClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> classes;

    private GuestClassLoader(Map<String, byte[]> classes) {
        super(GuestClassLoader.class.getClassLoader());
        this.classes = classes;
    }

    /**
     * Defines, verifies and links all classes, so that nothing of it is left to the first request.
     *
     * @return the constructor of the module's machine
     * @throws ModuleRefused if the JVM's verifier does not accept what the compiler made
     */
    static Constructor<? extends Machine> load(ModuleArtifact artifact) throws ModuleRefused {
        GuestClassLoader loader = new GuestClassLoader(artifact.classes());
        try {
            for (String name : artifact.classes().keySet()) {
                Class.forName(name, true, loader);
            }
            return loader.loadClass(artifact.mainClass())
                    .asSubclass(Machine.class)
                    .getConstructor(Instance.class);
        } catch (ReflectiveOperationException | LinkageError e) {
            ModuleRefused refused = new ModuleRefused(
                    Reason.UNSUPPORTED, -1, "The module's compiled classes cannot be linked: " + e.getMessage() + ".");
            refused.initCause(e);
            throw refused;
        }
    }

    /** Makes the machine of an instance. */
    static Machine newMachine(Constructor<? extends Machine> machine, Instance instance) {
        try {
            return machine.newInstance(instance);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The constructor of a machine stores its instance and does no more.", e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
