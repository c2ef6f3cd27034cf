package io.frontdesk.guard;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import io.frontdesk.access.PatchInterceptor;
import io.frontdesk.access.ReadInterceptor;
import io.frontdesk.answer.Refusals;
import io.frontdesk.base.AppointmentInvariants;
import io.frontdesk.base.BaseRules;
import io.frontdesk.booking.BookingInterceptor;
import io.frontdesk.booking.BookingTrialInterceptor;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.effect.EffectInterceptor;
import io.frontdesk.element.ElementTree;
import io.frontdesk.field.FieldGuard;
import io.frontdesk.patch.PatchGuard;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.search.SearchRulesGuard;
import io.frontdesk.slot.HeldSlotGuard;
import io.frontdesk.slot.SlotAgreementGuard;
import io.frontdesk.slot.SlotFilling;
import io.frontdesk.slot.SlotGuard;
import io.frontdesk.status.StatusGuard;
import io.frontdesk.store.ReadOnlyStore;
import io.frontdesk.store.ResourceStore;
import io.frontdesk.unique.UniqueInterceptor;
import io.frontdesk.unique.UniqueTrialInterceptor;
import io.frontdesk.update.OwnReferencesGuard;
import io.frontdesk.version.TurnInterceptor;
import io.frontdesk.version.VersionGuard;
import io.frontdesk.write.DeletionConflictInterceptor;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Judge;
import io.frontdesk.write.PatchTargetInterceptor;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import io.frontdesk.write.WriteInterceptor;
import java.util.ArrayList;
import java.util.List;

/** The guards of reads and writes of a contract where the storage calls them, in their order: {@link Guards} says which it is. */
final class WriteGuards {

    private final Shared shared;
    private final Contract contract;

    WriteGuards(Shared shared) {
        this.shared = shared;
        this.contract = shared.contract();
    }

    /** Registers the guards; see {@link Guards#guardWrites}. */
    void register(IInterceptorService storage) {
        Refusals refusals = shared.refusals();
        List<WriteGuard> ofWrites = ofWrites();
        List<DeletionGuard> ofDeletions = ofDeletions();
        if (!shared.concern().isAll()) {
            Meant meant = new Meant(shared);
            meant.judgeWrites(ofWrites);
            meant.judgeDeletions(ofDeletions);
        }
        contract.slots().ifPresent(slots -> {
            HeldSlotGuard held = new HeldSlotGuard(slots, contract.fhir());
            SlotGuard taking = new SlotGuard(slots, contract.fhir(), resources(Family.SLOT));
            ofWrites.addAll(
                    List.of(held, new SlotAgreementGuard(slots, contract.fhir(), resources(Family.SLOT)), taking));
            ofDeletions.addAll(List.of(held, taking));
        });

        if (takesTurns()) {
            storage.registerInterceptor(new TurnInterceptor(
                    Contract.APPOINTMENT, shared.versions(), shared.services().rows(), refusals));
        }
        storage.registerInterceptor(new WriteInterceptor(contract.fhir(), ofWrites, ofDeletions, refusals));
        if (Guards.seesPatches()) {
            storage.registerInterceptor(new PatchTargetInterceptor());
            storage.registerInterceptor(new PatchInterceptor(shared.seen(), refusals));
        }
        storage.registerInterceptor(new ReadInterceptor(shared.sights(), contract.hidden(), refusals));
        inTheTransaction(storage);
        if (!shared.modes().whole()) {
            storage.registerInterceptor(new DeletionConflictInterceptor());
            storage.registerInterceptor(shared.deletions());
        }
    }

    /** Only a transaction waits for several appointments; without any, nobody waits for one who waits. */
    private boolean takesTurns() {
        boolean transactions = !shared.concern().isAll()
                || contract.update().offers().onSystem().contains(Interaction.TRANSACTION);
        return transactions && !shared.modes().whole();
    }

    /** What keeps its own books, or stores something else, in the transaction of the write. */
    private void inTheTransaction(IInterceptorService storage) {
        Refusals refusals = shared.refusals();
        shared.services()
                .unique()
                .filter(index -> contract.update().unique().demandsAny())
                .ifPresent(index -> storage.registerInterceptor(
                        shared.modes().enforces(Family.UNIQUE)
                                ? new UniqueInterceptor(contract.update().unique(), index, refusals)
                                : new UniqueTrialInterceptor(contract.update().unique(), index, refusals)));
        if (contract.effects().demandsAny()) {
            storage.registerInterceptor(new EffectInterceptor(contract.effects(), resources(Family.EFFECT), refusals));
        }
        contract.booking()
                .ifPresent(booking -> shared.services()
                        .booking()
                        .ifPresent(index -> storage.registerInterceptor(
                                shared.modes().enforces(Family.BOOKING)
                                        ? new BookingInterceptor(booking, index, refusals)
                                        : new BookingTrialInterceptor(booking, index, refusals))));
    }

