package io.frontdesk.server.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import ca.uhn.fhir.interceptor.api.Hook;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/**
 * What every class looks like, in the library and in the server. Every rule takes the base package, so that the same rule
 * judges our classes and the violations planted to see it fail.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
public enum ShapeRule {
    LIBRARY_NEVER_NEEDS_JPA(base -> noClasses()
            .that()
            .resideOutsideOfPackages(base + ".jpa..", base + ".server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ca.uhn.fhir.jpa..")
            .because("a plain HAPI server has no JPA")),

    HOOKS_STAND_IN_FINAL_INTERCEPTORS(base -> classes()
            .that(haveHooks())
            .should()
            .haveSimpleNameEndingWith("Interceptor")
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveOnlyFinalFields()
            .because("one interceptor serves all requests at once")),

    ONLY_WIRING_REGISTERS_INTERCEPTORS(base -> noClasses()
            .that()
            .resideOutsideOfPackages(base + ".guard..", base + ".host..", base + ".jpa..", base + ".server..")
            .should()
            .accessTargetWhere(target(nameMatching("(un)?register\\w*Interceptors?|setInterceptors")))
            .because("the order of the guards stands in one place")),

    PACKAGES_ARE_NULL_MARKED(
            base -> classes().should(resideInANullMarkedPackage()).because("what may be null says so")),

    FIELDS_ARE_NOT_INJECTED(base -> noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.persistence.PersistenceContext")
            .because("a constructor says what a class needs")),

    NAMES_SAY_WHAT_A_CLASS_IS(base -> noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
            .because("such a name says nothing")),

    LOGS_GO_TO_SLF4J(base -> noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("the operator configures one logger")),

    ONLY_THE_COMMAND_LINE_PRINTS(base -> noClasses()
            .that()
            .resideOutsideOfPackage(base + ".server.cli..")
            .should(ACCESS_STANDARD_STREAMS)
            .because("a server has no terminal"));

    private final Function<String, ArchRule> rule;

    ShapeRule(Function<String, ArchRule> rule) {
        this.rule = rule;
    }

    /** Returns the rule for the packages below {@code base}. */
    public ArchRule under(String base) {
        return rule.apply(base).as(name()).allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> haveHooks() {
        return DescribedPredicate.describe(
                "have hooks",
                type -> type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Hook.class)));
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                String verdict = marked ? " is in a @NullMarked package" : " is in a package without @NullMarked";
                events.add(new SimpleConditionEvent(type, marked, type.getName() + verdict));
            }
        };
    }
}
