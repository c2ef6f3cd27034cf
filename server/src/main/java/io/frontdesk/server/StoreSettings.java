package io.frontdesk.server;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.server.settings.PoolSettings;
import io.frontdesk.server.settings.UpkeepSettings;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * All that one store needs to know before it opens.
 *
 * @param name tells the stores of one process apart; becomes part of the database or schema name, see
 *     {@link StoreDatabase}. Lower case letters, digits and hyphens.
 * @param version the FHIR version of everything in the store
 * @param jdbcUrl where the data lives: {@code jdbc:h2:mem:}, {@code jdbc:h2:file:...} or {@code jdbc:postgresql:...}
 * @param user database user, absent if the URL says it or none is needed
 * @param password that user's password
 * @param resourceTypes the types that can be stored and are served, such as {@code Appointment}
 * @param searchParameters SearchParameter resources of that FHIR version, used beside HAPI's own for indexing and
 *     searching; they are not written to the database
 * @param referentialIntegrity whether a reference to a resource which is not there refuses the write (and a delete of a
 *     referenced one)
 * @param countsUnchanged whether an update that changes nothing makes a version nevertheless
 * @param pool how the store uses its database
 * @param upkeep what the store may do to its database
 * @param contract what is equal for all nodes that hold the store to the same contract; empty where that does not matter
 */
public record StoreSettings(
        String name,
        FhirVersionEnum version,
        String jdbcUrl,
        @Nullable String user,
        @Nullable String password,
        Set<String> resourceTypes,
        List<IBaseResource> searchParameters,
        boolean referentialIntegrity,
        boolean countsUnchanged,
        PoolSettings pool,
        UpkeepSettings upkeep,
        String contract) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public StoreSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A store's name is lower case letters, digits and hyphens, not " + name);
        }
        if (version != FhirVersionEnum.R4 && version != FhirVersionEnum.DSTU3) {
            throw new IllegalArgumentException("A store holds R4 or DSTU3, not " + version);
        }
        resourceTypes = Set.copyOf(resourceTypes);
        searchParameters = List.copyOf(searchParameters);
        for (IBaseResource parameter : searchParameters) {
            if (!parameter.getIdElement().hasIdPart()) {
                throw new IllegalArgumentException("Every given search parameter needs an id");
            }
        }
    }

    /** Uses the database as usual. */
    public StoreSettings(
            String name,
            FhirVersionEnum version,
            String jdbcUrl,
            @Nullable String user,
            @Nullable String password,
            Set<String> resourceTypes,
            List<IBaseResource> searchParameters,
            boolean referentialIntegrity) {
        this(
                name,
                version,
                jdbcUrl,
                user,
                password,
                resourceTypes,
                searchParameters,
                referentialIntegrity,
                false,
                PoolSettings.USUAL,
                UpkeepSettings.USUAL,
                "");
    }

    /**
     * The smallest useful store: in memory, gone when closed, no custom search parameters, no referential integrity.
     *
     * @param name the store's name
     * @param version its FHIR version
     * @param resourceTypes what it serves
     * @return settings that {@link FhirStore#open} accepts
     */
    public static StoreSettings inMemory(String name, FhirVersionEnum version, Set<String> resourceTypes) {
        return new StoreSettings(name, version, "jdbc:h2:mem:", null, null, resourceTypes, List.of(), false);
    }

    /** Leaves the password out, so that settings can be logged. */
    @Override
    public String toString() {
        return "StoreSettings[" + name + ", " + version + ", " + StoreDatabase.withoutParameters(jdbcUrl) + "]";
    }
}
