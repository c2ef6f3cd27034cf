package io.frontdesk.field;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.util.ParametersUtil;
import io.frontdesk.source.Section;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * FHIRPath expressions about a change, parsed once by HAPI's engine, which may be used by many threads. In them {@code
 * %before} is what is stored (nothing on create), {@code %after} and {@code %resource} what would be stored, and names are
 * read from the latter.
 *
 * <p>HAPI has no variables in DSTU3, so both resources are put into one Parameters, which is {@code %resource} to the engine.
 * So is the time of the change, which {@code now()}, {@code today()} and {@code timeOfDay()} mean: the engine knows no other
 * time than that of its own clock.
 */
final class Expressions {

    private static final String AFTER = "(%resource.parameter[0].resource)";
    private static final String BEFORE = "(%resource.parameter[1].resource)";
    private static final Map<String, String> MEANING =
            Map.of("%after", AFTER, "%resource", AFTER, "%context", AFTER, "%before", BEFORE);

    private static final Map<String, DateTimeFormatter> TIMES = Map.of(
            "now", DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX"),
            "today", DateTimeFormatter.ISO_LOCAL_DATE,
            "timeOfDay", DateTimeFormatter.ofPattern("HH:mm:ss"));
    private static final Map<String, String> TYPES = Map.of("now", "dateTime", "today", "date", "timeOfDay", "time");

    static final Set<String> VARIABLES = MEANING.keySet();

    /** The functions that tell the time. */
    static final Set<String> CLOCK = TIMES.keySet();

    /** A parsed expression. */
    static final class Expression {

        private final IFhirPath.IParsedExpression parsed;

        private Expression(IFhirPath.IParsedExpression parsed) {
            this.parsed = parsed;
        }
    }

    private final FhirContext fhir;
    private final String type;
    private final IFhirPath engine;
    /** The times that any of the expressions asks for: only these are put into a change. */
    private final Set<String> asked = new TreeSet<>();

    /** Takes the type of resource that the expressions are about. */
    Expressions(FhirContext fhir, String type) {
        this.fhir = fhir;
        this.type = type;
        // HAPI's engine would read all of FHIR's definitions, which takes a second, and needs them for types alone.
        FhirContext light = new FhirContext(fhir.getVersion().getVersion());
        light.setValidationSupport(new DefinitionsOnDemand(light, fhir, type));
        this.engine = light.newFhirPath();
    }

    /**
     * Parses the text at a key of a contract. Faults what FHIRPath cannot read, elements that do not exist, and what does not
     * say yes or no; empty then.
     */
    Optional<Expression> compile(Section section, String key, String text) {
        Optional<String> problem = PathCheck.problem(fhir, type, text);
        if (problem.isPresent()) {
            section.fault(key, problem.get(), "a FHIRPath expression over " + type + " that says yes or no");
            return Optional.empty();
        }
        try {
            Expression expression = new Expression(engine.parse("%resource.parameter[0].resource.select("
                    + PathTokens.of(text).replacing(MEANING, this::time) + ")"));
            evaluate(expression, change(Optional.empty(), nothing(), Instant.EPOCH));
            return Optional.of(expression);
        } catch (Exception e) {
            section.fault(key, "cannot be evaluated: " + e.getMessage(), "see hl7.org/fhirpath for what it may hold");
            return Optional.empty();
        }
    }

    private Optional<String> time(String function) {
        if (!CLOCK.contains(function)) {
            return Optional.empty();
        }
        asked.add(function);
        return Optional.of("(%resource.parameter.where(name = '" + function + "').value)");
    }

    /** Returns a change at a time as the expressions see it; days and hours are those of this machine's time zone. */
    IBaseParameters change(Optional<IBaseResource> before, IBaseResource after, Instant at) {
        IBaseParameters change = ParametersUtil.newInstance(fhir);
        ParametersUtil.addParameterToParameters(fhir, change, "after", after);
        before.ifPresent(stored -> ParametersUtil.addParameterToParameters(fhir, change, "before", stored));
        OffsetDateTime here = at.atZone(ZoneId.systemDefault()).toOffsetDateTime();
        asked.forEach(name -> {
            IPrimitiveType<?> time =
                    (IPrimitiveType<?>) Objects.requireNonNull(fhir.getElementDefinition(TYPES.get(name)))
                            .newInstance();
            time.setValueAsString(Objects.requireNonNull(TIMES.get(name)).format(here));
            ParametersUtil.addParameterToParameters(fhir, change, name, time);
        });
        return change;
    }

    /**
     * Returns whether an expression says yes of a change; nothing at all is no, as in FHIR's invariants.
     *
     * @return empty when it cannot be said: the engine fails on this change, or finds something else than yes or no
     */
    Optional<Boolean> says(Expression expression, IBaseParameters change) {
        try {
            List<IBase> found = evaluate(expression, change);
            if (found.isEmpty()) {
                return Optional.of(false);
            }
            return found.size() == 1
                            && found.get(0) instanceof IPrimitiveType<?> plain
                            && plain.getValue() instanceof Boolean yes
                    ? Optional.of(yes)
                    : Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private List<IBase> evaluate(Expression expression, IBaseParameters change) {
        try {
            return engine.evaluate(change, expression.parsed, IBase.class);
        } catch (Error e) {
            // Where HAPI's engine is not finished it throws a bare one.
            if (e.getClass() == Error.class) {
                throw new IllegalStateException(e);
            }
            throw e;
        }
    }

    private IBaseResource nothing() {
        return fhir.getResourceDefinition(type).newInstance();
    }
}
