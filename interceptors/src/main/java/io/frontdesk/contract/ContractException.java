package io.frontdesk.contract;

import io.frontdesk.source.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** A contract that cannot be compiled, with everything that is wrong in it. */
public final class ContractException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    /** Takes what is wrong, at least one fault. */
    public ContractException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** Returns what is wrong, by file and line. */
    public List<Fault> faults() {
        return faults;
    }
}
