package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IJsonLikeParser;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.BoundCodes;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
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
    private final BodyIds ids;
    private final BodyReading reading;
    private final Set<String> partial;
    private final SentNames names;
    private final ListedPatches listed;
    private final Predicate<Request> unread;
    private final BodyScan scan;
    private final JsonShape shape;
    private final Set<String> operations;
    private final Refusals refusals;

    /**
     * Takes the FHIR version and the limits.
     *
     * @param ids what an id in a body means
     * @param reading what is read in a body that FHIR does not know
     * @param partial types of bodies that may be a part of a resource, whose references point at what is stored
     * @param listed the patches of which the contract lists what they may do
     * @param unread what is refused later, whatever its body
     * @param operations operations of our own, which are sent Parameters
     */
    public BodyInterceptor(
            FhirContext fhir,
            BodyLimits limits,
            BodyIds ids,
            BodyReading reading,
            Set<String> partial,
            ListedPatches listed,
            Predicate<Request> unread,
            Set<String> operations,
            Refusals refusals) {
        this.fhir = fhir;
        this.reading = reading;
        this.partial = Set.copyOf(partial);
        this.names = new SentNames(fhir);
        this.listed = listed;
        this.unread = unread;
        this.operations = Set.copyOf(operations);
        this.limits = limits;
        this.ids = ids;
        this.scan = new BodyScan(limits);
        this.shape = new JsonShape(fhir);
        this.refusals = refusals;
    }

    /** POST_PROCESSED, after the guards that need no body: who may not write makes nobody read. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 10)
    void readBody(RequestDetails details) {
        judge(() -> read(details), details);
    }

    /**
     * Judges a body that HAPI has read, while the whole contract is in shadow. What HAPI has read stays as it is, but for a note
     * of the names that stood in the body.
     */
    void tryOut(RequestDetails details) {
        Optional<Request> known = Requests.of(details).filter(this::hasBody);
        if (known.isEmpty()) {
            return;
        }
        judge(() -> reread(details, known.get()), details);
    }

    private void judge(Runnable reading, RequestDetails details) {
        refusals.decide(
                Family.BODY,
                () -> {
                    try {
                        reading.run();
                        return Decision.permit();
                    } catch (RefusedBodyException refused) {
                        return Decision.refuse(refused.refusal());
                    }
                },
                details);
    }

    private boolean hasBody(Request request) {
        Interaction interaction = request.interaction();
        return interaction.sendsResource() || interaction.sendsRequests() || interaction.sendsPatch();
    }

    private void reread(RequestDetails details, Request request) {
        byte[] bytes = details.loadRequestContents();
        stopIfRefused(bytes.length > limits.bytes() ? tooLarge() : Decision.permit());
        Interaction interaction = request.interaction();
        if (interaction.sendsPatch()) {
            judgePatch(details, request, text(bytes, "patch"));
            return;
        }
        String type = interaction.sendsRequests() ? "Bundle" : request.type();
        IBaseResource sent = resource(request, type, text(bytes, type));
        if (details.getResource() != null) {
            names.copy(sent, details.getResource());
        }
        if (interaction == Interaction.UPDATE) {
            stopIfRefused(ids.agree(request, sent));
        } else if (interaction == Interaction.CONDITIONAL_UPDATE) {
            Requests.replace(details, ids.take(request, sent));
        }
    }

    private void judgePatch(RequestDetails details, Request request, String body) {
        if (listed.concern(request)) {
            BodyScan.Scanned scanned = scan.json(body, "");
            stopIfRefused(scanned.decision().and(() -> listed.check(request, scanned.tree(), limits)));
            Requests.replace(details, listed.with(request, scanned.tree()));
        } else if (isJsonPatch(request)) {
            stopIfRefused(scan.jsonPatch(body));
        } else {
            stopIfRefused(FhirPathPatch.check(fhir, resource(request, "Parameters", body), request.type(), limits));
        }
    }

    private static boolean isJsonPatch(Request request) {
        return request.header("Content-Type").stream()
                .anyMatch(sent -> MediaTypes.format(sent)
                        .filter(MediaTypes.Format.JSON_PATCH::equals)
                        .isPresent());
    }

    private static void stopIfRefused(Decision decision) {
        decision.refusal().ifPresent(refusal -> {
            throw new RefusedBodyException(refusal);
        });
    }

    private void read(RequestDetails details) {
        Request request = Requests.of(details).orElseThrow();
        Interaction interaction = request.interaction();
        if (interaction.sendsResource()) {
            IBaseResource resource = resource(request, request.type(), text(details, request.type()));
            checkId(details, request, resource);
            details.setResource(resource);
        } else if (interaction.sendsRequests()) {
            details.setResource(resource(request, "Bundle", text(details, "Bundle")));
        } else if (interaction.sendsPatch() && unread.test(request)) {
            Requests.patchNothing(details);
        } else if (interaction.sendsPatch()) {
            readPatch(details, request);
        } else if (details.getRequestType() == RequestTypeEnum.POST
                && request.operation().filter(operations::contains).isPresent()) {
            details.setResource(resource(request, "Parameters", text(details, "Parameters")));
        }
    }

    private void readPatch(RequestDetails details, Request request) {
        String body = text(details, "patch");
        if (listed.concern(request)) {
            BodyScan.Scanned scanned = scan.json(body, "");
            stopIfRefused(scanned.decision().and(() -> listed.check(request, scanned.tree(), limits)));
            Requests.replace(details, listed.with(request, scanned.tree()));
            Requests.patchNothing(details);
        } else if (isJsonPatch(request)) {
            stopIfRefused(scan.jsonPatch(body));
        } else {
            IBaseResource patch = resource(request, "Parameters", body);
            stopIfRefused(FhirPathPatch.check(fhir, patch, request.type(), limits));
            details.setResource(patch);
        }
    }

    private IBaseResource resource(Request request, String type, String body) {
        boolean xml = request.header("Content-Type").stream()
                .anyMatch(sent -> MediaTypes.format(sent)
                        .filter(MediaTypes.Format.XML::equals)
                        .isPresent());
        return xml ? ofXml(type, body) : ofJson(type, body);
    }

    private IBaseResource ofXml(String type, String body) {
        stopIfRefused(scan.xml(body, type));
        IParser parser = fhir.newXmlParser();
        IBaseResource resource = parsed(parser, type, body, () -> parser.parseResource(type(type), body));
        names.ofXml(resource);
        return resource;
    }

    /** HAPI is given the tree that was read, so that the body is parsed once. */
    private IBaseResource ofJson(String type, String body) {
        BodyScan.Scanned scanned = scan.json(body, type);
        stopIfRefused(scanned.decision().and(() -> shape.check(scanned.tree(), type)));
        reading.mend(type, scanned.tree());
        JacksonStructure structure = new JacksonStructure();
        structure.setNativeObject((ObjectNode) scanned.tree());
        IParser parser = fhir.newJsonParser();
        IBaseResource resource =
                parsed(parser, type, body, () -> ((IJsonLikeParser) parser).parseResource(type(type), structure));
        names.ofJson(resource, scanned.tree());
        return resource;
    }

    private Class<? extends IBaseResource> type(String type) {
        return fhir.getResourceDefinition(type).getImplementingClass();
    }

    private IBaseResource parsed(IParser parser, String type, String body, Supplier<IBaseResource> parsing) {
        parser.setParserErrorHandler(new StrictParsing(reading.dropsUnknown(), partial.contains(type)));
        // An entry has the id that it has; HAPI would give it that of its fullUrl.
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        try {
            return parsing.get();
        } catch (StrictParsing.Stopped stopped) {
            String path = JsonLocator.path(body, type, stopped.element(), stopped.value())
                    .orElse(type + "." + stopped.element());
            throw new RefusedBodyException(told(stopped, path));
        } catch (DataFormatException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            // HAPI's parser does not report all it stumbles over through its error handler.
            throw new RefusedBodyException(Refusal.of(
                    Rule.BODY_MALFORMED,
                    "The body is no " + type + " of this FHIR version.",
                    "Validate it against the FHIR definition of " + type + "."));
        }
    }

    /** A code is refused together with those that would do. */
    private Refusal told(StrictParsing.Stopped stopped, String path) {
        Refusal refusal = stopped.refusal().at(path);
        Set<String> codes = BoundCodes.at(fhir, path);
        return stopped.refusal().rule() == Rule.BODY_VALUE && !codes.isEmpty()
                ? refusal.withRemedy("Send one of " + String.join(", ", codes) + ".")
                : refusal;
    }

    private void checkId(RequestDetails details, Request request, IBaseResource resource) {
        if (request.interaction() == Interaction.UPDATE) {
            stopIfRefused(ids.agree(request, resource));
        } else if (request.interaction() == Interaction.CONDITIONAL_UPDATE) {
            Requests.replace(details, ids.take(request, resource));
        }
    }

    private String text(RequestDetails details, String what) {
        byte[] bytes = bytes(details);
        details.setRequestContents(bytes);
        return text(bytes, what);
    }

    private static String text(byte[] bytes, String what) {
        if (bytes.length == 0) {
            throw new RefusedBodyException(
                    Refusal.of(Rule.BODY_MALFORMED, "The request has no body.", "Send the " + what + " in the body."));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedBodyException(
                    Refusal.of(Rule.BODY_MALFORMED, "The body is not UTF-8.", "Send FHIR in UTF-8."));
        }
    }

    private byte[] bytes(RequestDetails details) {
        String encoding =
                details.getHeaders("Content-Encoding").stream().findFirst().orElse("identity");
        if (!encoding.equalsIgnoreCase("identity") && !encoding.equalsIgnoreCase("gzip")) {
            throw new RefusedBodyException(Refusal.of(
                            Rule.BODY_MEDIA_TYPE,
                            "The body is packed in a way that is not read here.",
                            "Send it plain or with gzip.")
                    .withHeader("Accept-Encoding", "gzip"));
        }
        byte[] read = details.getRequestContentsIfLoaded();
        // What HAPI has read it has unpacked.
        boolean packed = read == null && encoding.equalsIgnoreCase("gzip");
        try (InputStream sent = read == null ? details.getInputStream() : new ByteArrayInputStream(read);
                InputStream plain = packed ? new GZIPInputStream(sent) : sent) {
            byte[] bytes = plain.readNBytes(limits.bytes() + 1);
            stopIfRefused(bytes.length > limits.bytes() ? tooLarge() : Decision.permit());
            return bytes;
        } catch (IOException e) {
            throw new RefusedBodyException(
                    tooSlow(e)
                            ? Refusal.of(
                                    Rule.REQUEST_TOO_SLOW,
                                    "The body did not arrive in time.",
                                    "Send the request again over a faster connection.")
                            : Refusal.of(
                                    Rule.BODY_MALFORMED,
                                    "The body cannot be read to its end.",
                                    "Send the whole body."));
        }
    }

    /** Servlet containers tell so by a TimeoutException within. */
    private static boolean tooSlow(IOException failure) {
        return failure.getCause() instanceof TimeoutException;
    }

    private Decision tooLarge() {
        return Decision.refuse(Refusal.of(
                Rule.BODY_TOO_LARGE,
                "The body is larger than " + limits.bytes() + " bytes.",
                "Send a smaller body; put documents into other resources."));
    }
}
