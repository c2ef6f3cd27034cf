package io.frontdesk.server;

import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;

/**
 * Injects HAPI's Spring Data repositories as proxies that are built when first called.
 *
 * <p>HAPI has over sixty; parsing their queries is a quarter of its start, and most are for jobs, packages and
 * terminology that a store never touches.
 */
final class LazyRepositories extends ContextAnnotationAutowireCandidateResolver {

    private static final String REPOSITORIES = "ca.uhn.fhir.jpa.dao.data";

    @Override
    protected boolean isLazy(DependencyDescriptor descriptor) {
        return REPOSITORIES.equals(descriptor.getDependencyType().getPackageName()) || super.isLazy(descriptor);
    }
}
