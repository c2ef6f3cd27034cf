package io.frontdesk.lint;

import io.frontdesk.access.CallerKind;
import io.frontdesk.access.CallerKinds;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.proof.Walked;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is offered and nobody may ask for, and rights to what is not offered. */
final class RightSmells {

    private static final Set<Interaction> WITHOUT_RIGHT =
            EnumSet.of(Interaction.CAPABILITIES, Interaction.PAGE, Interaction.OPERATION, Interaction.UNKNOWN);

    private final Contract contract;
    private final Document document;
    private final Walked walked;
    private final List<Smell> smells = new ArrayList<>();

    RightSmells(Contract contract, Document document, Walked walked) {
        this.contract = contract;
        this.document = document;
        this.walked = walked;
    }

    List<Smell> smells() {
        for (int group : document.items("update", "interactions")) {
            for (String list : List.of("offer", "unpublished")) {
                List<String> codes = document.texts("update", "interactions", group, list);
                for (int i = 0; i < codes.size(); i++) {
                    offered(codes.get(i), group, list, i);
                }
            }
            revives(group);
        }
        document.keys("access", "rights", "interactions").forEach(this::asked);
        document.keys("access", "context", "userTypes", "types").forEach(this::kind);
        return smells;
    }

    private void offered(String code, int group, String list, int item) {
        Optional<Interaction> interaction = Interaction.of(code).filter(known -> !WITHOUT_RIGHT.contains(known));
        List<String> types = document.texts("update", "interactions", group, "types");
        if (interaction.isEmpty()) {
            return;
        }
        List<String> nobodys = types.stream()
                .filter(type -> nobodyMay(type, interaction.get()))
                .toList();
        if (!nobodys.isEmpty()) {
            smells.add(document.smell(
                    "rights.nobody",
                    "nobody may " + code + " " + String.join(", ", nobodys)
                            + ": no right, scope or kind of user gives that",
                    "say in access who may, or do not offer it",
                    "update",
                    "interactions",
                    group,
                    list,
                    item));
        } else if (types.contains(Contract.APPOINTMENT) && writes(interaction.get()) && neverDone(interaction.get())) {
            smells.add(document.smell(
                    "rights.never-done",
                    "who may ask for " + code + " is refused all the same, whatever they send",
                    "see 'frontdesk contract prove', or do not offer it",
                    "update",
                    "interactions",
                    group,
                    list,
                    item));
        }
    }

    private static boolean writes(Interaction interaction) {
        return interaction.changes() || interaction.sendsResource();
    }

    private boolean neverDone(Interaction interaction) {
        return walked.taken().stream().noneMatch(way -> way.interaction() == interaction);
    }

    private boolean nobodyMay(String type, Interaction interaction) {
        boolean guarded = type.equals(Contract.APPOINTMENT);
        return CallerKinds.of(contract.access(), contract.context(), type).stream()
                .noneMatch(kind -> mayAsk(kind, type, interaction)
                        && (!guarded
                                || contract.context()
                                        .map(policy ->
                                                policy.mayAsk(kind.caller().claims(), interaction)
                                                        instanceof Decision.Permit)
                                        .orElse(true)));
    }

    private boolean mayAsk(CallerKind kind, String type, Interaction interaction) {
        Request request = new Request(
                interaction,
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                kind.caller(),
                Map.of(),
                Map.of(),
                Set.of());
        return contract.access().mayAsk(request) instanceof Decision.Permit;
    }

    private void revives(int group) {
        List<String> types = document.texts("update", "interactions", group, "types");
        boolean deletes = types.stream()
                .map(contract.update().offers()::on)
                .anyMatch(offered ->
                        offered.contains(Interaction.DELETE) || offered.contains(Interaction.CONDITIONAL_DELETE));
        if (!deletes
                && document.text("update", "interactions", group, "deletedId").equals("create")) {
            smells.add(document.smell(
                    "offer.deleted-unused",
                    "nothing is ever deleted here that could come back",
                    "leave it out, or offer delete",
                    "update",
                    "interactions",
                    group,
                    "deletedId"));
        }
    }

    private void asked(String code) {
        boolean offered = Interaction.of(code)
                .map(interaction ->
                        contract.update().offers().types().stream().anyMatch(type -> offers(type, interaction))
                                || contract.update().offers().onSystem().contains(interaction))
                .orElse(true);
        if (!offered) {
            smells.add(document.smell(
                    "rights.unused",
                    "is not offered on any type",
                    "leave it out, or offer it in update.interactions",
                    "access",
                    "rights",
                    "interactions",
                    code));
        }
    }

    private boolean offers(String type, Interaction interaction) {
        return interaction == Interaction.OPERATION
                ? !contract.update().offers().operations(type).isEmpty()
                : contract.update().offers().on(type).contains(interaction);
    }

    private void kind(String name) {
        List<String> codes = document.texts("access", "context", "userTypes", "types", name, "interactions");
        for (int i = 0; i < codes.size(); i++) {
            boolean offered = Interaction.of(codes.get(i))
                    .map(interaction -> offers(Contract.APPOINTMENT, interaction))
                    .orElse(true);
            if (!offered) {
                smells.add(document.smell(
                        "rights.unused",
                        "'" + codes.get(i) + "' is not offered on appointments",
                        "leave it out, or offer it in update.interactions",
                        "access",
                        "context",
                        "userTypes",
                        "types",
                        name,
                        "interactions",
                        i));
            }
        }
    }
}
