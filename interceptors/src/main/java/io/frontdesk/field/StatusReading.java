package io.frontdesk.field;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.element.TextPlace;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Sections;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * What can be said of an expression by knowing of a change no more than the statuses: that of expressions, or of parts joined by
 * {@code and}, which read nothing else. Belongs to one thread.
 */
public final class StatusReading {

    private static final Set<String> WORDS = Set.of(
            "and",
            "or",
            "xor",
            "implies",
            "in",
            "contains",
            "is",
            "as",
            "div",
            "mod",
            "true",
            "false",
            "status",
            "not",
            "exists",
            "empty",
            "hasValue",
            "startsWith",
            "endsWith",
            "matches",
            "Appointment");

    /** A rule whose one demand is the expression: the very engine that judges writes says whether it is kept. */
    private static final String RULE =
            "fields: [{rule: part, element: status, text: not kept, remedy: keep it, must: \"%s\"}]";

    /**
     * What becomes of the status.
     *
     * @param before the stored status, or an empty text when the appointment is new
     * @param after the status that would be stored
     */
    public record Change(String before, String after) {}

    private final FhirContext fhir;
    private final String type;

    /** Takes the type of resource that the expressions are about. */
    public StatusReading(FhirContext fhir, String type) {
        this.fhir = fhir;
        this.type = type;
    }

    /** Returns whether the statuses alone decide what an expression says. */
    public static boolean decides(String expression) {
        PathTokens tokens = PathTokens.of(expression);
        boolean only = !expression.isBlank();
        while (!tokens.atEnd()) {
            String token = tokens.next();
            only &= !token.startsWith("%") || Expressions.VARIABLES.contains(token);
            only &= !PathTokens.isName(token) || WORDS.contains(token);
        }
        return only;
    }

    /** Returns the changes of which an expression may hold, on other content than the status too. */
    public List<Change> holding(String expression, List<Change> changes) {
        List<Change> holding = new ArrayList<>(changes);
        for (String part : parts(expression)) {
            if (decides(part)) {
                FieldPolicy rule = rule(part);
                holding.removeIf(change -> !keeps(rule, change));
            }
        }
        return holding;
    }

    private FieldPolicy rule(String part) {
        String quoted = part.replace("\\", "\\\\").replace("\"", "\\\"");
        return FieldPolicy.compile(
                Sections.parse("", RULE.formatted(quoted), new Faults()).orElseThrow(), fhir, type);
    }

    private boolean keeps(FieldPolicy rule, Change change) {
        Optional<IBaseResource> before =
                change.before().isEmpty() ? Optional.empty() : Optional.of(resource(change.before()));
        return rule.judge(before, resource(change.after())) instanceof Decision.Permit;
    }

    private IBaseResource resource(String status) {
        IBaseResource resource = fhir.getResourceDefinition(type).newInstance();
        try {
            TextPlace.of(fhir.getResourceDefinition(type), "status").put(resource, status);
        } catch (NoSuchElementPathException e) {
            throw new IllegalStateException(e);
        }
        return resource;
    }

    /** The parts that must all hold: those between an {@code and} outside of all brackets, where nothing else joins them. */
    private static List<String> parts(String expression) {
        PathTokens tokens = PathTokens.of(expression);
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        while (!tokens.atEnd()) {
            String token = tokens.next();
            depth += Set.of("(", "[", "{").contains(token)
                    ? 1
                    : Set.of(")", "]", "}").contains(token) ? -1 : 0;
            if (depth == 0 && Set.of("or", "xor", "implies").contains(token)) {
                return List.of(expression);
            }
            if (depth == 0 && token.equals("and")) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(token).append(' ');
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
