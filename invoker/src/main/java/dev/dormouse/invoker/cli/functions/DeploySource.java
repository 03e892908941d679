package dev.dormouse.invoker.cli.functions;

import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.ModuleDigest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file to deploy, with the type that its name or its first bytes give it.
 *
 * @param file exists
 * @param mediaType {@code application/wasm} or {@code text/javascript}
 */
record DeploySource(Path file, String mediaType) {
    private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm'};

    /** Looks at a file; a {@link WrongUse} if it cannot be deployed. */
    static DeploySource of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new WrongUse("There is no file " + file + ".");
        }
        String name = file.getFileName().toString();
        if (name.endsWith(".js") || name.endsWith(".mjs")) {
            return new DeploySource(file, "text/javascript");
        }
        if (beginsLikeWasm(file)) {
            return new DeploySource(file, "application/wasm");
        }
        throw new WrongUse("A function is a Wasm module or a script that ends in .js or .mjs; " + file
                + " is neither. Build it first; 'dormouse new' writes projects that build.");
    }

    BodyPublisher body() {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException gone) {
            throw new CommandFailed("The file " + file + " cannot be read.");
        }
    }

    /** SHA-256 of what is in it, in hexadecimal digits. */
    String digest() {
        try {
            return ModuleDigest.of(Files.readAllBytes(file)).hex();
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
    }

    private static boolean beginsLikeWasm(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(WASM_MAGIC.length), WASM_MAGIC);
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
    }

    private static CommandFailed unreadable(Path file, IOException failed) {
        return new CommandFailed("The file " + file + " cannot be read (" + failed.getMessage() + ").");
    }
}
