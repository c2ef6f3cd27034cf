package io.frontdesk.answer;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IRestfulResponse;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRestfulResponse;
import io.frontdesk.element.References;
import io.frontdesk.element.VersionIds;
import java.util.Optional;

/** An answer that tells its version as the contract calls it, or not at all: HAPI adds its own headers after every hook. */
class ToldResponse extends ServletRestfulResponse {

    /**
     * What an answer says of versions.
     *
     * @param ids what versions are called
     * @param sent whether answers tell them
     */
    record Versions(VersionIds ids, boolean sent) {}

    private final Versions versions;
    private final Optional<String> current;

    /**
     * Takes what is told of versions.
     *
     * @param current the version of the resource that is answered, as it is called, if it is known
     */
    ToldResponse(ServletRequestDetails details, Versions versions, Optional<String> current) {
        super(details);
        this.versions = versions;
        this.current = current;
    }

    /** Takes over what was said so far. */
    ToldResponse after(IRestfulResponse soFar) {
        soFar.getHeaders().forEach((name, values) -> values.forEach(value -> addHeader(name, value)));
        return this;
    }

    @Override
    public void addHeader(String name, String value) {
        switch (name) {
            case Constants.HEADER_ETAG -> {
                if (versions.sent()) {
                    super.addHeader(name, tag(value));
                }
            }
            case Constants.HEADER_CONTENT_LOCATION -> {
                if (versions.sent()) {
                    super.addHeader(name, address(value));
                }
            }
            case Constants.HEADER_LOCATION -> super.addHeader(name, address(value));
            default -> super.addHeader(name, value);
        }
    }

    private String tag(String tag) {
        return current.map(version -> "W/\"" + version + "\"")
                .orElseGet(() -> versions.ids().toldInTag(tag));
    }

    private String address(String address) {
        String bare = References.unversioned(address);
        return bare.equals(address)
                ? address
                : current.map(version -> bare + "/_history/" + version)
                        .orElseGet(() -> versions.ids().toldIn(address));
    }
}
