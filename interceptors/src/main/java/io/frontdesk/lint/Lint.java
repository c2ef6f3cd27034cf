package io.frontdesk.lint;

import io.frontdesk.contract.Contract;
import io.frontdesk.proof.Walk;
import io.frontdesk.proof.Walked;
import io.frontdesk.source.SourceFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks through a contract that compiles for what its author cannot have meant. */
public final class Lint {

    private Lint() {}

    /**
     * Returns what smells, by line.
     *
     * @param folder the folder in which the contract was read
     * @param contract the contract
     */
    public static List<Smell> of(SourceFolder folder, Contract contract) {
        return of(folder, contract, Walk.through(contract));
    }

    /** Returns the same where somebody has walked through the contract already. */
    static List<Smell> of(SourceFolder folder, Contract contract, Walked walked) {
        Document document = Document.of(folder);
        List<Smell> smells = new ArrayList<>();
        smells.addAll(new LifeSmells(contract, document, walked).smells());
        smells.addAll(new StatusNameSmells(contract, document).smells());
        smells.addAll(new RightSmells(contract, document, walked).smells());
        smells.addAll(new PatchSmells(contract, document, walked).smells());
        smells.addAll(new FieldSmells(contract, document, walked).smells());
        smells.addAll(new RefusalSmells(contract, document).smells());
        return smells.stream()
                .distinct()
                .sorted(Comparator.comparingInt((Smell smell) -> smell.fault().line()))
                .toList();
    }
}
