package io.frontdesk.schema;

import java.util.List;

/** The steps from an empty database to what this release needs, in order. A new one is added at the end. */
final class SchemaSteps {

    private static final int ROWS_TO_LOCK = 1_024;

    static final List<SchemaStep> ALL = List.of(
            new SchemaStep(
                    1,
                    "locks on criteria, unique values, bookings",
                    List.of(
                            "create table if not exists frontdesk_condition (slot integer primary key)",
                            rows("frontdesk_condition", "slot"),
                            "create table if not exists frontdesk_unique"
                                    + " (digest char(64) primary key, resource varchar(150) not null)",
                            "create index if not exists frontdesk_unique_resource on frontdesk_unique (resource)",
                            "create table if not exists frontdesk_booking (appointment varchar(150) not null,"
                                    + " line integer not null, actor varchar(64) not null, starts bigint not null,"
                                    + " ends bigint not null, capacity integer not null, expires bigint not null,"
                                    + " primary key (appointment, line))",
                            "create index if not exists frontdesk_booking_actor on frontdesk_booking (actor, ends)",
                            "create index if not exists frontdesk_booking_expires on frontdesk_booking (expires)",
                            "create table if not exists frontdesk_booking_rules (digest char(64) primary key)",
                            "create table if not exists frontdesk_booking_lock (place integer primary key)",
                            rows("frontdesk_booking_lock", "place"))),
            new SchemaStep(
                    2,
                    "nodes and their contracts",
                    List.of(
                            "create table if not exists frontdesk_node (node varchar(36) primary key,"
                                    + " contract varchar(64) not null, seen bigint not null)",
                            "insert into frontdesk_node (node, contract, seen) select '', '', 0 where not exists"
                                    + " (select 1 from frontdesk_node where node = '')")),
            new SchemaStep(
                    3,
                    "what guards in shadow would have refused",
                    List.of("create table if not exists frontdesk_shadow (on_day varchar(10) not null,"
                            + " rule_id varchar(120) not null, family varchar(20) not null, client varchar(64) not null,"
                            + " interaction varchar(40) not null, requests bigint not null, told bigint not null,"
                            + " first_at bigint not null, last_at bigint not null,"
                            + " primary key (on_day, rule_id, family, client, interaction))")));

    private SchemaSteps() {}

    /** Rows that are there to be locked, each with its number; those that are there already stay. */
    private static String rows(String table, String column) {
        return "insert into " + table
                + " with recursive every (n) as (select 0 union all select n + 1 from every where n < "
                + (ROWS_TO_LOCK - 1) + ") select n from every where n not in (select " + column + " from " + table
                + ")";
    }
}
