package io.frontdesk.answer;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IRestfulResponse;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRestfulResponse;
import io.frontdesk.element.References;

/** An answer of which Location names the resource, not its version, whoever adds it: HAPI adds its own after every hook. */
final class UnversionedLocation extends ServletRestfulResponse {

    UnversionedLocation(ServletRequestDetails details, IRestfulResponse soFar) {
        super(details);
        soFar.getHeaders().forEach((name, values) -> values.forEach(value -> addHeader(name, value)));
    }

    @Override
    public void addHeader(String name, String value) {
        super.addHeader(name, name.equals(Constants.HEADER_LOCATION) ? References.unversioned(value) : value);
    }
}
