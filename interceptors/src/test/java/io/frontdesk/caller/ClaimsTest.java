package io.frontdesk.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {

    private static final Claims CLAIMS = new Claims(Map.of(
            "scope",
            "openid profile",
            "realm_access",
            Map.of("roles", List.of("Appointment.read", 7, "Patient.read")),
            "resource_access",
            Map.of(
                    "front-desk", Map.of("roles", List.of("write")),
                    "desk.clinic.example.org", Map.of("roles", List.of("read")),
                    "desk", Map.of("roles", List.of("own"), "clinic", "flat"),
                    "a.b", Map.of("c", "ab"),
                    "a", Map.of("b.d", "bd")),
            "https://example.org/claims/roles",
            List.of("url"),
            "number",
            7));

    @ParameterizedTest
    @CsvSource({
        "scope, openid profile",
        "realm_access.roles, Appointment.read Patient.read",
        "resource_access.front-desk.roles, write",
        "resource_access.desk.clinic.example.org.roles, read",
        "resource_access.desk.roles, own",
        "resource_access.desk.clinic, flat",
        "resource_access.a.b.c, ab",
        "resource_access.a.b.d, bd",
        "https://example.org/claims/roles, url",
        "number, ''",
        "realm_access, ''",
        "realm_access., ''",
        ".roles, ''",
        "., ''",
        "nothing, ''",
        "resource_access.desk.clinic.roles, ''",
        "scope.length, ''",
    })
    void readsByPathAlsoThroughNamesWithDots(String path, String texts) {
        assertThat(String.join(" ", CLAIMS.texts(path))).isEqualTo(texts);
    }

    @Test
    void addsClaimsThatWin() {
        var more = CLAIMS.with(Map.of("scope", "other", "new", "x"));

        assertThat(more.text("scope")).contains("other");
        assertThat(more.text("new")).contains("x");
        assertThat(more.texts("realm_access.roles")).isNotEmpty();
        assertThat(CLAIMS.text("scope")).contains("openid profile");
    }
}
