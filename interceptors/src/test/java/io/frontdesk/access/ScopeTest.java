package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.access.Scope.Version;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    private static final Set<Version> ALL = EnumSet.allOf(Version.class);

    private static String letters(Optional<Scope> scope) {
        return scope.map(Scope::permissions).map(Permission::version2).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "patient/Appointment.read, PATIENT, Appointment, rs",
        "user/Appointment.write, USER, Appointment, cud",
        "system/Appointment.*, SYSTEM, Appointment, cruds",
        "user/*.read, USER, *, rs",
        "user/*.*, USER, *, cruds",
        "user/Appointment.c, USER, Appointment, c",
        "user/Appointment.r, USER, Appointment, r",
        "user/Appointment.u, USER, Appointment, u",
        "user/Appointment.d, USER, Appointment, d",
        "user/Appointment.s, USER, Appointment, s",
        "patient/Appointment.rs, PATIENT, Appointment, rs",
        "user/Appointment.cu, USER, Appointment, cu",
        "user/Appointment.cus, USER, Appointment, cus",
        "system/*.cruds, SYSTEM, *, cruds",
        "user/Appointment.rs?status=booked, USER, Appointment, rs",
        "user/Appointment.cruds?status=booked&actor=Practitioner/1, USER, Appointment, cruds",
        "user/*.s?_tag=https://example.org/tags|demo, USER, *, s",
    })
    void understandsBothVersions(String text, Scope.Level level, String type, String letters) {
        Optional<Scope> scope = Scope.parse(text, ALL, true);

        assertThat(scope).isPresent();
        assertThat(scope.get().level()).isEqualTo(level);
        assertThat(scope.get().type()).isEqualTo(type);
        assertThat(letters(scope)).isEqualTo(letters);
    }

    @Test
    void keepsEveryParameter() {
        assertThat(Scope.parse("user/Appointment.r?status=booked,arrived&actor=a=b", ALL, true)
                        .orElseThrow()
                        .parameters())
                .containsExactly(new Scope.Parameter("status", "booked,arrived"), new Scope.Parameter("actor", "a=b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "openid",
                "fhirUser",
                "profile",
                "launch",
                "launch/patient",
                "offline_access",
                "user",
                "user/",
                "user/Appointment",
                "user/Appointment.",
                "user/.read",
                "/Appointment.read",
                "Appointment.read",
                "users/Appointment.read",
                "USER/Appointment.read",
                "practitioner/Appointment.read",
                "user/appointment.read",
                "user/Appointment.Read",
                "user/Appointment.READ",
                "user/Appointment.reads",
                "user/Appointment.readwrite",
                "user/Appointment.read,write",
                "user/Appointment.read.write",
                "user/Appointment.read ",
                " user/Appointment.read",
                "user/Appointment.read\n",
                "user /Appointment.read",
                "user//Appointment.read",
                "user/Appointment/1.read",
                "user/Appoint*.read",
                "user/**.read",
                "*/Appointment.read",
                "user/Appointment.**",
                "user/Appointment.r*",
                "user/Appointment.sr",
                "user/Appointment.uc",
                "user/Appointment.crusd",
                "user/Appointment.rr",
                "user/Appointment.crudss",
                "user/Appointment.x",
                "user/Appointment.rx",
                "user/Appointment.R",
                "user/Appointment.r-s",
                "user/Appointment.read?status=booked",
                "user/Appointment.write?status=booked",
                "user/Appointment.*?status=booked",
                "user/Appointment.?status=booked",
                "user/Appointment.rs?",
                "user/Appointment.rs?status",
                "user/Appointment.rs?status=",
                "user/Appointment.rs?=booked",
                "user/Appointment.rs?=",
                "user/Appointment.rs?status=booked&",
                "user/Appointment.rs?&status=booked",
                "user/Appointment.rs?status=booked&&actor=Patient/1",
                "user/Appointment.rs?status=booked&actor",
                "user/Appointment.rs?status=boo%6Bed",
                "user/Appointment.rs?status=a+b",
                "user/Appointment.rs?status=a$b",
                "user/Appointment.rs?status=a\\,b",
                "user/Appointment.rs?status=\"booked\"",
                "user/Appointment.rs?status=booked#x",
                "user/Appointment.rs?status=b\u00f8oked",
                "user/Appointment.rs?status=booked\t",
                "user/Appointment.rs&status=booked",
            })
    void understandsNothingElse(String text) {
        assertThat(Scope.parse(text, ALL, true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "user/Appointment.read, rs, ''",
        "user/Appointment.*, cruds, ''",
        "user/Appointment.rs, '', rs",
        "user/Appointment.rs?status=booked, '', rs",
    })
    void understandsOnlyTheVersionsOfTheContract(String text, String inVersion1, String inVersion2) {
        assertThat(letters(Scope.parse(text, Set.of(Version.V1), true))).isEqualTo(inVersion1);
        assertThat(letters(Scope.parse(text, Set.of(Version.V2), true))).isEqualTo(inVersion2);
        assertThat(Scope.parse(text, Set.of(), true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user/*.read", "user/*.rs", "user/Appointment.*", "user/*.*", "system/*.cruds"})
    void takesWildcardsOnlyWhereTheContractDoes(String text) {
        assertThat(Scope.parse(text, ALL, true)).isPresent();
        assertThat(Scope.parse(text, ALL, false)).isEmpty();
    }
}
