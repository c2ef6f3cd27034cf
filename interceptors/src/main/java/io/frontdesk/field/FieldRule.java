package io.frontdesk.field;

import io.frontdesk.decision.Refusal;
import io.frontdesk.field.Expressions.Expression;
import java.util.Optional;

/**
 * One rule of the section {@code fields}.
 *
 * @param name its name
 * @param onCreate whether it holds for what is new
 * @param onUpdate whether it holds for changes
 * @param when the changes that it is about; absent: all
 * @param must what it demands
 * @param demands what it demands, for people to read
 * @param refuses whether what breaks it is refused; else it is stored, and a warning is told
 * @param refusal how it is told
 */
record FieldRule(
        String name,
        boolean onCreate,
        boolean onUpdate,
        Optional<Expression> when,
        Demanded must,
        String demands,
        boolean refuses,
        Refusal refusal) {}
