package io.frontdesk.guard;

import ca.uhn.fhir.interceptor.executor.InterceptorService;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.body.BundleInterceptor;
import io.frontdesk.booking.Booking;
import io.frontdesk.booking.BookingIndex;
import io.frontdesk.condition.ConditionLock;
import io.frontdesk.contract.Contract;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.request.RequestInterceptor;
import io.frontdesk.store.ResourceStore;
import io.frontdesk.token.TokenRules;
import io.frontdesk.token.TokenVerifier;
import io.frontdesk.unique.UniqueIndex;
import io.frontdesk.version.RowLock;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.WriteGuard;
import io.frontdesk.write.WriteInterceptor;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * All that judges requests under a contract, in its order, as it is registered on a server: what is not here does not guard
 * the server either. For those who ask what a contract permits without a server to ask.
 *
 * @param ofRequests what judges a request before its body is read
 * @param ofEntries what judges a bundle, and each request in it
 * @param ofWrites what judges what would be stored
 * @param ofDeletions what judges deletions
 */
public record Judges(
        List<RequestGuard> ofRequests,
        List<RequestGuard> ofEntries,
        List<WriteGuard> ofWrites,
        List<DeletionGuard> ofDeletions) {

    /** Copies the lists, so that nobody is added later. */
    public Judges {
        ofRequests = List.copyOf(ofRequests);
        ofEntries = List.copyOf(ofEntries);
        ofWrites = List.copyOf(ofWrites);
        ofDeletions = List.copyOf(ofDeletions);
    }

    /** Returns what judges under a contract, over a store that holds nothing and where nobody gets in another's way. */
    public static Judges of(Contract contract) {
        Guards guards = new Guards(contract, emptyStore());
        RestfulServer server = new RestfulServer(contract.fhir());
        TokenVerifier nobody = new TokenVerifier(
                (selector, context) -> List.of(),
                TokenRules.of("https://idp.example.org", Optional.empty()),
                Clock.systemUTC());
        guards.guardRequests(server, nobody, base -> Set.of(), BodyLimits.standard());
        InterceptorService storage = new InterceptorService("judges");
        guards.guardStorage(storage);
        List<Object> onServer = server.getInterceptorService().getAllRegisteredInterceptors();
        WriteInterceptor writes = only(WriteInterceptor.class, storage.getAllRegisteredInterceptors());
        return new Judges(
                only(RequestInterceptor.class, onServer).guards(),
                only(BundleInterceptor.class, onServer).guards(),
                writes.guards(),
                writes.deletionGuards());
    }

    private static <T> T only(Class<T> type, List<Object> registered) {
        return registered.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + type.getSimpleName() + " is registered."));
    }

    private static StoreServices emptyStore() {
        return new StoreServices(
                RowLock.none(),
                ConditionLock.none(),
                Optional.of((resource, values) -> UniqueIndex.Outcome.HELD),
                Optional.of(new NobodyBooked()),
                Optional.of(new NothingStored()));
    }

    /** Everybody has time. */
    private static final class NobodyBooked implements BookingIndex {

        @Override
        public Outcome await(Collection<String> actors) {
            return Outcome.HELD;
        }

        @Override
        public Outcome free(Collection<String> appointments) {
            return Outcome.HELD;
        }

        @Override
        public Answer hold(String appointment, List<Booking> bookings) {
            return new Answer(Outcome.HELD, Optional.empty());
        }
    }

    /** No other resource is stored, and none is kept. */
    private static final class NothingStored implements ResourceStore {

        @Override
        public Optional<IBaseResource> read(String type, String id) {
            return Optional.empty();
        }

        @Override
        public List<IBaseResource> search(String type, Map<String, String> parameters) {
            return List.of();
        }

        @Override
        public void create(IBaseResource resource) {
            // There is nowhere to keep it.
        }

        @Override
        public void update(IBaseResource resource) {
            // There is nowhere to keep it.
        }
    }
}
