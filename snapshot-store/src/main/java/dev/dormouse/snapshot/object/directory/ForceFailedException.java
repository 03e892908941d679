package dev.dormouse.snapshot.object.directory;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The disk did not say that a file or folder is durable. What it holds is not known from here on: a second force would
 * succeed whether the data reached the disk or not.
 */
final class ForceFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    ForceFailedException(Path path, IOException cause) {
        super(path + " could not be made durable (" + cause.getMessage() + ")", cause);
    }
}
