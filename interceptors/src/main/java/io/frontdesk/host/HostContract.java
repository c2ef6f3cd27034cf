package io.frontdesk.host;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractDigest;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.contract.Part;
import io.frontdesk.guard.Guards;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.SourceFolder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/** The contract of a host, by its settings. */
public final class HostContract {

    /** What is closed on a HAPI that shows no patch before it applies it. */
    private static final Map<Interaction, String> UNSEEN = Map.of(
            Interaction.PATCH, "Send the whole resource by PUT.",
            Interaction.CONDITIONAL_PATCH, "Search for the resource, and send the whole of it by PUT.");

    private HostContract() {}

    /**
     * Reads the contract, without what the operator or this HAPI does without.
     *
     * @param fhir the host's own
     * @throws BadHostSettingException if the contract is of another FHIR version
     * @throws io.frontdesk.contract.ContractException if there is something wrong in it
     */
    public static Contract of(HostSettings settings, FhirContext fhir) {
        Contract contract = whole(settings, fhir).without(settings.without());
        return Guards.seesPatches() ? contract : contract.closing(UNSEEN);
    }

    static Contract whole(HostSettings settings, FhirContext fhir) {
        return new ContractReader(version -> same(version, fhir, settings))
                .read(SourceFolder.named(settings.contract()));
    }

    private static FhirContext same(FhirVersionEnum version, FhirContext fhir, HostSettings settings) {
        if (fhir.getVersion().getVersion() != version) {
            throw new BadHostSettingException("The contract " + settings.contract() + " is of FHIR " + version
                    + ", and this server is of " + fhir.getVersion().getVersion() + ". Set "
                    + HostKey.CONTRACT.property() + " to a contract of its version.");
        }
        return fhir;
    }

    /**
     * Returns one text for what the contract says here: equal for hosts that keep the same rules, and different for hosts of which
     * one does without a part, or speaks for other types.
     *
     * @return 64 hexadecimal digits
     */
    public static String digest(HostSettings settings) {
        String here = ContractDigest.of(SourceFolder.named(settings.contract())) + "\n"
                + new TreeSet<>(settings.types()) + "\n"
                + new TreeSet<>(settings.without().stream().map(Part::name).toList());
        return DigestUtils.sha256Hex(here.getBytes(StandardCharsets.UTF_8));
    }
}
