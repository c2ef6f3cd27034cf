package io.frontdesk.contract;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
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
import io.frontdesk.element.BoundCodes;
import io.frontdesk.extension.ExtensionOrder;
import io.frontdesk.facade.FacadePolicy;
import io.frontdesk.field.FieldPolicy;
import io.frontdesk.patch.PatchPolicy;
import io.frontdesk.prepare.PreparePolicy;
import io.frontdesk.profile.Definition;
import io.frontdesk.profile.Definitions;
import io.frontdesk.profile.ProfilePolicy;
import io.frontdesk.search.SearchPolicy;
import io.frontdesk.slot.SlotPolicy;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Section;
import io.frontdesk.source.Sections;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.status.StatusPolicy;
import io.frontdesk.version.VersionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Reads a contract's folder and compiles it, or says everything that is wrong in it. */
public final class ContractReader {

    private static final String FILE = "contract.yaml";
    static final String DIALECTS = "dialects";

    private final Function<FhirVersionEnum, FhirContext> contexts;

    /** Takes where to get HAPI's model of a FHIR version from; building one takes long, so share it with the server. */
    public ContractReader(Function<FhirVersionEnum, FhirContext> contexts) {
        this.contexts = contexts;
    }

    /**
     * Reads and compiles a contract.
     *
     * @throws ContractException with every fault that was found
     */
    public Contract read(SourceFolder folder) {
        Faults faults = new Faults();
        Optional<Contract> contract =
                Sections.read(folder, FILE, faults).map(section -> compile(section, folder, faults));
        if (contract.isEmpty() || !faults.none()) {
            throw new ContractException(faults.sorted());
        }
        return contract.get();
    }

