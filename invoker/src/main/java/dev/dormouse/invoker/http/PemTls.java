package dev.dormouse.invoker.http;

import dev.dormouse.invoker.http.HttpSettings.TlsFiles;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.security.PrivateKey;
import java.util.NoSuchElementException;

/** TLS from PEM files. */
final class PemTls {
    private PemTls() {}

    static Tls of(TlsFiles files) {
        try {
            Keys keys = Keys.builder()
                    .pem(pem ->
                            pem.certChain(Resource.create(files.certificate())).key(Resource.create(files.key())))
                    .build();
            PrivateKey key = keys.privateKey().orElseThrow(() -> new NoSuchElementException("there is no private key"));
            return Tls.builder()
                    .privateKey(key)
                    .privateKeyCertChain(keys.certChain())
                    .build();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "TLS takes a certificate chain and its private key (PKCS#8, not encrypted) in PEM files, and "
                            + files.certificate() + " and " + files.key() + " are not that (" + e.getMessage()
                            + "): give others, or leave both out for plain HTTP.",
                    e);
        }
    }
}
