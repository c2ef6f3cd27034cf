package io.frontdesk.proof;

import io.frontdesk.patch.PatchSample;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.PatchOperation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One way to write an appointment.
 *
 * @param interaction what is asked for
 * @param within the batch or transaction in which it is asked for, if it is
 * @param patch what its patch holds, where a contract lists that
 */
public record Way(Interaction interaction, Optional<Interaction> within, Optional<PatchSample> patch) {

    /** Returns whether the way can lead from a stage. */
    boolean from(String stage) {
        return switch (interaction) {
            case CREATE, CONDITIONAL_CREATE -> stage.equals(Stage.NOTHING);
            case UPDATE -> true;
            case CONDITIONAL_UPDATE -> !stage.equals(Stage.DELETED);
            default -> Stage.stored(stage);
        };
    }

    /** Returns whether it deletes. */
    boolean deletes() {
        return interaction == Interaction.DELETE || interaction == Interaction.CONDITIONAL_DELETE;
    }

    /** Returns the request line, and what else the request is known by. */
    String told() {
        String line = interaction.method() + " [base]/Appointment" + address();
        String operations = patch.map(PatchSample::operations)
                .map(all -> all.stream().map(Way::told).collect(Collectors.joining(", ", " (", ")")))
                .orElse("");
        return line
                + operations
                + within.map(bundle -> " in a " + bundle.code()).orElse("");
    }

    private String address() {
        return switch (interaction) {
            case CREATE -> "";
            case CONDITIONAL_CREATE -> " with If-None-Exist";
            case CONDITIONAL_UPDATE, CONDITIONAL_PATCH, CONDITIONAL_DELETE -> "?identifier=...";
            default -> "/1";
        };
    }

    private static String told(PatchOperation operation) {
        return operation.op() + " " + operation.path()
                + (operation.value().isTextual() ? " " + operation.value().asText() : "");
    }

    /** Returns the ways that lead from the interaction with the given patches, by itself. */
    static List<Way> direct(Interaction interaction, List<PatchSample> patches) {
        return interaction.sendsPatch() && !patches.isEmpty()
                ? patches.stream()
                        .map(patch -> new Way(interaction, Optional.empty(), Optional.of(patch)))
                        .toList()
                : List.of(new Way(interaction, Optional.empty(), Optional.empty()));
    }

    /** Returns this way as an entry of a batch or transaction. */
    Way within(Interaction bundle) {
        return new Way(interaction, Optional.of(bundle), patch);
    }
}
