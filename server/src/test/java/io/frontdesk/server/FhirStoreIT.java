package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.interceptor.api.IAnonymousInterceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.SearchParameter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Pins what the rest of Frontdesk, and its guards, rely on in a store. */
class FhirStoreIT {

    private static final Set<String> TYPES = Set.of("Appointment", "Patient");
    private static EmbeddedPostgres postgres;

    @TempDir
    private Path directory;

    private enum Place {
        H2_MEMORY,
        POSTGRESQL
    }

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    private static StoreSettings settings(String name, FhirVersionEnum version, String url) {
        return new StoreSettings(name, version, url, null, null, TYPES, List.of(), false);
    }

    private static String postgresUrl() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    private static StoreSettings at(Place place, String name) {
        String url = place == Place.H2_MEMORY ? "jdbc:h2:mem:" : postgresUrl();
        return settings(name, FhirVersionEnum.R4, url);
    }

    private static <T extends IBaseResource> IFhirResourceDao<T> dao(FhirStore store, Class<T> type) {
        return store.daoRegistry().getResourceDao(type);
    }

    private static Appointment appointment(String id, Appointment.AppointmentStatus status) {
        Appointment appointment = new Appointment();
        appointment.setId("Appointment/" + id);
        appointment.setStatus(status);
        appointment.addParticipant().getActor().setReference("Patient/absent");
        return appointment;
    }

    private static SystemRequestDetails system() {
        return new SystemRequestDetails();
    }

    @Test
    void holdsR4AndDstu3SideBySideInOneProcess() throws Exception {
        CompletableFuture<FhirStore> opening = CompletableFuture.supplyAsync(
                () -> FhirStore.open(StoreSettings.inMemory("stu3", FhirVersionEnum.DSTU3, TYPES)));
        try (FhirStore r4 = FhirStore.open(StoreSettings.inMemory("r4", FhirVersionEnum.R4, TYPES));
                FhirStore stu3 = opening.get()) {
            dao(r4, Appointment.class).update(appointment("1", Appointment.AppointmentStatus.BOOKED), system());

            org.hl7.fhir.dstu3.model.Appointment old = new org.hl7.fhir.dstu3.model.Appointment();
            old.setId("Appointment/1");
            old.setStatus(org.hl7.fhir.dstu3.model.Appointment.AppointmentStatus.ARRIVED);
            dao(stu3, org.hl7.fhir.dstu3.model.Appointment.class).update(old, system());

            assertThat(dao(r4, Appointment.class)
                            .read(new org.hl7.fhir.r4.model.IdType("Appointment/1"), system())
                            .getStatus())
                    .isEqualTo(Appointment.AppointmentStatus.BOOKED);
            assertThat(dao(stu3, org.hl7.fhir.dstu3.model.Appointment.class)
                            .read(new org.hl7.fhir.dstu3.model.IdType("Appointment/1"), system())
                            .getStatus())
                    .isEqualTo(org.hl7.fhir.dstu3.model.Appointment.AppointmentStatus.ARRIVED);
            assertThat(r4.isReady()).isTrue();
        }
    }

    @Test
    void offersProvidersOfTheAskedTypesOnly() {
        try (FhirStore store = FhirStore.open(at(Place.H2_MEMORY, "types"))) {
            assertThat(store.resourceProviders())
                    .extracting(provider -> provider.getClass().getSimpleName())
                    .containsExactly("AppointmentResourceProvider", "PatientResourceProvider");
        }
    }

    @Test
    void keepsAFileDatabaseWhenClosedAndReopened() {
        StoreSettings file = settings("kept", FhirVersionEnum.R4, "jdbc:h2:file:" + directory.resolve("data"));
        try (FhirStore store = FhirStore.open(file)) {
            dao(store, Appointment.class).update(appointment("1", Appointment.AppointmentStatus.BOOKED), system());
        }
        try (FhirStore store = FhirStore.open(file)) {
            assertThat(dao(store, Appointment.class)
                            .read(new org.hl7.fhir.r4.model.IdType("Appointment/1"), system())
                            .getIdElement()
                            .getVersionIdPart())
                    .isEqualTo("1");
        }
        assertThat(directory.resolve("data-kept.mv.db")).exists();
    }

