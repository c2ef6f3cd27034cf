package io.frontdesk.effect;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.store.NotStoredException;
import io.frontdesk.store.Partition;
import io.frontdesk.store.ResourceStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Stores what must be stored along with a change, or has nothing stored.
 *
 * <p>The hooks are PRECOMMIT, since only there a new appointment has its id; they are called inside the transaction, so what
 * is made is part of it, and an exception still undoes it all.
 */
@Interceptor
public final class EffectInterceptor {

    private final EffectPolicy policy;
    private final ResourceStore store;
    private final Refusals refusals;

    /** Takes where the other resources are. */
    public EffectInterceptor(EffectPolicy policy, ResourceStore store, Refusals refusals) {
        this.policy = policy;
        this.store = store;
        this.refusals = refusals;
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    void afterCreate(IBaseResource created, @Nullable RequestDetails details) {
        bringAbout(Optional.empty(), created, details);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    void afterUpdate(IBaseResource before, IBaseResource after, @Nullable RequestDetails details) {
        bringAbout(Optional.of(before).filter(stored -> !stored.isDeleted()), after, details);
    }

    private void bringAbout(Optional<IBaseResource> before, IBaseResource after, @Nullable RequestDetails details) {
        refusals.attempt(Family.EFFECT, () -> {
            ResourceStore there = store.in(Partition.of(before.orElse(after)));
            for (Effect effect : policy.of(before, after)) {
                refusals.decide(Family.EFFECT, () -> bringAbout(there, effect, after), details);
            }
        });
    }

    private Decision bringAbout(ResourceStore there, Effect effect, IBaseResource appointment) {
        List<IBaseResource> stored = there.search(effect.type(), Map.of(effect.by(), policy.address(appointment)));
        if (stored.isEmpty()) {
            return make(there, effect, appointment);
        }
        return stored.stream().anyMatch(one -> effect.uses(policy.status(one)))
                ? Decision.permit()
                : failed(
                        effect,
                        "The " + effect.type() + " of the appointment is in a status in which it cannot be used.",
                        "Make a new appointment, or have the " + effect.type() + " corrected first.");
    }

    private Decision make(ResourceStore there, Effect effect, IBaseResource appointment) {
        Optional<IBaseResource> made = policy.make(effect, appointment);
        if (made.isEmpty()) {
            return failed(
                    effect,
                    "The " + effect.type() + " that belongs to this status cannot be made: a participant is missing.",
                    "Send a participant.actor that the " + effect.type() + " is about, such as the Patient.");
        }
        try {
            there.create(made.get());
            return Decision.permit();
        } catch (NotStoredException e) {
            return failed(
                    effect,
                    "The " + effect.type() + " that belongs to this status cannot be stored.",
                    "Check that all participants are stored here; if they are, tell the operator.");
        }
    }

    private static Decision failed(Effect effect, String text, String remedy) {
        return Decision.refuse(Refusal.of(Rule.EFFECT, text + " Nothing was changed.", remedy)
                .at("Appointment.status")
                .with("effect", effect.name())
                .with("type", effect.type()));
    }
}
