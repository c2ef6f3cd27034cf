package io.frontdesk.contract;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.body.BodyIds;
import io.frontdesk.request.CriteriaPolicy;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import io.frontdesk.unique.UniquePolicy;
import io.frontdesk.update.KeptElements;
import io.frontdesk.update.OfferPolicy;
import io.frontdesk.update.ServerOwnedParts;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
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
 * @param ids what the id in the body of an update means
 * @param referencesMustExist whether a relative reference must point at a stored resource
 * @param owned the parts of an appointment that belong to the server
 * @param kept which elements an update leaves as they are stored
 * @param endBeforeStart whether an appointment may end before it starts
 */
public record UpdateRules(
        OfferPolicy offers,
        CriteriaPolicy criteria,
        UniquePolicy unique,
        boolean fhirPathPatch,
        boolean methodOverride,
        boolean unknownIdFirst,
        BodyIds ids,
        boolean referencesMustExist,
        ServerOwnedParts owned,
        KeptElements kept,
        boolean endBeforeStart) {

    private static final String JSON_PATCH = "json-patch";
    private static final String FHIRPATH_PATCH = "fhirpath-patch";
    private static final Map<String, BodyIds> BODY_IDS = Map.of(
            "must-match", BodyIds.MUST_MATCH,
            "must-match-if-sent", BodyIds.MUST_MATCH_IF_SENT,
            "ignored", BodyIds.IGNORED);

    /**
     * Compiles the section.
     *
     * @param listed whether the contract lists what a patch may do, which it can of JSON Patch alone
     */
    static UpdateRules compile(Section update, FhirContext fhir, boolean listed) {
        UpdateRules rules = new UpdateRules(
                OfferPolicy.compile(update, fhir.getResourceTypes()),
                CriteriaPolicy.compile(update, fhir),
                UniquePolicy.compile(update, fhir, Contract.APPOINTMENT),
                fhirPathPatch(update, fhir.getVersion().getVersion(), listed),
                update.flag("methodOverride", false),
                update.flag("unknownIdFirst", false),
                update.choice("bodyId", BODY_IDS),
                update.choice("references", Map.of("must-exist", true, "any", false)),
                ServerOwnedParts.compile(update, fhir, new SecureRandom(), Set.of(Contract.APPOINTMENT)),
                KeptElements.compile(update, fhir, Contract.APPOINTMENT),
                update.has("endBeforeStart")
                        && update.choice("endBeforeStart", Map.of("refuse", false, "accept", true)));
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

    /** Returns these rules with operations of our own offered on appointments. */
    UpdateRules with(List<String> operations) {
        OfferPolicy offered = offers;
        for (String operation : operations) {
            offered = offered.with(Contract.APPOINTMENT, operation);
        }
        return with(offered, unique, referencesMustExist);
    }

    /** Returns these rules without some parts of the contract, and without operations that belong to them. */
    UpdateRules without(Set<Part> parts, List<String> operations) {
        return with(
                offers.without(Contract.APPOINTMENT, Set.copyOf(operations)),
                parts.contains(Part.UNIQUE) ? unique.none() : unique,
                referencesMustExist && !parts.contains(Part.REFERENCES));
    }

    /** Returns these rules with interactions closed, each with what clients are told to do instead. */
    UpdateRules closing(Map<Interaction, String> remedies) {
        return with(offers.closing(remedies), unique, referencesMustExist);
    }

    /** Returns these rules with JSON Patch as the only patch. */
    UpdateRules jsonPatchOnly() {
        return with(offers, unique, referencesMustExist, false);
    }

    private UpdateRules with(OfferPolicy offered, UniquePolicy distinct, boolean mustExist) {
        return with(offered, distinct, mustExist, fhirPathPatch);
    }

    private UpdateRules with(OfferPolicy offered, UniquePolicy distinct, boolean mustExist, boolean fhirPath) {
        return new UpdateRules(
                offered,
                criteria,
                distinct,
                fhirPath,
                methodOverride,
                unknownIdFirst,
                ids,
                mustExist,
                owned,
                kept,
                endBeforeStart);
    }
}