    /** What judges a write before it is stored; what is stored along with it, Slots, comes after. */
    List<WriteGuard> ofWrites() {
        VersionGuard versions = shared.versions();
        List<WriteGuard> inOrder = new ArrayList<>();
        inOrder.add(shared.seen());
        inOrder.add(later(shared.mediaTypes()));
        inOrder.add(later(versions));
        // What a patch does is only known, and judged by all that follows, once it is done.
        contract.patch().ifPresent(policy -> {
            inOrder.add(versions);
            inOrder.add(new PatchGuard(policy, contract.fhir()));
        });
        inOrder.addAll(making());
        inOrder.add(new OwnReferencesGuard(new ElementTree(contract.fhir()), shared.sights()::maySearchAll));
        inOrder.add(contract.update().owned());
        contract.slots()
                .ifPresent(slots -> inOrder.add(new SlotFilling(slots, contract.fhir(), resources(Family.SLOT))));
        inOrder.add(shared.rights());
        shared.context().ifPresent(inOrder::add);
        inOrder.add(shared.conditions());
        if (contract.patch().isEmpty()) {
            inOrder.add(versions);
        }
        inOrder.addAll(judging(status()));
        return inOrder;
    }

    private List<DeletionGuard> ofDeletions() {
        return new ArrayList<>(List.of(shared.seen(), shared.versions(), status()));
    }

    /** Returns what judges without a server; see {@link Guards#judge}. */
    Judge judge(boolean caller) {
        StatusGuard status = status();
        List<WriteGuard> inOrder = new ArrayList<>();
        inOrder.add(shared.offers());
        contract.patch().ifPresent(policy -> inOrder.add(new PatchGuard(policy, contract.fhir())));
        inOrder.addAll(making());
        if (caller) {
            inOrder.add(contract.update().owned());
        }
        inOrder.add(shared.versions());
        inOrder.addAll(judging(status));
        return new Judge(
                List.of(
                        shared.offers(),
                        new SearchRulesGuard(contract.search()),
                        shared.conditions(),
                        shared.versions()),
                inOrder,
                List.of(shared.versions(), status));
    }

    /** Judges headers at the time of the write, where they are told then. */
    private WriteGuard later(RequestGuard ofHeaders) {
        return WriteGuard.of(
                ofHeaders.family(),
                write -> write.request()
                        .filter(shared::toldLater)
                        .map(ofHeaders::beforeBody)
                        .orElseGet(Decision::permit));
    }

    /** What makes a whole appointment of what was sent. */
    private List<WriteGuard> making() {
        return List.of(
                contract.update().kept(),
                WriteGuard.of(Family.PREPARE, contract.prepare()::prepare),
                WriteGuard.of(Family.PREPARE, contract.catalogues()::prepare),
                new BaseRules(new ElementTree(contract.fhir())));
    }

    /** What judges an appointment by itself and by what is stored of it. */
    private List<WriteGuard> judging(StatusGuard status) {
        return List.of(
                status,
                new AppointmentInvariants(
                        contract.fhir(),
                        new ElementTree(contract.fhir()),
                        contract.update().endBeforeStart()),
                WriteGuard.of(Family.PROFILE, this::label),
                WriteGuard.of(Family.VALUE, contract.catalogues()::judge),
                new FieldGuard(contract.fields(), Contract.APPOINTMENT),
                WriteGuard.of(Family.PROFILE, this::profile),
                contract.extensions());
    }

    private StatusGuard status() {
        return new StatusGuard(contract.status(), contract.fhir(), Contract.APPOINTMENT);
    }

    private Decision label(Write write) {
        return Shared.GUARDED.contains(write.type()) ? contract.profiles().label(write.proposed()) : Decision.permit();
    }

    /** Somebody else's server publishes what it has itself. */
    private Decision profile(Write write) {
        return Shared.GUARDED.contains(write.type())
                ? contract.profiles().check(write.proposed(), shared.concern().isAll())
                : Decision.permit();
    }

    private ResourceStore resources(Family of) {
        ResourceStore store = shared.services().resources().orElseThrow();
        return shared.modes().enforces(of) ? store : new ReadOnlyStore(store);
    }
}
