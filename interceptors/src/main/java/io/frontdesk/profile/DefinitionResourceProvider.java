package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.param.StringOrListParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.UriOrListParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.util.FhirTerser;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/**
 * Answers for the contract's definitions of one FHIR type, read-only: {@code GET StructureDefinition/x} and {@code GET
 * StructureDefinition?url=...}. Works alike on a plain server and on HAPI JPA, and in every FHIR version.
 */
public final class DefinitionResourceProvider implements IResourceProvider {

    private final FhirTerser terser;
    private final Class<? extends IBaseResource> type;
    private final List<Definition> definitions;

    DefinitionResourceProvider(FhirContext context, String type, List<Definition> definitions) {
        this.terser = context.newTerser();
        this.type = context.getResourceDefinition(type).getImplementingClass();
        this.definitions = List.copyOf(definitions);
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return type;
    }

    /** Answers with the definition of an id; of null the server makes a 404. */
    @Read
    public @Nullable IBaseResource read(@IdParam IIdType id) {
        return definitions.stream()
                .filter(definition -> definition.id().equals(id.getIdPart()))
                .findFirst()
                .map(this::copy)
                .orElse(null);
    }

    /** Answers with the definitions that meet all the parameters given; values within one parameter are alternatives. */
    @Search
    public List<IBaseResource> search(
            @OptionalParam(name = "_id") @Nullable TokenOrListParam ids,
            @OptionalParam(name = "url") @Nullable UriOrListParam urls,
            @OptionalParam(name = "name") @Nullable StringOrListParam names,
            @OptionalParam(name = "version") @Nullable TokenOrListParam versions,
            @OptionalParam(name = "status") @Nullable TokenOrListParam statuses) {
        return definitions.stream()
                .filter(definition -> holds(ids, definition.id()))
                .filter(definition -> urls == null
                        || urls.getValuesAsQueryTokens().stream()
                                .anyMatch(url -> Definitions.withoutVersion(url.getValueNotNull())
                                        .equals(definition.url())))
                .filter(definition -> names == null
                        || names.getValuesAsQueryTokens().stream()
                                .anyMatch(name -> named(name, value(definition, "name"))))
                .filter(definition -> holds(versions, value(definition, "version")))
                .filter(definition -> holds(statuses, value(definition, "status")))
                .map(this::copy)
                .toList();
    }

    private static boolean holds(@Nullable TokenOrListParam wanted, String value) {
        return wanted == null
                || wanted.getValuesAsQueryTokens().stream().anyMatch(token -> value.equals(token.getValue()));
    }

    /** A FHIR string search: begins with, whatever the case, unless the client asks for more. */
    private static boolean named(StringParam wanted, String name) {
        if (wanted.isExact()) {
            return name.equals(wanted.getValue());
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String part = wanted.getValueNotNull().toLowerCase(Locale.ROOT);
        return wanted.isContains() ? lower.contains(part) : lower.startsWith(part);
    }

    private String value(Definition definition, String element) {
        String value = terser.getSinglePrimitiveValueOrNull(definition.resource(), element);
        return value == null ? "" : value;
    }

    /** The server writes into what it answers with (summaries, tags), and the definitions are shared. */
    private IBaseResource copy(Definition definition) {
        return terser.clone(definition.resource());
    }
}
