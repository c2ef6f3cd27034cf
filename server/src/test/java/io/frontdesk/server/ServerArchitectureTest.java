package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.frontdesk.server.architecture.ShapeRule;
import io.frontdesk.server.architecture.planted.feature.AssignableInterceptor;
import io.frontdesk.server.architecture.planted.feature.ExtensibleInterceptor;
import io.frontdesk.server.architecture.planted.feature.HookedPolicy;
import io.frontdesk.server.architecture.planted.feature.InjectedFields;
import io.frontdesk.server.architecture.planted.feature.JavaLogged;
import io.frontdesk.server.architecture.planted.feature.JpaBound;
import io.frontdesk.server.architecture.planted.feature.Printing;
import io.frontdesk.server.architecture.planted.feature.SelfRegistering;
import io.frontdesk.server.architecture.planted.feature.SelfRegisteringByReference;
import io.frontdesk.server.architecture.planted.feature.StatusHelper;
import io.frontdesk.server.architecture.planted.unmarked.Unmarked;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Library and server keep the rules of shape, and each rule has been seen to fail. */
class ServerArchitectureTest {

    private static final String PLANTED_BASE = "io.frontdesk.server.architecture.planted";

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.frontdesk");

    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(PLANTED_BASE);

    private static final Map<ShapeRule, List<Class<?>>> VIOLATORS = new EnumMap<>(Map.of(
            ShapeRule.LIBRARY_NEVER_NEEDS_JPA, List.of(JpaBound.class),
            ShapeRule.HOOKS_STAND_IN_FINAL_INTERCEPTORS,
                    List.of(HookedPolicy.class, ExtensibleInterceptor.class, AssignableInterceptor.class),
            ShapeRule.ONLY_WIRING_REGISTERS_INTERCEPTORS,
                    List.of(SelfRegistering.class, SelfRegisteringByReference.class),
            ShapeRule.PACKAGES_ARE_NULL_MARKED, List.of(Unmarked.class),
            ShapeRule.FIELDS_ARE_NOT_INJECTED, List.of(InjectedFields.class),
            ShapeRule.NAMES_SAY_WHAT_A_CLASS_IS, List.of(StatusHelper.class),
            ShapeRule.LOGS_GO_TO_SLF4J, List.of(JavaLogged.class),
            ShapeRule.ONLY_THE_COMMAND_LINE_PRINTS, List.of(Printing.class)));

    @Test
    void libraryAndServerAreThereToBeJudged() {
        assertThat(OURS).anyMatch(type -> type.getPackageName().equals("io.frontdesk.server"));
        assertThat(OURS).anyMatch(type -> type.getPackageName().equals("io.frontdesk.decision"));
    }

    @ParameterizedTest
    @EnumSource
    void libraryAndServerKeep(ShapeRule rule) {
        rule.under("io.frontdesk").check(OURS);
    }

    @ParameterizedTest
    @EnumSource
    void plantedViolationsBreakAndNothingElseDoes(ShapeRule rule) {
        List<String> violators =
                VIOLATORS.get(rule).stream().map(Class::getName).toList();

        List<String> reported =
                rule.under(PLANTED_BASE).evaluate(PLANTED).getFailureReport().getDetails();

        assertThat(violators).allSatisfy(name -> assertThat(reported).anyMatch(line -> names(line, name)));
        assertThat(reported).allMatch(line -> violators.stream().anyMatch(name -> names(line, name)));
    }

    /** The whole name: one planted class may be named like the beginning of another. */
    private static boolean names(String line, String className) {
        return Pattern.compile("\\b" + Pattern.quote(className) + "\\b")
                .matcher(line)
                .find();
    }
}
