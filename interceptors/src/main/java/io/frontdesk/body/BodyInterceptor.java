package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IJsonLikeParser;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Reads the bodies of writes, within limits and strictly, in place of HAPI: HAPI takes the resource and the bytes that it
 * finds in the request details and parses nothing itself.
 */
@Interceptor
public final class BodyInterceptor {

    private final FhirContext fhir;
    private final BodyLimits limits;
    private final boolean bodyIdMustMatch;
    private final BodyScan scan;
    private final JsonShape shape;
    private final Refusals refusals;

    /**
     * Takes the FHIR version and the limits.
     *
     * @param bodyIdMustMatch whether an update whose body has another id than its address is refused; else the address wins
     */
    public BodyInterceptor(FhirContext fhir, BodyLimits limits, boolean bodyIdMustMatch, Refusals refusals) {
        this.fhir = fhir;
        this.limits = limits;
        this.bodyIdMustMatch = bodyIdMustMatch;
        this.scan = new BodyScan(limits);
        this.shape = new JsonShape(fhir);
        this.refusals = refusals;
    }

    /** POST_PROCESSED, after the guards that need no body: who may not write makes nobody read. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 10)
    void readBody(RequestDetails details) {
        Request request = Requests.of(details).orElseThrow();
        switch (request.interaction()) {
            case CREATE, UPDATE -> details.setResource(resource(request, text(details, request)));
            case PATCH -> {
                String patch = text(details, request);
                refusals.throwIfRefused(scan.json(patch, "").decision().and(() -> PatchDocument.check(patch, limits)));
            }
            default -> {
                // Nothing else that is offered has a body of ours to read.
            }
        }
    }

    private IBaseResource resource(Request request, String body) {
        boolean xml = request.header("Content-Type").stream()
                .anyMatch(type -> MediaTypes.format(type)
                        .filter(MediaTypes.Format.XML::equals)
                        .isPresent());
        IBaseResource resource = xml ? ofXml(request, body) : ofJson(request, body);
        if (request.interaction() == Interaction.UPDATE) {
            checkId(request, resource);
        }
        return resource;
    }

    private IBaseResource ofXml(Request request, String body) {
        refusals.throwIfRefused(scan.xml(body, request.type()));
        IParser parser = fhir.newXmlParser();
        return parsed(parser, request, body, () -> parser.parseResource(type(request), body));
    }

    /** HAPI is given the tree that was read, so that the body is parsed once. */
    private IBaseResource ofJson(Request request, String body) {
        BodyScan.Scanned scanned = scan.json(body, request.type());
        refusals.throwIfRefused(scanned.decision().and(() -> shape.check(scanned.tree(), request.type())));
        JacksonStructure structure = new JacksonStructure();
        structure.setNativeObject((ObjectNode) scanned.tree());
        IParser parser = fhir.newJsonParser();
        return parsed(parser, request, body, () -> ((IJsonLikeParser) parser).parseResource(type(request), structure));
    }

    private Class<? extends IBaseResource> type(Request request) {
        return fhir.getResourceDefinition(request.type()).getImplementingClass();
    }

    private IBaseResource parsed(IParser parser, Request request, String body, Supplier<IBaseResource> parsing) {
        parser.setParserErrorHandler(new StrictParsing());
        try {
            return parsing.get();
        } catch (StrictParsing.Stopped stopped) {
            String path = JsonLocator.path(body, request.type(), stopped.element(), stopped.value())
                    .orElse(request.type() + "." + stopped.element());
            throw refusals.exception(stopped.refusal().at(path));
        } catch (DataFormatException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            // HAPI's parser does not report all it stumbles over through its error handler.
            throw refusals.exception(Refusal.of(
                    Rule.BODY_MALFORMED,
                    "The body is no " + request.type() + " of this FHIR version.",
                    "Validate it against the FHIR definition of " + request.type() + "."));
        }
    }

    private void checkId(Request request, IBaseResource resource) {
        String addressed = request.id().orElse("");
        Optional<String> sent = Optional.ofNullable(resource.getIdElement().getIdPart());
        if (!bodyIdMustMatch) {
            resource.setId(addressed);
        } else if (!sent.equals(Optional.of(addressed))) {
            throw refusals.exception(Refusal.of(
                            Rule.ID_MISMATCH,
                            sent.isEmpty() ? "The body has no id." : "The id in the body is not the id in the address.",
                            "Send the id of the address in the body.")
                    .at(request.type() + ".id"));
        }
    }

    private String text(RequestDetails details, Request request) {
        byte[] bytes = bytes(details, request);
        details.setRequestContents(bytes);
        if (bytes.length == 0) {
            throw refusals.exception(Refusal.of(
                    Rule.BODY_MALFORMED, "The request has no body.", "Send the " + request.type() + " in the body."));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusals.exception(Refusal.of(Rule.BODY_MALFORMED, "The body is not UTF-8.", "Send FHIR in UTF-8."));
        }
    }

    private byte[] bytes(RequestDetails details, Request request) {
        String encoding =
                request.header("Content-Encoding").stream().findFirst().orElse("identity");
        if (!encoding.equalsIgnoreCase("identity") && !encoding.equalsIgnoreCase("gzip")) {
            throw refusals.exception(Refusal.of(
                            Rule.BODY_MEDIA_TYPE,
                            "The body is packed in a way that is not read here.",
                            "Send it plain or with gzip.")
                    .withHeader("Accept-Encoding", "gzip"));
        }
        try (InputStream sent = details.getInputStream();
                InputStream plain = encoding.equalsIgnoreCase("gzip") ? new GZIPInputStream(sent) : sent) {
            byte[] bytes = plain.readNBytes(limits.bytes() + 1);
            refusals.throwIfRefused(bytes.length > limits.bytes() ? tooLarge() : Decision.permit());
            return bytes;
        } catch (IOException e) {
            throw refusals.exception(
                    Refusal.of(Rule.BODY_MALFORMED, "The body cannot be read to its end.", "Send the whole body."));
        }
    }

    private Decision tooLarge() {
        return Decision.refuse(Refusal.of(
                Rule.BODY_TOO_LARGE,
                "The body is larger than " + limits.bytes() + " bytes.",
                "Send a smaller body; put documents into other resources."));
    }
}
