package io.frontdesk.token;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to know a token again, and what it would cost to verify it each time. Run by {@code org.openjdk.jmh.Main}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class VerificationBenchmark {

    private final TokenRules rules = TokenRules.of(Issuer.NAME, Optional.of(Issuer.AUDIENCE));
    private final TokenVerifier seen = verifier();

    private final List<String> header = List.of("Bearer "
            + Issuer.token(claims -> claims.put("more", "As long as the tokens of real issuers are. ".repeat(20))));

    /** A token that was seen within the last minute; the issuer's clock of the tests stands still. */
    @Benchmark
    public Verdict seenBefore() {
        return seen.verify(header);
    }

    /** A token of which nothing is known: its RSA signature is checked, and all its claims. */
    @Benchmark
    public Verdict seenNever() {
        return verifier().verify(header);
    }

    private TokenVerifier verifier() {
        return new TokenVerifier(new ImmutableJWKSet<>(Issuer.publicKeys()), rules, Issuer.CLOCK);
    }
}
