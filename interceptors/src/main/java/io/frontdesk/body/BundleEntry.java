package io.frontdesk.body;

import io.frontdesk.request.Request;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * One entry of a batch or transaction.
 *
 * @param index its place in the bundle, from 0
 * @param element the entry itself
 * @param request the request that it stands for
 * @param resource what it sends
 */
record BundleEntry(int index, IBase element, Request request, Optional<IBaseResource> resource) {

    /** Returns the FHIRPath of the entry. */
    String path() {
        return "Bundle.entry[" + index + "]";
    }
}
