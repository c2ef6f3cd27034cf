package io.frontdesk.contract.page;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.contract.page.ContractPage.Row;
import io.frontdesk.contract.page.ContractPage.Table;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.testing.Contracts;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Contracts as pages: all built-in ones, and what differs between two. */
class PageTest {

    @TempDir
    private Path folder;

    static List<String> contracts() {
        return SourceFolder.builtInNames();
    }

    private static ContractPage page(String builtIn) {
        return PageReader.read(Contracts.builtIn(builtIn));
    }

    private ContractPage changed(String builtIn, String from, String to) throws IOException {
        SourceFolder source = SourceFolder.builtIn(builtIn);
        for (String file : source.list()) {
            if (!file.startsWith("examples/")) {
                try (InputStream in = source.open(file)) {
                    Path copy = folder.resolve(file);
                    Files.createDirectories(copy.getParent());
                    Files.write(copy, in.readAllBytes());
                }
            }
        }
        Path contract = folder.resolve("contract.yaml");
        String text = Files.readString(contract, StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        Files.writeString(contract, text.replace(from, to));
        return PageReader.read(new ContractReader(FhirContext::forCached).read(SourceFolder.of(folder)));
    }

    private static Document parsed(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }

    private static Table table(ContractPage page, String title) {
        return page.tables().stream()
                .filter(table -> table.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static Row row(ContractPage page, String title, String key) {
        return table(page, title).rows().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void showsEveryBuiltInContractWhole(String name) {
        Contract contract = Contracts.builtIn(name);
        ContractPage page = PageReader.read(contract);
        String text = PageText.of(page);

        assertThat(page.life().moves().keySet()).isEqualTo(contract.status().states());
        contract.status()
                .states()
                .forEach(state -> assertThat(page.life().moves().get(state))
                        .containsExactlyInAnyOrderElementsOf(contract.status().next(state)));
        for (String type : contract.update().offers().types()) {
            for (Interaction offered : contract.update().offers().on(type)) {
                assertThat(row(page, "Rights", type + " " + offered.code())).isNotNull();
            }
        }
        for (Table table : page.tables()) {
            Set<String> keys = new HashSet<>();
            for (Row row : table.rows()) {
                assertThat(keys.add(row.key()))
                        .as("%s twice in %s", row.key(), table.title())
                        .isTrue();
                assertThat(row.cells()).as(row.key()).hasSize(table.columns().size() - 1);
                assertThat(text).contains(row.key());
            }
        }
        contract.fields()
                .told()
                .forEach(rule -> assertThat(text).contains(rule.telling().id()));
        assertThat(text).startsWith(name + ": ").doesNotContain("Optional[", "[]");
        assertThat(text.lines()).noneMatch(line -> line.endsWith(" "));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void showsEveryBuiltInContractAsHtmlThatNeedsNothingElse(String name) {
        String html = PageHtml.of(page(name));

        Document document = parsed(html.replace("<!DOCTYPE html>\n", "").replace("<meta charset=\"utf-8\">", ""));
        assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("table").getLength()).isGreaterThan(5);
        assertThat(html).doesNotContain("<script", "src=", "href=", "@import");
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void drawsTheStateMachineOfEveryBuiltInContract(String name) {
        ContractPage page = page(name);
        String drawn = StatusDiagram.of(page);

        Document svg = parsed(drawn);
        assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(svg.getElementById("machine-title")).isNull();
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).contains(name);
        String desc = svg.getElementsByTagName("desc").item(0).getTextContent();
        NodeList labels = svg.getElementsByTagName("text");
        Set<String> statuses = new HashSet<>();
        for (int i = 0; i < labels.getLength(); i++) {
            statuses.add(labels.item(i).getTextContent());
        }
        assertThat(statuses).isEqualTo(page.life().moves().keySet());
        page.life().moves().keySet().forEach(status -> assertThat(desc).contains(status));
        int heads = drawn.split("marker-(?:end|start)=", -1).length - 1;
        assertThat(heads)
                .isEqualTo(page.life().moves().values().stream()
                        .mapToInt(List::size)
                        .sum());
        assertThat(StatusDiagram.of(page)).isEqualTo(drawn);
    }

    @Test
    void drawsNoTwoStatusesInOnePlace() {
        for (String name : contracts()) {
            StatusLayout layout = StatusLayout.of(page(name).life());
            List<StatusLayout.Box> boxes =
                    page(name).life().moves().keySet().stream().map(layout::box).toList();
            assertThat(new HashSet<>(boxes)).hasSameSizeAs(boxes);
            assertThat(boxes).allSatisfy(box -> {
                assertThat(box.x() + StatusLayout.BOX_WIDTH).isLessThan(layout.width());
                assertThat(box.y() + StatusLayout.BOX_HEIGHT).isLessThan(layout.height());
            });
        }
    }

    @Test
    void readsWhatTheContractSays() {
        ContractPage page = page("gp-connect");

        assertThat(page.life().begins()).containsExactly("booked");
        assertThat(page.life().moves().get("booked")).containsExactly("cancelled");
        assertThat(page.life().frozen()).containsExactly("cancelled");
        assertThat(row(page, "Rights", "Appointment create").cells().get(0))
                .containsExactly("Appointment.create", "Appointment.write");
        assertThat(row(page, "Who has rights", "requested_scope has patient/*.write")
                        .cells()
                        .get(0))
                .containsExactly("Appointment.create", "Appointment.update");
        assertThat(row(page, "Preconditions", "If-Match").cells().get(0)).containsExactly("required");
        assertThat(row(page, "Field rules", "field.amend").cells().get(2).get(0))
                .startsWith("changes nothing but description, comment");
        assertThat(row(page, "Refusals", "slot.taken").cells().subList(0, 3))
                .containsExactly(List.of("409"), List.of("duplicate"), List.of("DUPLICATE_REJECTED"));
        assertThat(row(page, "Searches", "Appointment, compartments").cells().get(0))
                .containsExactly("Patient/[id]");
        assertThat(row(page("millennium-2019"), "Patches", "replace /status")
                        .cells()
                        .get(0)
                        .get(0))
                .contains("arrived | checked-in | cancelled", "another than is stored");
        assertThat(row(page("core"), "Rights", "Appointment read").cells().get(0))
                .contains("Appointment.read", "user/Appointment.read", "user/Appointment.r");
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void findsNothingBetweenAContractAndItself(String name) {
        assertThat(PageDifference.between(page(name), page(name))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        gp-connect | contract: gp-connect | contract: another | ``
        gp-connect | cancelled: [] | cancelled: [booked] | Statuses, cancelled, may become: + booked
        gp-connect | frozen: [cancelled] | frozen: [] | Statuses, cancelled, edited: - no, + yes
        gp-connect | ifMatch: required | ifMatch: optional | Preconditions, If-Match: - required, + optional
        gp-connect | offer: [create, read, update, search-type] | offer: [create, read, update] | Interactions, Appointment, offered: - search-type
        gp-connect | create: ["{type}.create", "{type}.write"] | create: ["{type}.create", "{type}.make"] | Rights, Appointment create: - Appointment.write, + Appointment.make
        gp-connect | parameters: [patient, start] | parameters: [patient, start, status] | Searches, Appointment, parameters: + status
        gp-connect | slot.taken: {status: 409, | slot.taken: {status: 422, | Refusals, slot.taken, HTTP: - 409, + 422
        gp-connect | changes: [description, comment] | changes: [comment] | Field rules, field.amend, demands: - changes nothing but description, comment
        gp-connect | rule: visit | rule: visits | Field rules: - field.visit
        gp-connect | rule: visit | rule: visits | Field rules: + field.visits
        millennium-2019 | path: /status, value | path: /description, value | Patches: - replace /status
        millennium-2019 | codes: [arrived, checked-in, cancelled] | codes: [arrived, cancelled] | Patches, replace /status: - arrived
        millennium-2019 | first: 0 | first: 1 | Preconditions, first version: - 0, + 1
        millennium-2019 | on: [arrived, checked-in] | on: [arrived] | Codings, time, Slots and calendar, stored along: encounter: - when checked-in
        core | active: [pending, booked, | active: [booked, | Codings, time, Slots and calendar, time is taken in: - pending
        core | types: [Practitioner, PractitionerRole, Device] | types: [Practitioner, Device] | Codings, time, Slots and calendar: - time of a PractitionerRole (1 at a time)
        core | hold: 10 | hold: 20 | Codings, time, Slots and calendar, held for: - 10 minutes, + 20 minutes
        core | pending: busy-tentative | pending: busy | Codings, time, Slots and calendar, Slots of what is pending: - busy-tentative, + busy
        canvas | code: CHART | code: PAPER | ``
        canvas | code: "9903" | code: "9904" | Codings, time, Slots and calendar, codings of reasonCode: - 9903, + 9904
        ehealth-dk | accept: true | accept: false | Codings, time, Slots and calendar, calendar event by Accept: - yes, + no
        candid | unchanged: new-version | unchanged: kept | Preconditions, an update that changes nothing: - makes a version, + makes none
        candid | on: [create, update] | on: [create] | Server's parts, The extension urn:frontdesk:candid:updating-user: - made by every write, + made on create
        candid | path: /appointments/v1/updates/scan | path: /appointments/v1/scan | JSON addresses: + /appointments/v1/scan GET (changes)
        candid | values: [MANUAL, MACHINE] | values: [MANUAL] | JSON members, ready_source: - MACHINE
        """)
    void saysWhatAClientWouldNotice(String builtIn, String from, String to, String noticed) throws IOException {
        List<String> lines = PageDifference.between(page(builtIn), changed(builtIn, from, to));

        if (noticed.isEmpty()) {
            assertThat(lines).isEmpty();
        } else {
            assertThat(lines).anyMatch(line -> line.startsWith(noticed));
        }
    }

    @Test
    void comparesContractsThatHaveLittleInCommon() {
        List<String> lines = PageDifference.between(page("core"), page("millennium-2019"));

        assertThat(lines)
                .contains("Preconditions, first version: - 1, + 0")
                .anyMatch(line -> line.startsWith("Patches: + replace /status"));
        assertThat(PageDifference.between(page("millennium-2019"), page("core")))
                .hasSameSizeAs(lines);
    }
}
