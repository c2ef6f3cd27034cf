package io.frontdesk.contract.page;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client of a contract may count on, as plain values.
 *
 * @param name the contract's name
 * @param title the contract in a few words
 * @param facts what is said of the contract as a whole, by name, in reading order
 * @param life the life cycle of appointments
 * @param tables the rules, in reading order
 */
public record ContractPage(String name, String title, Table facts, Life life, List<Table> tables) {

    /** Copies the tables, so that a page never changes. */
    public ContractPage {
        tables = List.copyOf(tables);
    }

    /**
     * A table of rules.
     *
     * @param title what the rules are about
     * @param columns the heads of the columns, that of the rows' keys first
     * @param rows the rules in reading order
     */
    public record Table(String title, List<String> columns, List<Row> rows) {

        /** Copies the lists, so that a table never changes. */
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A rule.
     *
     * @param key what it is about; no other row of its table has the same
     * @param cells what holds, column by column behind the key; each a list, in reading order, which may be empty
     */
    public record Row(String key, List<List<String>> cells) {

        /** Copies the cells, so that a row never changes. */
        public Row {
            cells = cells.stream().map(List::copyOf).toList();
        }
    }

    /**
     * The life cycle of appointments.
     *
     * @param begins the statuses in which one may begin, sorted
     * @param moves by every status of the table those that may follow, sorted
     * @param frozen the statuses in which nothing else may change either, sorted
     */
    public record Life(List<String> begins, Map<String, List<String>> moves, List<String> frozen) {

        /** Copies and sorts. */
        public Life {
            begins = begins.stream().sorted().toList();
            frozen = frozen.stream().sorted().toList();
            Map<String, List<String>> sorted = new TreeMap<>();
            moves.forEach((from, to) -> sorted.put(from, to.stream().sorted().toList()));
            moves = Collections.unmodifiableMap(sorted);
        }
    }
}
