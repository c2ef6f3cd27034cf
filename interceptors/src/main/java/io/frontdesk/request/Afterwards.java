package io.frontdesk.request;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done after the transaction of a request, so that it can neither hold up nor undo what the client asked for. */
public final class Afterwards {

    private static final String KEY = Afterwards.class.getName();

    private Afterwards() {}

    /**
     * Notes something to do when all went well. What the server's own code writes has no request, and nothing is done after it.
     *
     * @param about what it is about; of several about one thing the last is done
     */
    @SuppressWarnings("unchecked") // what is kept under our own key is ours
    public static void note(
            @Nullable RequestDetails details, @Nullable TransactionDetails transaction, String about, Runnable work) {
        if (Requests.of(details).isEmpty() || details == null) {
            return;
        }
        Map<String, Runnable> noted = (Map<String, Runnable>)
                details.getUserData().computeIfAbsent(KEY, any -> new LinkedHashMap<String, Runnable>());
        noted.put(about, work);
        if (transaction != null) {
            transaction.addRollbackUndoAction(() -> noted.remove(about));
        }
    }

    /** Takes what is to be done. */
    @SuppressWarnings("unchecked") // what is kept under our own key is ours
    static Map<String, Runnable> take(RequestDetails details) {
        Object noted = details.getUserData().remove(KEY);
        return noted == null ? Map.of() : (Map<String, Runnable>) noted;
    }
}
