package io.frontdesk.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.io.FilterWriter;
import java.io.Writer;

/**
 * Lets answers leave in one piece. HAPI's parser flushes after every JSON element, so that a Bundle of ten entries goes out
 * in some hundred and fifty chunks; the writer is flushed when it is closed anyhow.
 */
@Interceptor
public final class UnflushedWriterInterceptor {

    @Hook(Pointcut.SERVER_OUTGOING_WRITER_CREATED)
    Writer around(Writer writer, RequestDetails details) {
        return new FilterWriter(writer) {
            @Override
            public void flush() {
                // Closing flushes.
            }
        };
    }
}
