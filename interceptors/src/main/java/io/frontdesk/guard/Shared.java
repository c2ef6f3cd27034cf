package io.frontdesk.guard;

import io.frontdesk.access.ContextGuard;
import io.frontdesk.access.HiddenGuard;
import io.frontdesk.access.RightsGuard;
import io.frontdesk.access.Sights;
import io.frontdesk.answer.DeletionInterceptor;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.VersionHeadersInterceptor;
import io.frontdesk.body.MediaTypes;
import io.frontdesk.condition.ConditionGuard;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.observe.Observation;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.update.OfferGuard;
import io.frontdesk.version.RowLock;
import io.frontdesk.version.VersionGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the guards of requests and the guards of writes have in common, made once for a contract on a server.
 *
 * @param concern what the contract speaks for on the server
 * @param context where a caller's rights end, if the contract has any such bounds
 */
record Shared(
        Contract contract,
        StoreServices services,
        Concern concern,
        Modes modes,
        Refusals refusals,
        OfferGuard offers,
        RightsGuard rights,
        Optional<ContextGuard> context,
        Sights sights,
        VersionGuard versions,
        ConditionGuard conditions,
        MediaTypes mediaTypes,
        VersionHeadersInterceptor versionHeaders,
        DeletionInterceptor deletions) {

    /** The types whose content the contract speaks of; of others it says only who may do what. */
    static final Set<String> GUARDED = Set.of(Contract.APPOINTMENT);

    /** Takes a contract, whether the store can keep what it demands or not. */
    static Shared of(Contract contract, StoreServices services, Observation observation, Concern concern) {
        Modes modes = observation.modes();
        RightsGuard rights = new RightsGuard(contract.access(), concern::of);
        Optional<ContextGuard> context = contract.context().map(policy -> new ContextGuard(policy, GUARDED));
        return new Shared(
                contract,
                services,
                concern,
                modes,
                new Refusals(contract.fhir(), contract.answers(), observation),
                new OfferGuard(contract.update().offers()),
                rights,
                context,
                new Sights(rights, context),
                new VersionGuard(
                        contract.version(), modes.enforces(Family.VERSION) ? services.rows() : RowLock.none(), GUARDED),
                new ConditionGuard(contract.update().criteria(), contract.fhir()),
                new MediaTypes(
                        contract.formats(),
                        contract.update().fhirPathPatch(),
                        request -> contract.calendar()
                                .map(calendar -> calendar.mediaTypes(request))
                                .orElseGet(Set::of)),
                new VersionHeadersInterceptor(
                        contract.fhir(),
                        contract.success(),
                        contract.version().ids(),
                        contract.version().told()),
                new DeletionInterceptor());
    }

    /** Returns what judges what is asked for, whatever is stored. */
    List<RequestGuard> offeredAndAllowed() {
        List<RequestGuard> inOrder = new ArrayList<>(List.of(offers, rights));
        context.ifPresent(inOrder::add);
        return inOrder;
    }

    /** Returns what judges whether a caller may know of what a write changes. */
    HiddenGuard seen() {
        return new HiddenGuard(sights, contract.hidden(), offers);
    }

    /** Returns whether what the headers of a request lack is told only when it is known that there is something to patch. */
    boolean toldLater(Request request) {
        return contract.update().unknownIdFirst() && request.interaction() == Interaction.PATCH;
    }
}