    private Contract compile(Section top, SourceFolder folder, Faults faults) {
        String name = top.text("contract");
        String title = top.text("title");
        FhirVersionEnum version =
                top.choice("fhirVersion", Map.of("R4", FhirVersionEnum.R4, "DSTU3", FhirVersionEnum.DSTU3));
        LocalDate era = day(top);
        Formats formats = Formats.compile(top);
        FhirContext fhir = contexts.apply(version);

        Definitions definitions = Definitions.read(folder, fhir, faults);

        Section access = top.section("access");
        AccessPolicy rights = AccessPolicy.compile(access, fhir);
        Optional<ContextPolicy> context = access.optionalSection("context")
                .map(section -> ContextPolicy.compile(section, fhir, Contract.APPOINTMENT));
        Hidden hidden = Hidden.compile(access);
        List<IBaseResource> parameters = definitions.ofType("SearchParameter").stream()
                .map(Definition::resource)
                .toList();
        context.ifPresent(policy -> SearchPolicy.mustKnow(
                access, "context", policy.searchParameters(), fhir, Contract.APPOINTMENT, parameters));
        access.close();

        Section versioning = top.section("version");
        VersionPolicy versions = VersionPolicy.compile(versioning);
        versioning.close();

        Section status = top.section("status");
        StatusPolicy states = StatusPolicy.compile(status, BoundCodes.at(fhir, Contract.APPOINTMENT + ".status"));
        status.close();

        UpdateRules update = UpdateRules.compile(top.section("update"), fhir, top.has("patch"));

        Optional<PatchPolicy> patch = optional(
                top,
                "patch",
                section -> Optional.of(PatchPolicy.compile(section, fhir, Contract.APPOINTMENT)),
                Optional::empty);

        BodyReading body = optional(
                top, "body", section -> BodyReading.compile(section, fhir, Contract.APPOINTMENT), BodyReading::strict);

        PreparePolicy prepare = optional(
                top,
                "prepare",
                section -> PreparePolicy.compile(section, fhir, Contract.APPOINTMENT),
                PreparePolicy::none);

        Catalogues catalogues = Catalogues.compile(top, fhir, Contract.APPOINTMENT);

        Section extensions = top.section("extensions");
        ExtensionOrder order = ExtensionOrder.compile(extensions, fhir, Contract.APPOINTMENT);
        extensions.close();

        ProfilePolicy profiles = optional(
                top, "profiles", section -> ProfilePolicy.compile(section, definitions, fhir), ProfilePolicy::none);

        FieldPolicy fields = FieldPolicy.compile(top, fhir, Contract.APPOINTMENT);

        Optional<Section> telling = top.optionalSection("answers");
        AnswerPolicy answers = telling.map(section -> AnswerPolicy.compile(section, dialects(faults), version))
                .orElseGet(AnswerPolicy::standard);
        SuccessPolicy success = telling.flatMap(section -> section.optionalSection("success"))
                .map(SuccessPolicy::compile)
                .orElseGet(SuccessPolicy::standard);
        RequestIdForm requestIds = telling.map(RequestIdForm::compile).orElse(RequestIdForm.HEX);
        telling.ifPresent(Section::close);

        SearchPolicy search = top.optionalSection("search")
                .map(section -> SearchPolicy.compile(section, fhir, parameters))
                .orElseGet(SearchPolicy::none);

        Optional<Section> booking = top.optionalSection("booking");
        Optional<SlotPolicy> slots =
                booking.flatMap(section -> slots(section, fhir, update.offers().types()));
        Optional<BookingPolicy> bookings = booking.filter(section -> section.has("actors"))
                .map(section -> BookingPolicy.compile(section, fhir, Contract.APPOINTMENT));
        booking.filter(section -> bookings.isEmpty() && !section.has("slots"))
                .ifPresent(section -> section.fault("", "keeps nobody's time", "add active and actors, or slots"));
        booking.ifPresent(Section::close);

        EffectPolicy effects = EffectPolicy.compile(
                top, fhir, Contract.APPOINTMENT, update.offers().types());

        Optional<CalendarPolicy> calendar = top.optionalSection("calendar")
                .map(section -> CalendarPolicy.compile(section, fhir, Contract.APPOINTMENT));

        Optional<FacadePolicy> facade = optional(
                top,
                "facade",
                section -> Optional.of(FacadePolicy.compile(section, Contract.APPOINTMENT)),
                Optional::empty);
        facade.ifPresent(policy -> SearchPolicy.mustKnow(
                top, "facade", policy.searchParameters(), fhir, Contract.APPOINTMENT, parameters));
        if (facade.isPresent() && !success.representation()) {
            top.fault(
                    "facade",
                    "tells what was stored, and the endpoint does not answer with it",
                    "leave out answers.success.body");
        }
        top.close();

        return new Contract(
                name,
                title,
                fhir,
                era,
                rights,
                context,
                hidden,
                versions,
                states,
                update.with(calendar.flatMap(CalendarPolicy::operation).stream().toList())
                        .with(bookings.flatMap(BookingPolicy::holds)
                                .map(holds -> HoldRules.operations())
                                .orElseGet(List::of)),
                patch,
                formats,
                body,
                prepare,
                catalogues,
                order,
                definitions,
                profiles,
                fields,
                answers,
                success,
                requestIds,
                search,
                slots,
                effects,
                bookings,
                calendar,
                facade);
    }

    private static Optional<SlotPolicy> slots(Section booking, FhirContext fhir, Set<String> served) {
        Optional<Section> slots = booking.optionalSection("slots");
        if (slots.isPresent() && !served.containsAll(SlotPolicy.TYPES)) {
            booking.fault(
                    "slots",
                    "nothing can be stored that appointments would hold",
                    "offer " + SlotPolicy.TYPES + " in update.interactions");
        }
        Optional<SlotPolicy> policy = slots.map(section -> SlotPolicy.compile(section, fhir, Contract.APPOINTMENT));
        slots.ifPresent(Section::close);
        return policy;
    }

    private static <T> T optional(Section top, String key, Function<Section, T> compile, Supplier<T> none) {
        return top.optionalSection(key)
                .map(section -> {
                    T compiled = compile.apply(section);
                    section.close();
                    return compiled;
                })
                .orElseGet(none);
    }

    /** The built-in ways to tell refusals, by name; as data, so that a contract's own words can be laid over them. */
    private static Map<String, Section> dialects(Faults faults) {
        SourceFolder folder = SourceFolder.builtIn(DIALECTS);
        Map<String, Section> dialects = new TreeMap<>();
        try {
            for (String file : folder.list()) {
                Sections.read(folder, file, faults)
                        .ifPresent(section -> dialects.put(file.substring(0, file.indexOf('.')), section));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dialects;
    }

    private static LocalDate day(Section top) {
        String day = top.text("era");
        try {
            return LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            if (!day.isEmpty()) {
                top.fault("era", "'" + day + "' is no day", "a day such as 2019-11-08");
            }
            return LocalDate.EPOCH;
        }
    }
}