    @Test
    void keepsAPostgresqlDatabaseWithASchemaPerStore() {
        for (String name : List.of("one", "two-b")) {
            try (FhirStore store = FhirStore.open(at(Place.POSTGRESQL, name))) {
                dao(store, Appointment.class).update(appointment(name, Appointment.AppointmentStatus.BOOKED), system());
            }
        }
        try (FhirStore store = FhirStore.open(at(Place.POSTGRESQL, "one"))) {
            assertThat(dao(store, Appointment.class)
                            .search(SearchParameterMap.newSynchronous(), system())
                            .getAllResourceIds())
                    .containsExactly("one");
        }
        assertThat(new JdbcTemplate(postgres.getPostgresDatabase())
                        .queryForList("select schema_name from information_schema.schemata", String.class))
                .contains("frontdesk_one", "frontdesk_two_b");
    }

    @Test
    void refusesADatabaseOfAnotherFhirVersion() {
        String url = "jdbc:h2:file:" + directory.resolve("mixed");
        FhirStore.open(settings("same", FhirVersionEnum.R4, url)).close();
        assertThatThrownBy(() -> FhirStore.open(settings("same", FhirVersionEnum.DSTU3, url)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("should hold DSTU3")
                .hasMessageContaining("holds R4");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void jdbcInAStorageHookLocksInHapisOwnTransaction(Place place) {
        try (FhirStore store = FhirStore.open(at(place, "lock"))) {
            dao(store, Appointment.class).update(appointment("1", Appointment.AppointmentStatus.PROPOSED), system());
            AtomicReference<List<Integer>> inside = new AtomicReference<>();
            AtomicReference<List<Integer>> outside = new AtomicReference<>();
            IAnonymousInterceptor hook = (pointcut, parameters) -> {
                inside.set(locked(store.dataSource(), "1"));
                outside.set(CompletableFuture.supplyAsync(() -> locked(store.dataSource(), "1"))
                        .join());
            };
            store.storageInterceptors()
                    .registerAnonymousInterceptor(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, hook);

            dao(store, Appointment.class).update(appointment("1", Appointment.AppointmentStatus.BOOKED), system());

            assertThat(inside.get()).as("the writer holds its row").containsExactly(1);
            assertThat(outside.get()).as("nobody else gets it meanwhile").isEmpty();
            assertThat(locked(store.dataSource(), "1"))
                    .as("free after the commit, which moved the version")
                    .containsExactly(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void jdbcInAStorageHookRollsBackWithHapi(Place place) {
        try (FhirStore store = FhirStore.open(at(place, "rollback"))) {
            JdbcTemplate jdbc = new JdbcTemplate(store.dataSource());
            jdbc.execute("create table noted (id varchar(10))");
            IAnonymousInterceptor hook = (pointcut, parameters) -> {
                jdbc.update("insert into noted values ('1')");
                throw new UnprocessableEntityException("refused");
            };
            store.storageInterceptors()
                    .registerAnonymousInterceptor(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, hook);

            assertThatThrownBy(() -> dao(store, Appointment.class)
                            .update(appointment("1", Appointment.AppointmentStatus.BOOKED), system()))
                    .isInstanceOf(UnprocessableEntityException.class);

            assertThat(jdbc.queryForObject("select count(*) from noted", Integer.class))
                    .isZero();
        }
    }

    private static List<Integer> locked(DataSource dataSource, String id) {
        return new JdbcTemplate(dataSource)
                .queryForList(
                        "select res_ver from hfj_resource where res_type = ? and fhir_id = ? for update skip locked",
                        Integer.class,
                        "Appointment",
                        id);
    }

    @Test
    void keepsTheOrderOfProfiles() {
        try (FhirStore store = FhirStore.open(at(Place.H2_MEMORY, "profiles"))) {
            Appointment sent = appointment("1", Appointment.AppointmentStatus.BOOKED);
            sent.getMeta().addProfile("http://z.example").addProfile("http://a.example");
            dao(store, Appointment.class).update(sent, system());

            assertThat(dao(store, Appointment.class)
                            .read(new org.hl7.fhir.r4.model.IdType("Appointment/1"), system())
                            .getMeta()
                            .getProfile())
                    .extracting(IPrimitiveType::getValue)
                    .containsExactly("http://z.example", "http://a.example");
        }
    }

    @Test
    void searchesByAParameterThatIsOnlyInTheSettings() {
        SearchParameter comment = new SearchParameter();
        comment.setId("SearchParameter/appointment-comment");
        comment.setUrl("http://example.org/fhir/SearchParameter/appointment-comment")
                .setCode("comment")
                .setName("comment")
                .setStatus(Enumerations.PublicationStatus.ACTIVE)
                .setType(Enumerations.SearchParamType.STRING)
                .setExpression("Appointment.comment")
                .addBase("Appointment");
        StoreSettings given = new StoreSettings(
                "custom", FhirVersionEnum.R4, "jdbc:h2:mem:", null, null, TYPES, List.of(comment), false);
        try (FhirStore store = FhirStore.open(given)) {
            dao(store, Appointment.class)
                    .update(
                            appointment("1", Appointment.AppointmentStatus.BOOKED)
                                    .setComment("wheelchair"),
                            system());
            dao(store, Appointment.class).update(appointment("2", Appointment.AppointmentStatus.BOOKED), system());

            assertThat(dao(store, Appointment.class)
                            .search(
                                    SearchParameterMap.newSynchronous("comment", new StringParam("wheelchair")),
                                    system())
                            .getAllResourceIds())
                    .containsExactly("1");
            assertThat(dao(store, Appointment.class)
                            .search(SearchParameterMap.newSynchronous("status", new TokenParam("booked")), system())
                            .getAllResourceIds())
                    .containsExactlyInAnyOrder("1", "2");
            assertThat(dao(store, SearchParameter.class)
                            .search(SearchParameterMap.newSynchronous(), system())
                            .isEmpty())
                    .as("nothing was stored for it")
                    .isTrue();
        }
    }

    @Test
    void enforcesReferentialIntegrityOnlyIfAsked() {
        StoreSettings strict =
                new StoreSettings("strict", FhirVersionEnum.R4, "jdbc:h2:mem:", null, null, TYPES, List.of(), true);
        try (FhirStore store = FhirStore.open(strict)) {
            Appointment sent = appointment("1", Appointment.AppointmentStatus.BOOKED);
            assertThatThrownBy(() -> dao(store, Appointment.class).update(sent, system()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("Patient/absent");

            Patient patient = new Patient();
            patient.setId("Patient/absent");
            dao(store, Patient.class).update(patient, system());
            assertThatCode(() -> dao(store, Appointment.class).update(sent, system()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void keepsReferencesToTypesThatItDoesNotServe() {
        try (FhirStore store = FhirStore.open(at(Place.H2_MEMORY, "unserved"))) {
            Appointment sent = appointment("1", Appointment.AppointmentStatus.BOOKED);
            sent.addParticipant().getActor().setReference("Practitioner/7");
            sent.addParticipant().getActor().setReference("https://elsewhere.example/fhir/Location/7");
            dao(store, Appointment.class).update(sent, system());

            assertThat(dao(store, Appointment.class)
                            .read(new org.hl7.fhir.r4.model.IdType("Appointment/1"), system())
                            .getParticipant())
                    .extracting(participant -> participant.getActor().getReference())
                    .containsExactly("Patient/absent", "Practitioner/7", "https://elsewhere.example/fhir/Location/7");
        }
    }

    @Test
    void leavesNoThreadBehindThatKeepsTheProcessAlive() throws Exception {
        Set<Thread> before = nonDaemonThreads();
        FhirStore store = FhirStore.open(at(Place.H2_MEMORY, "threads"));
        dao(store, Appointment.class).update(appointment("1", Appointment.AppointmentStatus.BOOKED), system());
        store.close();

        Set<Thread> left = nonDaemonThreads();
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(5_000);
        }
        assertThat(left.stream().filter(Thread::isAlive)).isEmpty();
        assertThat(store.isReady()).isFalse();
    }

    private static Set<Thread> nonDaemonThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    static Stream<String> unusable() {
        return Stream.of(
                "jdbc:postgresql://localhost:1/none?password=secret",
                "jdbc:mysql://localhost/none?password=secret",
                "jdbc:h2:tcp://localhost:1/none;PASSWORD=secret");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("unusable")
    void saysInOneLineWhyADatabaseCannotBeOpened(String url) {
        assertThatThrownBy(() -> FhirStore.open(settings("core", FhirVersionEnum.R4, url)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("Cannot ")
                .hasMessageContaining("localhost")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "\n"));
    }

    @Test
    void saysThatAPasswordIsWrongWithoutRepeatingIt() throws Exception {
        try (Connection admin = postgres.getPostgresDatabase().getConnection()) {
            admin.createStatement().execute("create role nobody login password 'right'");
        }
        StoreSettings wrong = new StoreSettings(
                "core",
                FhirVersionEnum.R4,
                postgresUrl().replaceFirst("[?].*", "") + "_absent",
                "nobody",
                "wrong-secret",
                TYPES,
                List.of(),
                false);
        assertThatThrownBy(() -> FhirStore.open(wrong))
                .isInstanceOf(StoreUnavailableException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong-secret", "\n"));
        assertThat(wrong.toString()).doesNotContain("wrong-secret");
    }
}
