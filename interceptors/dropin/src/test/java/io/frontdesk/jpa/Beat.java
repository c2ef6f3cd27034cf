package io.frontdesk.jpa;

import io.frontdesk.node.Node;
import org.springframework.context.ApplicationContext;

/** What a host says of itself to the others of its database every ten seconds, said now. */
public final class Beat {

    private Beat() {}

    public static void of(ApplicationContext host) {
        host.getBean(FrontdeskInterceptor.class).host().flatMap(JpaHost::node).ifPresent(Node::beat);
    }
}
