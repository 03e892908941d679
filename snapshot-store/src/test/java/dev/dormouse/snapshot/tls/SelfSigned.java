package dev.dormouse.snapshot.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A fresh key for 127.0.0.1 and its certificate that nobody else has signed, made by the JDK's own keytool. */
public final class SelfSigned {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "tls";

    private final KeyStore keys;

    private SelfSigned(KeyStore keys) {
        this.keys = keys;
    }

    /** Makes it in a file of {@code directory}. */
    public static SelfSigned in(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = directory.resolve("tls.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
        return new SelfSigned(KeyStore.getInstance(store.toFile(), PASSWORD));
    }

    public Certificate certificate() throws GeneralSecurityException {
        return keys.getCertificate(ALIAS);
    }

    public Key privateKey() throws GeneralSecurityException {
        return keys.getKey(ALIAS, PASSWORD);
    }

    /** The side of a server that shows it. */
    public SSLContext shown() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
