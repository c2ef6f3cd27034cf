package io.frontdesk.update;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The elements of a resource that one part of it consists of, such as all extensions with one URL. */
interface OwnedElements {

    /** Returns the name of the list that they stand in. */
    String element();

    /** Returns what tells them from the others in the list: a URL or a system. */
    String key();

    /** Returns what a refusal calls them, at the beginning of a sentence. */
    String name();

    /** Returns those that a resource has. */
    List<IBase> in(IBaseResource resource);

    /** Returns the value of one, by which it is compared. */
    String text(IBase element);

    /** Makes one. */
    IBase make(String value);

    /** Takes away those that a resource has, and puts in others, whole. */
    void replace(IBaseResource resource, List<IBase> others);
}
