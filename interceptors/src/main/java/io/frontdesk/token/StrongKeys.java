package io.frontdesk.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes on only keys that a signature may rest on: RSA from 2048 bits (RFC 7518 section 3.3), and none whose {@code
 * key_ops} leave out {@code verify} (RFC 7517 section 4.3).
 */
record StrongKeys(JWKSource<SecurityContext> keys) implements JWKSource<SecurityContext> {

    private static final int FEWEST_RSA_BITS = 2048;

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        return keys.get(selector, context).stream().filter(StrongKeys::fit).toList();
    }

    private static boolean fit(JWK key) {
        return (!KeyType.RSA.equals(key.getKeyType()) || key.size() >= FEWEST_RSA_BITS)
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
    }
}
