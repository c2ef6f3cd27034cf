package io.frontdesk.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModesTest {

    @ParameterizedTest
    @EnumSource
    void nothingIsInShadowUnlessItIsAskedFor(Family family) {
        assertThat(Modes.of("enforce", List.of()).enforces(family)).isTrue();
        assertThat(Modes.of("shadow", List.of()).enforces(family)).isFalse();
    }

    @Test
    void oneFamilyIsInShadowAlone() {
        Modes modes = Modes.of("enforce", List.of("status", "version"));

        assertThat(modes.whole()).isFalse();
        assertThat(modes.shadowed()).containsExactlyInAnyOrder(Family.STATUS, Family.VERSION);
    }

    /** Others rest on what these guards do, or nobody would know who asks. */
    @ParameterizedTest
    @ValueSource(
            strings = {"token", "access", "offer", "body", "bundle", "patch", "update", "prepare", "base", "none", ""})
    void whatOthersRestOnIsInShadowWithTheWholeContractOnly(String family) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Modes.of("enforce", List.of(family)))
                .withMessageContaining("'" + family + "'")
                .withMessageContaining("status");
    }

    @Test
    void aModeIsOneOfTwo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Modes.of("watch", List.of()))
                .withMessage("'watch' is no mode. Give enforce or shadow.");
    }

    @Test
    void aGuardCanRefuseAlthoughAllOthersAreInShadow() {
        Modes modes = Modes.shadow().but(Family.TOKEN);

        assertThat(modes.enforces(Family.TOKEN)).isTrue();
        assertThat(modes.enforces(Family.ACCESS)).isFalse();
        assertThat(modes.whole()).isTrue();
    }
}
