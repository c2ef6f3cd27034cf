package io.frontdesk.field;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;

/** Holds appointments to the contract's own rules about their elements, on create and on every way to change them. */
public final class FieldGuard implements WriteGuard {

    private final FieldPolicy policy;
    private final String guarded;

    /** Takes the type that the rules are about. */
    public FieldGuard(FieldPolicy policy, String guarded) {
        this.policy = policy;
        this.guarded = guarded;
    }

    @Override
    public Family family() {
        return Family.FIELD;
    }

    @Override
    public Decision beforeWrite(Write write) {
        return guarded.equals(write.type())
                ? policy.judge(write.stored(), write.proposed(), write.at())
                : Decision.permit();
    }
}
