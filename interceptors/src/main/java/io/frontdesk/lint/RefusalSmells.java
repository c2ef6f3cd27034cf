package io.frontdesk.lint;

import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Words for refusals that this contract never has to tell. */
final class RefusalSmells {

    private final Contract contract;
    private final Document document;

    RefusalSmells(Contract contract, Document document) {
        this.contract = contract;
        this.document = document;
    }

    List<Smell> smells() {
        List<Smell> smells = new ArrayList<>();
        for (String id : document.keys("answers", "refusals", "rules")) {
            Optional<String> lacking = Rule.of(id).map(this::lacking).filter(section -> !section.isEmpty());
            lacking.ifPresent(section -> smells.add(document.smell(
                    "refusal.never",
                    "is never told: the contract has no " + section,
                    "leave it out, or add that",
                    "answers",
                    "refusals",
                    "rules",
                    id)));
        }
        return smells;
    }

    /** Returns what the contract would need for the rule to be broken, or an empty text when it can be. */
    private String lacking(Rule rule) {
        return switch (rule) {
            case ACCESS_SCOPE -> unless(document.has("access", "scopes"), "access.scopes");
            case ACCESS_USER_TYPE -> unless(document.has("access", "context", "userTypes"), "access.context.userTypes");
            case ACCESS_CONTEXT, ACCESS_CONTEXT_MISSING, ACCESS_CONTEXT_NOT_ALLOWED, ACCESS_USER ->
                unless(contract.context().isPresent(), "access.context");
            case VERSION_MISSING -> unless(contract.version().required(), "version.ifMatch: required");
            case VERSION_MODIFIED ->
                unless(document.text("version", "ifUnmodifiedSince").equals("honoured"), "version.ifUnmodifiedSince");
            case STATUS_FROZEN -> unless(!document.texts("status", "frozen").isEmpty(), "status.frozen");
            case STATUS_UNDELETABLE -> unless(undeletable(), "status that may not be deleted while others are");
            case PATCH_NOT_LISTED, PATCH_VALUE, PATCH_TWICE, PATCH_COMPANY, PATCH_STATE ->
                unless(contract.patch().isPresent(), "section patch");
            case PROFILE, PROFILE_UNKNOWN -> unless(document.has("profiles"), "section profiles");
            case FIELD -> unless(document.has("fields"), "section fields");
            case VALUE_UNKNOWN, VALUE_AMBIGUOUS, VALUE_CLOSED, VALUE_CODINGS ->
                unless(document.has("catalogues"), "section catalogues");
            case SEARCH_PARAMETER, SEARCH_KEY, SEARCH_VALUE, SEARCH_CONTEXT, SEARCH_MANDATORY, SEARCH_POST_ONLY ->
                unless(document.has("search"), "section search");
            case SLOT_UNKNOWN, SLOT_TAKEN, SLOT_HELD -> unless(contract.slots().isPresent(), "booking.slots");
            case BOOKING_OVERLAP -> unless(contract.booking().isPresent(), "booking.actors");
            case EFFECT -> unless(contract.effects().demandsAny(), "section effects");
            case CALENDAR -> unless(contract.calendar().isPresent(), "section calendar");
            case CRITERIA_DISAGREE -> unless(document.has("update", "criteria"), "update.criteria");
            case DUPLICATE -> unless(contract.update().unique().demandsAny(), "update.unique");
            case SERVER_OWNED -> unless(document.has("update", "serverOwned"), "update.serverOwned");
            case BUNDLE, BUNDLE_TWICE ->
                unless(!contract.update().offers().onSystem().isEmpty(), "update.system");
            default -> "";
        };
    }

    private static String unless(boolean there, String needed) {
        return there ? "" : needed;
    }

    private boolean undeletable() {
        Set<Interaction> offered = contract.update().offers().on(Contract.APPOINTMENT);
        return (offered.contains(Interaction.DELETE) || offered.contains(Interaction.CONDITIONAL_DELETE))
                && contract.status().states().stream()
                        .anyMatch(state -> contract.status().delete(state) instanceof Decision.Refuse);
    }
}
