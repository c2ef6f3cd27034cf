package io.frontdesk.request;

import io.frontdesk.caller.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A client's request before its body is read.
 *
 * @param interaction what it asks for
 * @param type the resource type in the address, or empty at system level
 * @param id the logical id in the address
 * @param addressedVersion the version in the address ({@code _history/2})
 * @param bodyId the id in the body of a conditional update, whose address has none
 * @param operation the operation's name with its dollar sign, when the interaction is an operation
 * @param caller who asks
 * @param headers the headers that guards look at, by name as written in {@link #HEADERS}
 * @param parameters the parameters of the query and of a form in the body, by name
 * @param ownBases every base URL under which this endpoint is reached, without a slash at the end
 * @param addressed the names of those parameters that stand in the address
 * @param patch the operations in its body, where the contract lists what a patch may do; known once the body is read
 */
public record Request(
        Interaction interaction,
        String type,
        Optional<String> id,
        Optional<String> addressedVersion,
        Optional<String> bodyId,
        Optional<String> operation,
        Caller caller,
        Map<String, List<String>> headers,
        Map<String, List<String>> parameters,
        Set<String> ownBases,
        Set<String> addressed,
        Optional<List<PatchOperation>> patch) {

    /** The headers that guards look at. */
    public static final List<String> HEADERS = List.of(
            "If-Match",
            "If-None-Match",
            "If-None-Exist",
            "If-Unmodified-Since",
            "Content-Type",
            "Content-Location",
            "Accept",
            "Content-Encoding");

    /** A request whose body says nothing of an id and has no parameters. */
    public Request(
            Interaction interaction,
            String type,
            Optional<String> id,
            Optional<String> addressedVersion,
            Optional<String> operation,
            Caller caller,
            Map<String, List<String>> headers,
            Map<String, List<String>> parameters,
            Set<String> ownBases) {
        this(
                interaction,
                type,
                id,
                addressedVersion,
                Optional.empty(),
                operation,
                caller,
                headers,
                parameters,
                ownBases,
                parameters.keySet(),
                Optional.empty());
    }

    /** Copies what is given, so that a request never changes. */
    public Request {
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
        ownBases = Set.copyOf(ownBases);
        addressed = Set.copyOf(addressed);
        patch = patch.map(List::copyOf);
    }

    /** Returns this request as the batch or transaction that its body turned out to be. */
    public Request as(Interaction known) {
        return with(known, bodyId, parameters, patch);
    }

    /** Returns this request with the id that its body carries. */
    public Request withBodyId(Optional<String> sent) {
        return with(interaction, sent, parameters, patch);
    }

    /** Returns this request with the operations that its body carries. */
    public Request withPatch(List<PatchOperation> operations) {
        return with(interaction, bodyId, parameters, Optional.of(operations));
    }

    /** Returns this request with other parameters than were sent; which of them stand in the address stays as it was. */
    public Request withParameters(Map<String, List<String>> meant) {
        return with(interaction, bodyId, meant, patch);
    }

    private Request with(
            Interaction known,
            Optional<String> sent,
            Map<String, List<String>> meant,
            Optional<List<PatchOperation>> operations) {
        return new Request(
                known,
                type,
                id,
                addressedVersion,
                sent,
                operation,
                caller,
                headers,
                meant,
                ownBases,
                addressed,
                operations);
    }

    /** Returns the values of a header of {@link #HEADERS}, none when it was not sent. */
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }
}
