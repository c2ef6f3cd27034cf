package io.frontdesk.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Contracts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundCodesTest {

    @Test
    void findsTheCodesOfAnElementWhereverItStands() {
        assertThat(BoundCodes.at(Contracts.R4, "Appointment.participant[12].status"))
                .containsExactly("accepted", "declined", "needs-action", "tentative");
        assertThat(BoundCodes.at(Contracts.DSTU3, "Appointment.participant.required"))
                .containsExactly("information-only", "optional", "required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Visit.status",
                "Appointment",
                "Appointment.",
                "Appointment.none",
                "Appointment.status.value",
                "Appointment.description",
                "Appointment.extension[0].valueCode",
                "Bundle.entry[0].resource.status"
            })
    void findsNoneWhereFhirBindsNothing(String path) {
        assertThat(BoundCodes.at(Contracts.R4, path)).isEmpty();
    }
}
