package io.frontdesk.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Contracts;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;

class ExtensionOrderProperties {

    private final ExtensionOrder order = Contracts.compiled(
            "{order: by-url, where: [Appointment, Appointment.participant]}",
            section -> ExtensionOrder.compile(section, Contracts.R4, "Appointment"));

    /** Returns an appointment with the URLs as extensions everywhere, each with its own place as value. */
    private static Appointment with(List<String> urls) {
        var appointment = new Appointment();
        var participant = appointment.addParticipant();
        for (int i = 0; i < urls.size(); i++) {
            appointment.addExtension(new Extension(urls.get(i), new IntegerType(i)));
            appointment.addModifierExtension(new Extension(urls.get(i), new IntegerType(i)));
            participant.addExtension(new Extension(urls.get(i), new IntegerType(i)));
            participant.addModifierExtension(new Extension(urls.get(i), new IntegerType(i)));
        }
        return appointment;
    }

    @Property(tries = 300)
    void sortingTwiceChangesNothing(@ForAll("urls") List<String> urls) {
        Appointment once = with(urls);
        order.sort(once);
        Appointment twice = once.copy();
        order.sort(twice);

        assertThat(twice.equalsDeep(once)).isTrue();
    }

    @Property(tries = 300)
    void keepsEveryExtension(@ForAll("urls") List<String> urls) {
        Appointment appointment = with(urls);
        List<Extension> before = new ArrayList<>(appointment.getExtension());
        order.sort(appointment);

        assertThat(appointment.getExtension()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Property(tries = 300)
    void sortsByUrlAndKeepsTheOrderAmongEqualUrls(@ForAll("urls") List<String> urls) {
        Appointment appointment = with(urls);
        order.sort(appointment);

        for (List<Extension> sorted : List.of(
                appointment.getExtension(), appointment.getParticipantFirstRep().getExtension())) {
            for (int i = 1; i < sorted.size(); i++) {
                int byUrl = sorted.get(i - 1).getUrl().compareTo(sorted.get(i).getUrl());
                assertThat(byUrl).isNotPositive();
                if (byUrl == 0) {
                    assertThat(place(sorted.get(i - 1))).isLessThan(place(sorted.get(i)));
                }
            }
        }
    }

    @Property(tries = 300)
    void neverTouchesModifierExtensions(@ForAll("urls") List<String> urls) {
        Appointment appointment = with(urls);
        order.sort(appointment);

        assertThat(appointment.getModifierExtension())
                .extracting(Extension::getUrl)
                .isEqualTo(urls);
        assertThat(appointment.getParticipantFirstRep().getModifierExtension())
                .extracting(Extension::getUrl)
                .isEqualTo(urls);
    }

    private static int place(Extension extension) {
        return ((IntegerType) extension.getValue()).getValue();
    }

    @Provide
    Arbitrary<List<String>> urls() {
        return Arbitraries.of("urn:a", "urn:b", "urn:B", "http://example.org/x", "http://example.org/x/y", "urn:\u00e9")
                .list()
                .ofMaxSize(12);
    }
}
