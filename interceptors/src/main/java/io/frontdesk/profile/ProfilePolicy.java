package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which profiles an appointment is held to, and which it is labelled with when it is stored: the contract's section
 * {@code profiles}. Immutable and thread-safe.
 *
 * <p>An appointment chooses its rule by what it claims in {@code meta.profile}, and is validated against the profiles of
 * that rule alone; what else it is labelled with plays no part. Refuses with {@link Rule#PROFILE} and {@link
 * Rule#PROFILE_UNKNOWN}. Resources of other types are permitted and left as they are.
 */
public final class ProfilePolicy {

    private static final Logger LOG = LoggerFactory.getLogger(ProfilePolicy.class);
    private static final String TYPE = "Appointment";

    /** Reads alike in DSTU3 and R4, and has a code, a reference and an extension, which the validator treats apart. */
    private static final String NOBODY = """
        {"resourceType": "Appointment",
         "extension": [{"url": "urn:frontdesk:none", "valueReference": {"reference": "Patient/none"}}],
         "status": "booked",
         "appointmentType": {"coding": [{"system": "http://hl7.org/fhir/v2/0276", "code": "ROUTINE"}]},
         "description": "none",
         "start": "2019-11-08T09:00:00+01:00",
         "end": "2019-11-08T10:00:00+01:00",
         "participant": [
           {"type": [{"coding": [{"system": "http://hl7.org/fhir/v3/ParticipationType", "code": "PART"}]}],
            "actor": {"reference": "Patient/none"}, "required": "required", "status": "accepted"}]}
        """;

    private static final Map<String, Boolean> UNKNOWN = Map.of("refuse", true, "ignore", false);

    /** How many of the validator's messages a refusal repeats. */
    private static final int MESSAGES = 3;

    /** How many elements a refusal names. */
    private static final int ELEMENTS = 20;

    /**
     * One line of {@code profiles.apply}.
     *
     * @param claims the profile that chooses this line, or null when it is for everything else
     * @param validate the profiles that are held against the appointment
     * @param store the labels under which it is stored, in this order; empty when they stay as they come
     */
    private record Line(@Nullable String claims, Set<String> validate, List<String> store) {}

    private final ProfileMode mode;
    private final boolean refusesUnknown;
    private final Map<String, String> aliases;
    private final List<Line> lines;
    private final Set<String> known;
    private final @Nullable FhirContext context;
    private final @Nullable ProfileValidator validator;

    private ProfilePolicy(
            ProfileMode mode,
            boolean refusesUnknown,
            Map<String, String> aliases,
            List<Line> lines,
            @Nullable FhirContext context,
            @Nullable ProfileValidator validator) {
        this.mode = mode;
        this.refusesUnknown = refusesUnknown;
        this.aliases = Map.copyOf(aliases);
        this.lines = List.copyOf(lines);
        this.context = context;
        this.validator = validator;
        this.known = new LinkedHashSet<>();
        for (Line line : lines) {
            Optional.ofNullable(line.claims()).ifPresent(known::add);
            known.addAll(line.validate());
            known.addAll(line.store());
        }
    }

    /** Returns, for each line of the section, the profiles that every appointment under it must meet; none unless they are enforced. */
    public List<Set<String>> enforced() {
        return mode == ProfileMode.ENFORCE ? lines.stream().map(Line::validate).toList() : List.of();
    }

    /** Returns the policy of a contract without the section: nothing is validated and no label changed. */
    public static ProfilePolicy none() {
        return new ProfilePolicy(ProfileMode.OFF, true, Map.of(), List.of(), null, null);
    }

    /**
     * Compiles the section {@code profiles}. Faults: a profile that no definition has, or that is no profile of
     * Appointment; a claim in two lines; a line behind the one for everything else, or none for it; labels under which
     * the stored appointment would fall under another line.
     *
     * @param definitions where the profiles come from
     */
    public static ProfilePolicy compile(Section section, Definitions definitions, FhirContext context) {
        var modes = new LinkedHashMap<String, ProfileMode>();
        modes.put("enforce", ProfileMode.ENFORCE);
        modes.put("warn", ProfileMode.WARN);
        modes.put("off", ProfileMode.OFF);
        ProfileMode mode = section.choice("mode", modes);
        boolean refusesUnknown = !section.has("unknown") || section.choice("unknown", UNKNOWN);
        Map<String, String> aliases = aliases(section, definitions, context);
        var lines = new ArrayList<Line>();
        for (Section line : section.sections("apply")) {
            lines.add(compileLine(line, lines, definitions, context));
        }
        if (mode != ProfileMode.OFF
                && (lines.isEmpty() || lines.get(lines.size() - 1).claims() != null)) {
            section.fault("apply", "has no line for everything else", "end it with a line without 'claims'");
        }
        section.close();
        boolean validates = mode != ProfileMode.OFF
                && lines.stream().anyMatch(line -> !line.validate().isEmpty());
        return new ProfilePolicy(
                mode,
                refusesUnknown,
                aliases,
                lines,
                context,
                validates ? new ProfileValidator(context, definitions) : null);
    }

    private static Map<String, String> aliases(Section section, Definitions definitions, FhirContext context) {
        Map<String, String> aliases = new LinkedHashMap<>();
        section.optionalSection("aliases").ifPresent(given -> {
            for (String alias : given.keys()) {
                String url = given.text(alias);
                if (profile(url, definitions, context).isEmpty()) {
                    given.fault(alias, wrong(url), right(definitions, context));
                }
                aliases.put(alias, url);
            }
            given.close();
        });
        return aliases;
    }

    private static Line compileLine(Section section, List<Line> before, Definitions definitions, FhirContext context) {
        String claims = section.optionalText("claims").orElse(null);
        List<String> validate = section.optionalTexts("validate");
        List<String> store = section.optionalTexts("store");
        check(section, "validate", validate, definitions, context);
        check(section, "store", store, definitions, context);
        if (claims != null && profile(claims, definitions, context).isEmpty()) {
            section.fault("claims", wrong(claims), right(definitions, context));
        }
        if (!before.isEmpty() && before.get(before.size() - 1).claims() == null) {
            section.fault("", "is never reached", "put it before the line without 'claims'");
        }
        if (claims != null && before.stream().anyMatch(line -> claims.equals(line.claims()))) {
            section.fault("claims", "is the claim of an earlier line too", "give each claim one line");
        }
        Line line = new Line(claims, new LinkedHashSet<>(validate), store);
        var all = new ArrayList<>(before);
        all.add(line);
        if (!store.isEmpty()
                && choose(all, Set.copyOf(store)).filter(line::equals).isEmpty()) {
            section.fault(
                    "store",
                    "would put the stored appointment under another line",
                    "label it so that this line is chosen again");
        }
        section.close();
        return line;
    }

    private static void check(
            Section section, String key, List<String> urls, Definitions definitions, FhirContext context) {
        for (int i = 0; i < urls.size(); i++) {
            if (profile(urls.get(i), definitions, context).isEmpty()) {
                section.fault(key, i, wrong(urls.get(i)), right(definitions, context));
            }
        }
    }

    private static String wrong(String url) {
        return "no definition has the URL '" + url + "' and constrains " + TYPE;
    }

    private static String right(Definitions definitions, FhirContext context) {
        String urls = definitions.ofType("StructureDefinition").stream()
                .map(Definition::url)
                .filter(url -> profile(url, definitions, context).isPresent())
                .collect(Collectors.joining(", "));
        return urls.isEmpty() ? "put its StructureDefinition into definitions/" : "profiles here are " + urls;
    }

    private static Optional<Definition> profile(String url, Definitions definitions, FhirContext context) {
        return definitions
                .byUrl(url)
                .filter(found -> found.type().equals("StructureDefinition"))
                .filter(found ->
                        TYPE.equals(context.newTerser().getSinglePrimitiveValueOrNull(found.resource(), "type")));
    }

    /**
     * Sets {@code meta.profile} to the labels that the contract stores. A resource that was labelled before comes out the
     * same.
     *
     * @return a refusal when the resource claims a profile that the contract does not know
     */
    public Decision label(IBaseResource resource) {
        if (!concerns(resource)) {
            return Decision.permit();
        }
        Decision decision = known(resource);
        if (decision.refusal().isEmpty()) {
            choose(lines, claims(resource))
                    .map(Line::store)
                    .filter(labels -> !labels.isEmpty())
                    .ifPresent(labels -> {
                        resource.getMeta().getProfile().clear();
                        labels.forEach(resource.getMeta()::addProfile);
                    });
        }
        return decision;
    }

    /**
     * Validates a resource against the profiles that apply to it.
     *
     * @param published whether clients can read the profiles on this server
     * @return a refusal that names the elements at fault; never in the mode {@code warn}, which writes them to the log
     */
    public Decision check(IBaseResource resource, boolean published) {
        if (!concerns(resource) || mode == ProfileMode.OFF || validator == null || context == null) {
            return concerns(resource) ? known(resource) : Decision.permit();
        }
        return known(resource)
                .and(() -> choose(lines, claims(resource))
                        .filter(line -> !line.validate().isEmpty())
                        .map(line -> judge(resource, line.validate(), validator, context, published))
                        .orElseGet(Decision::permit));
    }

    /**
     * Validates an appointment of no one, so that the first client does not wait for FHIR's definitions and code systems to
     * be read.
     */
    public void warmUp() {
        if (validator != null && context != null) {
            IBaseResource nobody = context.newJsonParser().parseResource(NOBODY);
            lines.stream()
                    .map(Line::validate)
                    .filter(urls -> !urls.isEmpty())
                    .forEach(urls -> validator.errors(nobody, urls));
        }
    }

    private boolean concerns(IBaseResource resource) {
        return !lines.isEmpty() && context != null && TYPE.equals(context.getResourceType(resource));
    }

    private static Optional<Line> choose(List<Line> lines, Set<String> claims) {
        return lines.stream()
                .filter(line -> line.claims() == null || claims.contains(line.claims()))
                .findFirst();
    }

    /** Returns the profiles that the resource claims, under the URLs by which the contract knows them. */
    private Set<String> claims(IBaseResource resource) {
        return resource.getMeta().getProfile().stream()
                .map(IPrimitiveType::getValueAsString)
                .filter(url -> url != null && !url.isBlank())
                .map(Definitions::withoutVersion)
                .map(url -> aliases.getOrDefault(url, url))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Decision known(IBaseResource resource) {
        if (mode == ProfileMode.OFF || !refusesUnknown) {
            return Decision.permit();
        }
        for (String claim : claims(resource)) {
            if (!known.contains(claim)) {
                return decide(Refusal.of(
                                Rule.PROFILE_UNKNOWN,
                                "The profile " + claim + " is not known here.",
                                "Claim one of " + String.join(", ", known) + ", or none.")
                        .at(TYPE + ".meta.profile")
                        .with("profile", claim));
            }
        }
        return Decision.permit();
    }

    private Decision judge(
            IBaseResource resource,
            Set<String> profiles,
            ProfileValidator with,
            FhirContext fhirContext,
            boolean published) {
        List<ProfileError> errors = with.errors(resource, profiles);
        if (errors.isEmpty()) {
            return Decision.permit();
        }
        var secrets = new PrivateValues(fhirContext, resource);
        String text = errors.stream()
                .map(error -> secrets.removedFrom(error.element() + ": " + error.message()))
                .distinct()
                .limit(MESSAGES)
                .collect(Collectors.joining("; "));
        List<String> elements = errors.stream()
                .map(ProfileError::element)
                .distinct()
                .limit(ELEMENTS)
                .toList();
        String more = errors.size() > MESSAGES ? "; and " + (errors.size() - MESSAGES) + " more" : "";
        String remedy = published
                ? profiles.stream()
                        .map(url -> "GET [base]/StructureDefinition?url=" + url)
                        .collect(Collectors.joining(" and ", "Correct these elements; read the profile with ", " ."))
                : "Correct these elements, as the profile " + String.join(" and ", profiles) + " demands.";
        return decide(new Refusal(
                Rule.PROFILE, text + more + ".", remedy, elements, Map.of("message", text + more), Map.of()));
    }

    private Decision decide(Refusal refusal) {
        if (mode == ProfileMode.WARN) {
            LOG.warn("{} {}", refusal.rule().id(), refusal.elements());
            return Decision.permit();
        }
        return Decision.refuse(refusal);
    }
}
