package io.frontdesk;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Hook;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.frontdesk.architecture.DependencyRule;
import io.frontdesk.architecture.planted.access.ServerReadingPolicy;
import io.frontdesk.architecture.planted.access.SpringBoundScope;
import io.frontdesk.architecture.planted.answer.ThrowingPolicy;
import io.frontdesk.architecture.planted.decision.LeaningDecision;
import io.frontdesk.architecture.planted.status.RequestReadingTable;
import io.frontdesk.architecture.planted.version.NeighbourlyVersion;
import io.frontdesk.architecture.planted.version.RefusingVersion;
import io.frontdesk.architecture.planted.write.RequestReadingPolicy;
import io.frontdesk.architecture.planted.write.ThrowingInterceptor;
import io.frontdesk.request.HookOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The library keeps the dependency rules, and each rule has been seen to fail. */
class ArchitectureTest {

    private static final String PLANTED_BASE = "io.frontdesk.architecture.planted";

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.frontdesk");

    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(PLANTED_BASE);

    private static final Map<DependencyRule, List<Class<?>>> VIOLATORS = new EnumMap<>(Map.of(
            DependencyRule.LIBRARY_NEVER_NEEDS_THE_SERVER, List.of(ServerReadingPolicy.class),
            DependencyRule.LIBRARY_NEVER_NEEDS_SPRING, List.of(SpringBoundScope.class),
            DependencyRule.POLICIES_NEVER_SEE_A_REQUEST_OR_AN_EXCEPTION,
                    List.of(RequestReadingTable.class, RequestReadingPolicy.class, ThrowingPolicy.class),
            DependencyRule.ONLY_ANSWER_MAKES_EXCEPTIONS, List.of(ThrowingInterceptor.class),
            DependencyRule.FEATURES_SEE_ONLY_THE_VOCABULARY,
                    List.of(
                            NeighbourlyVersion.class,
                            RefusingVersion.class,
                            LeaningDecision.class,
                            ServerReadingPolicy.class)));

    @Test
    void libraryIsThereToBeJudged() {
        assertThat(LIBRARY).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void libraryKeeps(DependencyRule rule) {
        rule.under("io.frontdesk").check(LIBRARY);
    }

    /** HAPI subtracts orders: far enough apart the first hook comes last. */
    @Test
    void noHookHasAnOrderThatHapiConfuses() {
        List<Integer> orders = LIBRARY.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Hook.class))
                .map(method -> method.getAnnotationOfType(Hook.class).order())
                .toList();

        assertThat(orders).hasSizeGreaterThan(40).allMatch(order -> Math.abs(order) <= HookOrder.LAST);
    }

    @ParameterizedTest
    @EnumSource
    void plantedViolationsBreakAndNothingElseDoes(DependencyRule rule) {
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
