package io.frontdesk.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A part of a contract that only a store can keep that has a database and lets guards into its transaction. An operator whose
 * store has none switches such parts off by name, and knows then what is not guarded; none is ever dropped without that.
 */
public enum Part {
    BOOKING(
            "booking",
            "nobody is booked twice (booking.actors)",
            contract -> contract.booking().isPresent()),
    SLOTS(
            "slots",
            "appointments and Slots are kept in step (booking.slots)",
            contract -> contract.slots().isPresent()),
    UNIQUE(
            "unique",
            "elements have values of their own (update.unique)",
            contract -> contract.update().unique().demandsAny()),
    EFFECTS(
            "effects",
            "other resources are stored along with appointments (effects)",
            contract -> contract.effects().demandsAny()),
    REFERENCES(
            "references",
            "references must point at what is stored (update.references)",
            contract -> contract.update().referencesMustExist());

    private final String spelling;
    private final String promise;
    private final Predicate<Contract> demanded;

    Part(String spelling, String promise, Predicate<Contract> demanded) {
        this.spelling = spelling;
        this.promise = promise;
        this.demanded = demanded;
    }

    /** Returns the name by which an operator switches the part off. */
    public String spelling() {
        return spelling;
    }

    /** Returns what the part promises, in a few words. */
    public String promise() {
        return promise;
    }

    /** Returns the parts that a contract has. */
    public static Set<Part> of(Contract contract) {
        return Arrays.stream(values())
                .filter(part -> part.demanded.test(contract))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    /** Returns what an operator should know at the start of parts that are off, a line each. */
    public static List<String> told(Set<Part> off) {
        return off.stream()
                .sorted()
                .map(part -> "OFF by frontdesk.without: " + part.spelling + ": not kept that " + part.promise)
                .toList();
    }

    /** Returns the names of parts as an operator lists them. */
    public static String listed(Set<Part> parts) {
        return parts.stream().sorted().map(Part::spelling).collect(Collectors.joining(","));
    }

    /**
     * Reads a list of names, separated by commas.
     *
     * @throws IllegalArgumentException if one of them is no part; it says which, and what there is
     */
    public static Set<Part> named(String list) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        List<String> unknown = new ArrayList<>();
        for (String name : list.split(",", -1)) {
            String word = name.strip();
            Arrays.stream(values())
                    .filter(part -> part.spelling.equals(word))
                    .findFirst()
                    .ifPresentOrElse(parts::add, () -> unknown.add(word));
        }
        if (!unknown.isEmpty() && !list.isBlank()) {
            throw new IllegalArgumentException("'" + String.join(", ", unknown)
                    + "' is no part of a contract that can be switched off. There are "
                    + listed(EnumSet.allOf(Part.class)) + ".");
        }
        return parts;
    }
}
