package io.frontdesk.contract;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.access.AccessPolicy;
import io.frontdesk.access.ContextPolicy;
import io.frontdesk.access.Hidden;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.RequestIdForm;
import io.frontdesk.answer.SuccessPolicy;
import io.frontdesk.body.BodyReading;
import io.frontdesk.body.Formats;
import io.frontdesk.booking.BookingPolicy;
import io.frontdesk.booking.HoldRules;
import io.frontdesk.calendar.CalendarPolicy;
import io.frontdesk.catalogue.Catalogues;
import io.frontdesk.effect.EffectPolicy;
import io.frontdesk.extension.ExtensionOrder;
import io.frontdesk.facade.FacadePolicy;
import io.frontdesk.field.FieldPolicy;
import io.frontdesk.patch.PatchPolicy;
import io.frontdesk.prepare.PreparePolicy;
import io.frontdesk.profile.Definitions;
import io.frontdesk.profile.ProfilePolicy;
import io.frontdesk.request.Interaction;
import io.frontdesk.search.SearchPolicy;
import io.frontdesk.slot.SlotPolicy;
import io.frontdesk.status.StatusPolicy;
import io.frontdesk.version.VersionPolicy;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one endpoint promises about appointments, compiled. Immutable.
 *
 * @param name the contract's name, under which its endpoint is reached
 * @param title the contract in a few words
 * @param fhir the FHIR version that the contract is written in
 * @param era the day whose published rules these are
 * @param access who may do what
 * @param context which appointments belong to a caller's context, where the contract asks for that
 * @param hidden what a caller is told of a resource that they may not see
 * @param version what a change must say about the version it is based on
 * @param status the life cycle of appointments
 * @param update what is offered, and what becomes of a change
 * @param patch what a patch may do, where the contract lists that
 * @param formats the formats that are read and answered
 * @param body what is read in a body that FHIR does not know
 * @param prepare what is made of an appointment that a client sends before it is judged
 * @param catalogues which values some elements may have
 * @param extensions the order of extensions
 * @param definitions the FHIR definitions that the contract publishes
 * @param profiles which profile applies to which appointment
 * @param fields the contract's own rules about the elements of an appointment
 * @param answers how refusals are told
 * @param success how writes that succeeded are answered
 * @param requestIds how the ids of requests are written
 * @param search what a search may ask
 * @param slots how appointments hold Slots, where the contract keeps them in step
 * @param effects what is stored along with a change
 * @param booking whose time appointments take, where the contract asks for that
 * @param calendar how appointments are shown as calendar events, where the contract offers that
 * @param facade the JSON interface beside the FHIR endpoint, where the contract has one
 */
public record Contract(
        String name,
        String title,
        FhirContext fhir,
        LocalDate era,
        AccessPolicy access,
        Optional<ContextPolicy> context,
        Hidden hidden,
        VersionPolicy version,
        StatusPolicy status,
        UpdateRules update,
        Optional<PatchPolicy> patch,
        Formats formats,
        BodyReading body,
        PreparePolicy prepare,
        Catalogues catalogues,
        ExtensionOrder extensions,
        Definitions definitions,
        ProfilePolicy profiles,
        FieldPolicy fields,
        AnswerPolicy answers,
        SuccessPolicy success,
        RequestIdForm requestIds,
        SearchPolicy search,
        Optional<SlotPolicy> slots,
        EffectPolicy effects,
        Optional<BookingPolicy> booking,
        Optional<CalendarPolicy> calendar,
        Optional<FacadePolicy> facade) {

    /** Returns the operations on appointments that find, hold and book time, by name with the dollar sign. */
    public List<String> bookingOperations() {
        return booking.flatMap(BookingPolicy::holds).isPresent() ? HoldRules.operations() : List.of();
    }

    /**
     * Returns this contract without some of its parts, for a store that cannot keep them. What a part is not there for stays as
     * it is.
     */
    public Contract without(Set<Part> parts) {
        boolean booked = !parts.contains(Part.BOOKING);
        return with(
                update.without(parts, booked ? List.of() : bookingOperations()),
                parts.contains(Part.SLOTS) ? Optional.empty() : slots,
                parts.contains(Part.EFFECTS) ? effects.none() : effects,
                booked ? booking : Optional.empty());
    }

    /**
     * Returns this contract with interactions closed that a server cannot guard, and with JSON Patch as the only patch.
     *
     * @param remedies the interactions, and what clients are told to do instead
     */
    public Contract closing(Map<Interaction, String> remedies) {
        return with(update.closing(remedies).jsonPatchOnly(), slots, effects, booking);
    }

    private Contract with(
            UpdateRules updated, Optional<SlotPolicy> held, EffectPolicy broughtAbout, Optional<BookingPolicy> booked) {
        return new Contract(
                name,
                title,
                fhir,
                era,
                access,
                context,
                hidden,
                version,
                status,
                updated,
                patch,
                formats,
                body,
                prepare,
                catalogues,
                extensions,
                definitions,
                profiles,
                fields,
                answers,
                success,
                requestIds,
                search,
                held,
                broughtAbout,
                booked,
                calendar,
                facade);
    }

    /** The resource type that contracts are about. */
    public static final String APPOINTMENT = "Appointment";
}
