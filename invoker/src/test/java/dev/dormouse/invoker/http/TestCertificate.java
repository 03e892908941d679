package dev.dormouse.invoker.http;

import dev.dormouse.snapshot.tls.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A fresh certificate for 127.0.0.1, as both sides of a connection need it.
 *
 * @param files certificate and key as PEM
 * @param trusting a client's side that trusts it
 */
record TestCertificate(HttpSettings.TlsFiles files, SSLContext trusting) {
    static TestCertificate in(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        SelfSigned made = SelfSigned.in(directory);
        Certificate certificate = made.certificate();
        Path chain = pem(directory.resolve("cert.pem"), "CERTIFICATE", certificate.getEncoded());
        Path key = pem(
                directory.resolve("key.pem"), "PRIVATE KEY", made.privateKey().getEncoded());
        return new TestCertificate(new HttpSettings.TlsFiles(chain, key), trusting(certificate));
    }

    private static SSLContext trusting(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("tls", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Path pem(Path file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }
}
