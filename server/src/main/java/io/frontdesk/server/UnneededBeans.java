package io.frontdesk.server;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Takes out of HAPI's bean definitions what a store does not need, before any of it is built.
 *
 * <p>HAPI declares a DAO and a provider for every resource type; a store has those of the types it serves and of the few
 * which HAPI's own services ask for. The rest of a start goes into beans that most requests never touch, so all others
 * are built when first used.
 */
final class UnneededBeans implements BeanDefinitionRegistryPostProcessor {

    private static final Pattern OF_A_TYPE = Pattern.compile("my([A-Z]\\w+?)(Dao|Rp)(R4|Dstu3)");
    /** Types whose DAOs HAPI's search parameter, merge and terminology services look up when they are built. */
    private static final Set<String> ASKED_FOR_BY_HAPI = Set.of(
            "CodeSystem", "ConceptMap", "Provenance", "SearchParameter", "StructureDefinition", "Task", "ValueSet");
    /** Lists of all DAOs and providers; and what beans of {@link StoreConfiguration} replace. */
    private static final Set<String> UNNEEDED = Set.of(
            "myResourceDaosR4",
            "myResourceDaosDstu3",
            "myResourceProvidersR4",
            "myResourceProvidersDstu3",
            "daoResourceLinkResolver",
            "metaTagSorter",
            "schedulerService",
            "schedulerJobFactory",
            "searchParamProvider",
            "searchParamRegistry");
    /** HAPI's beans that need each other are built without a deadlock if this one is asked for first. */
    private static final String FIRST = "givenSearchParameterRegistry";

    private final Set<String> types;

    UnneededBeans(Set<String> servedTypes) {
        Set<String> kept = new HashSet<>(ASKED_FOR_BY_HAPI);
        kept.addAll(servedTypes);
        this.types = Set.copyOf(kept);
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        for (String name : registry.getBeanDefinitionNames()) {
            Matcher ofAType = OF_A_TYPE.matcher(name);
            if (UNNEEDED.contains(name) || (ofAType.matches() && !isKept(ofAType))) {
                registry.removeBeanDefinition(name);
            } else {
                registry.getBeanDefinition(name).setLazyInit(!FIRST.equals(name));
            }
        }
    }

    private boolean isKept(Matcher ofAType) {
        String type = ofAType.group(1);
        return "System".equals(type) || types.contains("ListResource".equals(type) ? "List" : type);
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        // All is done on the definitions.
    }
}
