package io.frontdesk.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Function;

/**
 * Who may depend on whom. Every rule takes the base package, so that the same rule judges the library and the violations
 * planted to see it fail.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
public enum DependencyRule {
    LIBRARY_NEVER_NEEDS_THE_SERVER(base -> noClasses()
            .that()
            .resideOutsideOfPackage(base + ".server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(base + ".server..")
            .because("the guards go into other people's servers")),

    LIBRARY_NEVER_NEEDS_SPRING(base -> noClasses()
            .that()
            .resideOutsideOfPackage(base + ".server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("a plain HAPI server has no Spring")),

    POLICIES_NEVER_SEE_A_REQUEST_OR_AN_EXCEPTION(base -> noClasses()
            .that(decide(base))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ca.uhn.fhir.rest.api.server..", "ca.uhn.fhir.rest.server.exceptions..")
            .because("a policy answers with a decision, which can also be told, counted or tried out")),

    ONLY_ANSWER_MAKES_EXCEPTIONS(base -> noClasses()
            .that()
            .resideOutsideOfPackages(base + ".answer..", base + ".host..", base + ".server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ca.uhn.fhir.rest.server.exceptions..")
            .because("one place turns a refusal into the contract's dialect")),

    FEATURES_SEE_ONLY_THE_VOCABULARY(base -> classes()
            .that()
            .resideOutsideOfPackages(
                    base + ".contract..",
                    base + ".guard..",
                    base + ".host..",
                    base + ".proof..",
                    base + ".lint..",
                    base + ".server..")
            .should(seeOnlyTheVocabulary(base))
            .because("a feature is read, tested and dropped alone; contract and guard put features together, proof and"
                    + " lint look at the whole"));

    /** What every feature speaks about. */
    private static final Set<String> VOCABULARY =
            Set.of("decision", "caller", "source", "element", "request", "write", "store", "observe");

    private static final Set<String> DECIDING = Set.of(
            "decision",
            "status",
            "version",
            "access",
            "extension",
            "field",
            "update",
            "profile",
            "prepare",
            "catalogue",
            "patch");

    private final Function<String, ArchRule> rule;

    DependencyRule(Function<String, ArchRule> rule) {
        this.rule = rule;
    }

    /** Returns the rule for the packages below {@code base}. */
    public ArchRule under(String base) {
        return rule.apply(base).as(name()).allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> decide(String base) {
        return describe(
                "decide",
                type -> outermost(type).getSimpleName().endsWith("Policy")
                        || (DECIDING.contains(feature(base, type)) && !isInterceptor(type)));
    }

    private static ArchCondition<JavaClass> seeOnlyTheVocabulary(String base) {
        return new ArchCondition<>("see only their own package, " + VOCABULARY + " and, in interceptors, Refusals") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    if (!allowed(type, dependency.getTargetClass().getBaseComponentType())) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }

            private boolean allowed(JavaClass from, JavaClass to) {
                String feature = feature(base, to);
                return feature.isEmpty()
                        || VOCABULARY.contains(feature)
                        || feature.equals(feature(base, from))
                        || (isInterceptor(from) && outermost(to).getName().equals(base + ".answer.Refusals"));
            }
        };
    }

    /** Returns the first package below {@code base}, or an empty text for a class from elsewhere. */
    private static String feature(String base, JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(base + ".")) {
            return "";
        }
        String below = name.substring(base.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static boolean isInterceptor(JavaClass type) {
        return outermost(type).getSimpleName().endsWith("Interceptor");
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(DependencyRule::outermost).orElse(type);
    }
}
