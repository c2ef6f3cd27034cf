package io.frontdesk.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.frontdesk.testing.Contracts;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void readsAListOfNames() {
        assertThat(Part.named("slots, booking")).containsExactlyInAnyOrder(Part.SLOTS, Part.BOOKING);
        assertThat(Part.named("")).isEmpty();
    }

    @Test
    void saysWhichNameIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Part.named("booking,status"))
                .withMessage("'status' is no part of a contract that can be switched off. There are"
                        + " booking,slots,unique,effects,references.");
    }

    @Test
    void leavesEverythingElseOfAContractAsItIs() {
        Contract core = Contracts.core();

        Contract less = core.without(Part.named("booking,slots"));

        assertThat(less.booking()).isEmpty();
        assertThat(less.slots()).isEmpty();
        assertThat(less.bookingOperations()).isEmpty();
        assertThat(less.update().offers().operations("Appointment")).isEmpty();
        assertThat(less.update().offers().on("Appointment"))
                .isEqualTo(core.update().offers().on("Appointment"));
        assertThat(less.update().referencesMustExist()).isTrue();
        assertThat(less.status()).isSameAs(core.status());
        assertThat(less.without(Part.of(less)).update().referencesMustExist()).isFalse();
    }
}
