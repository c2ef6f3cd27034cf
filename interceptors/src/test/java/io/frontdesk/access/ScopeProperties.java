package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.access.Scope.Version;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.testing.Contracts;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class ScopeProperties {

    private static final ScopePolicy SCOPES = Contracts.compiled(
            "{claims: [scope], versions: [v1, v2], wildcards: true}",
            section -> ScopePolicy.compile(section, Contracts.R4));

    private static Set<Interaction> allowed(String scope) {
        Set<Interaction> allowed = EnumSet.noneOf(Interaction.class);
        for (Interaction interaction : Interaction.values()) {
            if (SCOPES.mayAsk(new Claims(Map.of("scope", scope)), interaction, "Appointment")
                    instanceof Decision.Permit) {
                allowed.add(interaction);
            }
        }
        return allowed;
    }

    /** Letters in any order and number: each interaction has the letter that it needs, or nothing is allowed. */
    @Property
    void neverGrantsMoreThanItsLetters(
            @ForAll @Chars({'c', 'r', 'u', 'd', 's'}) @StringLength(min = 1, max = 7) String letters) {
        boolean inOrder = "cruds".matches(letters.replaceAll("(.)", "$1.*").replaceAll("^", ".*"));
        Set<Interaction> allowed = allowed("user/Appointment." + letters);

        assertThat(allowed.isEmpty()).isEqualTo(!inOrder);
        for (Interaction interaction : allowed) {
            assertThat(letters)
                    .contains(Permission.version2(Permission.neededBy(interaction))
                            .split(""));
        }
    }

    /** Whatever is put into a scope or cut out of it: what is understood is all that the text says. */
    @Property
    void understandsEveryCharacterOrNone(
            @ForAll("scopes") String scope,
            @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 3) String put,
            @ForAll("places") double place,
            @ForAll @IntRange(max = 3) int cut) {
        int at = (int) (place * scope.length());
        String text = scope.substring(0, at) + put + scope.substring(Math.min(scope.length(), at + cut));

        Scope.parse(text, EnumSet.allOf(Version.class), true)
                .ifPresent(understood -> assertThat(spellings(understood)).contains(text));
    }

    private static List<String> spellings(Scope scope) {
        String begin = scope.level().name().toLowerCase(Locale.ROOT) + "/" + scope.type() + ".";
        String letters = Permission.version2(scope.permissions());
        String query = scope.parameters().stream()
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("&"));
        String version1 = Map.of("rs", "read", "cud", "write", "cruds", "*").getOrDefault(letters, letters);
        return query.isEmpty() ? List.of(begin + letters, begin + version1) : List.of(begin + letters + "?" + query);
    }

    @Provide
    Arbitrary<String> scopes() {
        return Arbitraries.of(
                "user/Appointment.read",
                "patient/*.rs",
                "system/Appointment.cruds",
                "user/Appointment.write",
                "user/Appointment.*",
                "user/Appointment.rs?status=booked&actor=Patient/1");
    }

    @Provide
    Arbitrary<Double> places() {
        return Arbitraries.doubles().between(0, 1);
    }
}
