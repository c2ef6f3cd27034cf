package io.frontdesk.access;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;

/**
 * Keeps callers from changing what they may not see. Judges before every other guard of writes: from then on each refusal
 * may tell about the stored resource, and before it none does. Where the contract hides such resources, the change is
 * refused as one of an unknown id is, by the very guard that refuses those.
 */
public final class HiddenGuard implements WriteGuard, DeletionGuard {

    private final Sights sights;
    private final Hidden hidden;
    private final WriteGuard unknownId;

    /**
     * Takes what shows stored resources to callers.
     *
     * @param unknownId what judges a write to an id that nothing is stored under
     */
    public HiddenGuard(Sights sights, Hidden hidden, WriteGuard unknownId) {
        this.sights = sights;
        this.hidden = hidden;
        this.unknownId = unknownId;
    }

    @Override
    public Family family() {
        return Family.ACCESS;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (write.request().isEmpty() || write.stored().isEmpty()) {
            return unknownId.beforeWrite(mayKnowDeleted(write) ? write : asUnknown(write));
        }
        Request request = write.request().get();
        return sights.mayChange(request, write.stored().get())
                .refusal()
                .map(why -> unknown(write, request).and(() -> Decision.refuse(hidden.told(why, request))))
                .orElseGet(Decision::permit);
    }

    @Override
    public Decision beforeDelete(Deletion deletion) {
        return deletion.request()
                .map(request -> hidden.told(sights.mayChange(request, deletion.stored()), request))
                .orElseGet(Decision::permit);
    }

    private boolean mayKnowDeleted(Write write) {
        return write.deleted().isEmpty() || hidden.tellsDeleted(sights.of(write.caller(), write.type()));
    }

    private Decision unknown(Write write, Request request) {
        return hidden == Hidden.NOT_FOUND && request.interaction() == Interaction.UPDATE
                ? unknownId.beforeWrite(asUnknown(write))
                : Decision.permit();
    }

    private static Write asUnknown(Write write) {
        return Write.create(write.request(), write.proposed());
    }
}
