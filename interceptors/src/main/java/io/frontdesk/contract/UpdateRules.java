package io.frontdesk.contract;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.request.CriteriaPolicy;
import io.frontdesk.source.Section;
import io.frontdesk.unique.UniquePolicy;
import io.frontdesk.update.OfferPolicy;
import io.frontdesk.update.ServerOwnedParts;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The section {@code update} of a contract, compiled: what is offered, and what becomes of a change.
 *
 * @param offers which interactions are offered
 * @param criteria by what conditional requests may name an appointment
 * @param unique which elements have values that no other appointment has
 * @param fhirPathPatch whether a FHIRPath Patch is read beside a JSON Patch
 * @param methodOverride whether a POST may say that it is a PATCH
 * @param unknownIdFirst whether an unknown id is told before what the headers and the body of a patch lack
 * @param bodyIdMustMatch whether an update whose body has another id than its address is refused
 * @param referencesMustExist whether a relative reference must point at a stored resource
 * @param owned the parts of an appointment that belong to the server
 */
public record UpdateRules(
        OfferPolicy offers,
        CriteriaPolicy criteria,
        UniquePolicy unique,
        boolean fhirPathPatch,
        boolean methodOverride,
        boolean unknownIdFirst,
        boolean bodyIdMustMatch,
        boolean referencesMustExist,
        ServerOwnedParts owned) {

    private static final String JSON_PATCH = "json-patch";
    private static final String FHIRPATH_PATCH = "fhirpath-patch";

    /**
     * Compiles the section.
     *
     * @param listed whether the contract lists what a patch may do, which it can of JSON Patch alone
     */
    static UpdateRules compile(Section update, FhirContext fhir, boolean listed) {
        update.choice("mode", Map.of("replace", true));
        UpdateRules rules = new UpdateRules(
                OfferPolicy.compile(update, fhir.getResourceTypes()),
                CriteriaPolicy.compile(update, fhir),
                UniquePolicy.compile(update, fhir, Contract.APPOINTMENT),
                fhirPathPatch(update, fhir.getVersion().getVersion(), listed),
                update.flag("methodOverride", false),
                update.flag("unknownIdFirst", false),
                update.choice("bodyId", Map.of("must-match", true, "ignored", false)),
                update.choice("references", Map.of("must-exist", true, "any", false)),
                ServerOwnedParts.compile(update, fhir, new SecureRandom(), Set.of(Contract.APPOINTMENT)));
        if (rules.unknownIdFirst() && !rules.offers().onSystem().isEmpty()) {
            update.fault("unknownIdFirst", "cannot be kept for the entries of a bundle", "leave it out, or system");
        }
        update.close();
        return rules;
    }

    /** DSTU3 has no FHIRPath Patch. */
    private static boolean fhirPathPatch(Section update, FhirVersionEnum version, boolean listed) {
        boolean possible = version.isEqualOrNewerThan(FhirVersionEnum.R4) && !listed;
        if (!update.has("patches")) {
            return possible;
        }
        List<String> given = update.texts("patches");
        boolean wanted = given.contains(FHIRPATH_PATCH);
        boolean known =
                given.contains(JSON_PATCH) && Set.of(JSON_PATCH, FHIRPATH_PATCH).containsAll(given);
        if (!known || wanted && !possible) {
            update.fault(
                    "patches",
                    "is no list of patches that are read",
                    "[json-patch], or in R4 fhirpath-patch as well, where no section patch lists operations");
        }
        return wanted;
    }

    /** Returns these rules with an operation of our own offered on appointments, if there is one. */
    UpdateRules with(Optional<String> operation) {
        return operation
                .map(name -> new UpdateRules(
                        offers.with(Contract.APPOINTMENT, name),
                        criteria,
                        unique,
                        fhirPathPatch,
                        methodOverride,
                        unknownIdFirst,
                        bodyIdMustMatch,
                        referencesMustExist,
                        owned))
                .orElse(this);
    }
}
