package io.frontdesk.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frontdesk.profile.shape.Shapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is done to make validation cheap changes no verdict: not that a core validator is kept, not that a resource whose
 * shape is known is not validated again. Judged against HAPI's own validator on every example, and on mutations of them: as
 * many as {@code -Dfrontdesk.mutations=100000} says, beginning with {@code -Dfrontdesk.seed=1}.
 */
class ProfileVerdictsTest {

    private static final int MUTATIONS = Integer.getInteger("frontdesk.mutations", 500);
    private static final int SEED = Integer.getInteger("frontdesk.seed", 1);

    /** Among so many there is surely one that a planted fault makes a difference to. */
    private static final int ENOUGH = 10_000;

    /** How many appointments of each structure are judged. */
    private static final int VALUES = 5;

    /** Of so many mutations, one is shown to HAPI's own validator too, which takes many times longer. */
    private static final int SHOWN = 10;

    private static List<Subject> subjects = List.of();

    @BeforeAll
    static void read() {
        subjects = Subject.all();
    }

    static Stream<Subject> subjects() {
        return subjects.stream();
    }

    @Test
    void judgesBothVersionsOfFhir() {
        assertThat(subjects)
                .extracting(subject -> subject.fhir().getVersion().getVersion().name())
                .contains("DSTU3", "R4");
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void saysOfEveryExampleWhatHapiSays(Subject subject) {
        var hapi = hapi(subject);
        var ours = new ProfileValidator(subject.fhir(), subject.definitions());

        for (Set<String> profiles : subject.lines()) {
            for (String name : subject.examples().keySet()) {
                Optional<IBaseResource> example =
                        subject.parsed(subject.examples().get(name));
                example.ifPresent(resource -> {
                    List<ProfileError> expected = hapi.errors(resource, profiles);
                    assertThat(ours.errors(resource, profiles)).as(name).isEqualTo(expected);
                    assertThat(ours.errors(resource, profiles))
                            .as(name + " again")
                            .isEqualTo(expected);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void saysOfEveryMutationWhatHapiSays(Subject subject) {
        var hapi = hapi(subject);
        var kept = new ProfileValidator(subject.fhir(), subject.definitions(), ReusedValidator::new, 0);
        var asked = new AtomicInteger();
        var ours = new ProfileValidator(subject.fhir(), subject.definitions(), counting(asked), 10_000);
        var judged = new AtomicInteger();
        var shapes = shapes(subject, subject.definitions());
        Map<String, Boolean> verdicts = new HashMap<>();

        mutate(subject, MUTATIONS, (json, resource, profiles) -> {
            List<ProfileError> expected = kept.errors(resource, profiles);
            if (judged.incrementAndGet() % SHOWN == 0) {
                assertThat(expected).as(json).isEqualTo(hapi.errors(resource, profiles));
            }
            assertThat(ours.errors(resource, profiles)).as(json).isEqualTo(expected);
            hasTheVerdictOfItsShape(
                    shapes.of(ProfileValidator.json(subject.fhir(), resource), profiles), expected, verdicts);
        });

        // Otherwise nothing would have been proved.
        assertThat(judged.get() - asked.get()).isGreaterThan(MUTATIONS / 50);
        assertThat(judged.get() - verdicts.size()).isGreaterThan(MUTATIONS / 50);
    }

    /** Of references to a wrong type each resource is told anew, so these do not count. */
    private static void hasTheVerdictOfItsShape(
            Optional<String> shape, List<ProfileError> errors, Map<String, Boolean> verdicts) {
        boolean valid = errors.stream().allMatch(error -> error.message().startsWith("points at a "));
        shape.map(found -> verdicts.put(found, valid))
                .ifPresent(before -> assertThat(valid).isEqualTo(before));
    }

    private static Shapes shapes(Subject subject, Definitions lookedAt) {
        return new Shapes(
                subject.fhir(),
                ProfileValidator.support(subject.fhir(), subject.definitions()),
                lookedAt.all().stream().map(Definition::resource).toList());
    }

    /** So the mutations do find a shape that leaves out too much. */
    @Test
    void findsShapesThatPassOverTheRulesOfProfiles() {
        Subject visits = subjects.stream()
                .filter(subject -> subject.name().equals("visits"))
                .findFirst()
                .orElseThrow();
        var kept = new ProfileValidator(visits.fhir(), visits.definitions(), ReusedValidator::new, 0);
        var blind = shapes(visits, Definitions.none(visits.fhir()));
        Map<String, Boolean> verdicts = new HashMap<>();

        assertThatThrownBy(() -> mutate(
                        visits,
                        ENOUGH,
                        (json, resource, profiles) -> hasTheVerdictOfItsShape(
                                blind.of(ProfileValidator.json(visits.fhir(), resource), profiles),
                                kept.errors(resource, profiles),
                                verdicts)))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void asksNoValidatorAboutValuesThatNoRuleLooksAt(Subject subject) {
        var asked = new AtomicInteger();
        var ours = new ProfileValidator(subject.fhir(), subject.definitions(), counting(asked), 10_000);

        for (Set<String> profiles : subject.lines()) {
            for (String json : subject.examples().values()) {
                IBaseResource one = subject.parsed(json).orElse(null);
                if (one != null && ours.errors(one, profiles).isEmpty()) {
                    int before = asked.get();
                    assertThat(ours.errors(subject.parsed(shifted(json)).orElseThrow(), profiles))
                            .isEmpty();
                    assertThat(asked).as(json).hasValue(before);
                }
            }
        }
        assertThat(asked.get()).isPositive();
    }

    /** The same appointment ten years later, and of other people. */
    private static String shifted(String json) {
        return json.replace("\"20", "\"203")
                .replaceAll("\"203\\d(\\d-\\d\\d-\\d\\dT)", "\"203$1")
                .replaceAll("/(\\d+)\"", "/4$1\"");
    }

    private interface Judge {
        void judge(String json, IBaseResource resource, Set<String> profiles);
    }

    /** Of each mutated structure, some with other values: these are what shapes are about. */
    private static void mutate(Subject subject, int most, Judge judge) {
        List<String> examples = List.copyOf(subject.examples().values());
        List<String> valid = List.copyOf(
                subject.examples().subMap("examples/valid/", "examples/valid0").values());
        for (int i = 0; i < most / VALUES; i++) {
            var random = new Random(SEED * 1_000_003L + i);
            var mutations = new Mutations(random);
            List<String> from = random.nextInt(4) == 0 ? examples : valid;
            String structure = from.get(random.nextInt(from.size()));
            structure = random.nextInt(2) == 0 ? structure : mutations.structure(structure);
            Set<String> profiles =
                    subject.lines().get(random.nextInt(subject.lines().size()));
            for (int j = 0; j < VALUES; j++) {
                String json = j == 0 ? structure : mutations.values(structure);
                subject.parsed(json).ifPresent(resource -> judge.judge(json, resource, profiles));
            }
        }
    }

    private static ProfileValidator hapi(Subject subject) {
        return new ProfileValidator(subject.fhir(), subject.definitions(), FhirInstanceValidator::new, 0);
    }

    private static java.util.function.Function<ca.uhn.fhir.context.support.IValidationSupport, FhirInstanceValidator>
            counting(AtomicInteger asked) {
        return support -> new ReusedValidator(support) {
            @Override
            protected List<org.hl7.fhir.utilities.validation.ValidationMessage> validate(
                    ca.uhn.fhir.validation.IValidationContext<?> resource) {
                asked.incrementAndGet();
                return super.validate(resource);
            }
        };
    }
}
