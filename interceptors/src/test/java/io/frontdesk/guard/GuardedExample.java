package io.frontdesk.guard;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.contract.Part;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.token.JwksKeys;
import io.frontdesk.token.KeyLife;
import io.frontdesk.token.TokenRules;
import io.frontdesk.token.TokenVerifier;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** The lines of {@code docs/plain-server.md}, compiled. */
final class GuardedExample {

    private GuardedExample() {}

    static PlainServer guard(RestfulServer server) {
        // example: begin
        Contract contract = new ContractReader(FhirContext::forCached).read(SourceFolder.builtIn("core"));
        TokenRules rules = TokenRules.of("https://idp.example.org/realms/clinic", Optional.of("frontdesk"));
        TokenVerifier tokens = new TokenVerifier(
                JwksKeys.discovered(rules.issuer(), KeyLife.usual(), Clock.systemUTC()), rules, Clock.systemUTC());

        PlainServer guarded = PlainServer.guard(
                server, contract, Part.named("booking,slots,references"), tokens, Set::of, BodyLimits.standard());
        guarded.told().forEach(System.out::println);
        // example: end
        return guarded;
    }
}
