package io.frontdesk.guard;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.NothingElse;
import org.junit.jupiter.api.Test;

class StoreServicesTest {

    @Test
    void stopsAContractWhoseUniqueElementsNothingKeeps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Guards(Contracts.builtIn("fr-sas"), StoreServices.none()))
                .withMessageContaining("fr-sas")
                .withMessageContaining("update.unique");
    }

    @Test
    void stopsAContractWhoseSlotsNothingCanChange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Guards(Contracts.core(), StoreServices.none()))
                .withMessageContaining("core")
                .withMessageContaining("booking.slots");
    }

    @Test
    void stopsAContractWhoseBookingsNothingKeeps() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Guards(Contracts.core(), StoreServices.none().with(new NothingElse())))
                .withMessageContaining("core")
                .withMessageContaining("(booking.actors)");
    }
}
