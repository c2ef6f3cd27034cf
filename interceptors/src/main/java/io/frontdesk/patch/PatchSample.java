package io.frontdesk.patch;

import io.frontdesk.request.PatchOperation;
import java.util.List;
import java.util.Optional;

/**
 * A patch that a contract takes as far as its operations go.
 *
 * @param row the row of the table that it was made for, from 0
 * @param operations the operations
 * @param status the status that it sets, if it sets one
 */
public record PatchSample(int row, List<PatchOperation> operations, Optional<String> status) {

    /** Copies the list, so that a sample never changes. */
    public PatchSample {
        operations = List.copyOf(operations);
    }
}
