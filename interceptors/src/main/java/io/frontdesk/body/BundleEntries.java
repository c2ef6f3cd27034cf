package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.element.VersionIds;
import io.frontdesk.request.EntryRequests;
import io.frontdesk.request.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Reads and changes the entries of a Bundle, whatever its FHIR version. */
final class BundleEntries {

    private static final Map<String, String> HEADERS = Map.of(
            "ifMatch", "If-Match",
            "ifNoneMatch", "If-None-Match",
            "ifNoneExist", "If-None-Exist");

    private final FhirTerser terser;
    private final FhirContext fhir;
    private final VersionIds versions;

    BundleEntries(FhirContext fhir, VersionIds versions) {
        this.fhir = fhir;
        this.versions = versions;
        this.terser = fhir.newTerser();
    }

    /** Returns the bundle's type, or empty when it has none. */
    String type(IBaseResource bundle) {
        return text(bundle, "type");
    }

    /** Returns the entries with the requests that they stand for. */
    List<BundleEntry> of(IBaseResource bundle, Request whole) {
        List<BundleEntry> entries = new ArrayList<>();
        for (IBase entry : elements(bundle)) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            HEADERS.forEach((element, header) -> {
                String value = text(entry, "request." + element);
                if (!value.isEmpty()) {
                    headers.put(header, List.of(value));
                }
            });
            Request request = EntryRequests.of(whole, text(entry, "request.method"), relative(entry, whole), headers);
            Optional<IBaseResource> resource = terser.getValues(entry, "resource", IBaseResource.class).stream()
                    .findFirst();
            entries.add(new BundleEntry(entries.size(), entry, request, resource));
        }
        return entries;
    }

    /**
     * Readies an entry for HAPI: the preconditions are ours to judge, because HAPI fails on what it cannot read of them, and
     * its address is made relative, with the version that is stored.
     *
     * @param ownVersions whether preconditions are judged by us at all
     */
    void ready(BundleEntry entry, Request whole, boolean ownVersions) {
        terser.setElement(entry.element(), "request.url", versions.storedIn(relative(entry.element(), whole)));
        String criteria = text(entry.element(), "request.ifNoneExist");
        if (!criteria.isEmpty()) {
            // HAPI fails on a chain in criteria without a type.
            String query = criteria.substring(criteria.indexOf('?') + 1);
            terser.setElement(
                    entry.element(), "request.ifNoneExist", entry.request().type() + "?" + query);
        }
        if (ownVersions && entry.request().interaction().changes()) {
            clear(entry.element(), "request.ifMatch");
            clear(entry.element(), "request.ifNoneMatch");
        }
    }

    /** Returns the bundle's own list of entries. */
    @SuppressWarnings("unchecked")
    List<IBase> elements(IBaseResource bundle) {
        return (List<IBase>) fhir.getResourceDefinition(bundle)
                .getChildByName("entry")
                .getAccessor()
                .getValues(bundle);
    }

    private String relative(IBase entry, Request whole) {
        return EntryRequests.relative(text(entry, "request.url"), whole);
    }

    private void clear(IBase element, String path) {
        if (!text(element, path).isEmpty()) {
            terser.setElement(element, path, null);
        }
    }

    private String text(IBase element, String path) {
        @Nullable String text = terser.getSinglePrimitiveValueOrNull(element, path);
        return text == null ? "" : text;
    }
}
