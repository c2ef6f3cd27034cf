package io.frontdesk.answer;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.util.ExtensionUtil;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.request.Interaction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * Makes the CapabilityStatement say what the contract offers. HAPI lists whatever its resource providers could do, and the
 * guards close most of that.
 */
@Interceptor
public final class CapabilityInterceptor {

    /**
     * What the contract offers on one resource type.
     *
     * @param interactions the interactions offered
     * @param operations the operations that are told, by name with the dollar sign
     * @param updateCreate whether a PUT to an unknown id creates
     * @param versioning what is said of versions, a code of FHIR's value set versioning-policy
     * @param profiles the URLs of the profiles of this type that the contract publishes
     * @param parameters the search parameters offered, in the order in which they are told; empty: all of HAPI's
     * @param includes the includes offered; empty: all of HAPI's
     */
    public record Offered(
            Set<Interaction> interactions,
            Set<String> operations,
            boolean updateCreate,
            String versioning,
            List<String> profiles,
            Optional<List<String>> parameters,
            Optional<List<String>> includes) {}

    private static final String OAUTH = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

    private final FhirContext fhir;
    private final String title;
    private final Map<String, Offered> offers;
    private final Set<Interaction> system;
    private final List<String> patchFormats;
    private final Optional<SecurityTold> security;

    /**
     * Takes what is offered by resource type.
     *
     * @param title the contract in a few words, told as the description of the implementation
     * @param system the interactions offered at the base of the endpoint
     * @param patchFormats the media types of patches that are read
     * @param security what is said about security; empty on somebody else's server, of which nothing is told but what is
     *     offered on these types
     */
    public CapabilityInterceptor(
            FhirContext fhir,
            String title,
            Map<String, Offered> offers,
            Set<Interaction> system,
            List<String> patchFormats,
            Optional<SecurityTold> security) {
        this.system = new TreeSet<>(system);
        this.patchFormats = List.copyOf(patchFormats);
        this.fhir = fhir;
        this.title = title;
        this.offers = Map.copyOf(offers);
        this.security = security;
    }

    /** CAPABILITY_STATEMENT_GENERATED, the hook that HAPI has for it; HAPI may pass one statement several times. */
    @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
    void correct(IBaseConformance statement) {
        FhirTerser terser = fhir.newTerser();
        security.ifPresent(told -> correctWhole(terser, statement, told));
        for (IBase rest : terser.getValues(statement, "rest")) {
            for (IBase resource : terser.getValues(rest, "resource")) {
                Offered offered = offers.get(type(terser, resource));
                if (offered != null) {
                    correct(terser, statement, resource, offered);
                }
            }
        }
    }

    /** What is told of a server of our own, which has nothing but what the contract offers. */
    private void correctWhole(FhirTerser terser, IBaseConformance statement, SecurityTold told) {
        terser.setElement(statement, "software.name", "Frontdesk");
        terser.setElement(statement, "implementation.description", title);
        for (IBase rest : terser.getValues(statement, "rest")) {
            secure(terser, rest, told);
            remove(rest, "interaction", any -> true);
            for (Interaction interaction : system) {
                terser.setElement(terser.addElement(rest, "interaction"), "code", interaction.code());
            }
            remove(rest, "operation", any -> true);
            remove(rest, "resource", resource -> !offers.containsKey(type(terser, resource)));
        }
        // HAPI signs it.
        terser.setElement(statement, "text.div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">Frontdesk</div>");
        remove(statement, "patchFormat", any -> true);
        patchFormats.forEach(format -> terser.addElement(statement, "patchFormat", format));
    }

    /** The extension is that of SMART App Launch 1; version 2 has {@code .well-known/smart-configuration} instead. */
    private void secure(FhirTerser terser, IBase rest, SecurityTold security) {
        child(rest, "security").ifPresent(child -> child.getMutator().setValue(rest, null));
        IBase told = terser.addElement(rest, "security");
        terser.setElement(told, "cors", String.valueOf(security.cors()));
        boolean r4 = fhir.getVersion().getVersion().isEqualOrNewerThan(FhirVersionEnum.R4);
        IBase coding = terser.addElement(terser.addElement(told, "service"), "coding");
        terser.setElement(
                coding,
                "system",
                r4
                        ? "http://terminology.hl7.org/CodeSystem/restful-security-service"
                        : "http://hl7.org/fhir/restful-security-service");
        terser.setElement(coding, "code", security.smart() ? "SMART-on-FHIR" : "OAuth");
        terser.setElement(
                told,
                "description",
                "Every request but this one needs a bearer token (RFC 6750) of the provider that"
                        + " [base]/.well-known/smart-configuration names.");
        Map<String, String> endpoints = security.endpoints().get();
        if (!endpoints.isEmpty() && told instanceof IBaseHasExtensions extended) {
            IBaseExtension<?, ?> addresses = extended.addExtension();
            addresses.setUrl(OAUTH);
            endpoints.forEach((name, address) -> {
                IBaseExtension<?, ?> one = ExtensionUtil.addExtension(addresses, name);
                ExtensionUtil.setExtension(fhir, one, "uri", address);
            });
        }
    }

    private void correct(FhirTerser terser, IBaseConformance statement, IBase resource, Offered offered) {
        remove(
                resource,
                "interaction",
                interaction -> !told(offered.interactions())
                        .contains(terser.getSinglePrimitiveValueOrNull(interaction, "code")));
        remove(
                resource,
                "operation",
                operation ->
                        !offered.operations().contains("$" + terser.getSinglePrimitiveValueOrNull(operation, "name")));
        terser.setElement(resource, "versioning", offered.versioning());
        terser.setElement(resource, "updateCreate", String.valueOf(offered.updateCreate()));
        terser.setElement(
                resource,
                "conditionalCreate",
                String.valueOf(offered.interactions().contains(Interaction.CONDITIONAL_CREATE)));
        terser.setElement(
                resource,
                "conditionalUpdate",
                String.valueOf(offered.interactions().contains(Interaction.CONDITIONAL_UPDATE)));
        terser.setElement(
                resource,
                "conditionalDelete",
                offered.interactions().contains(Interaction.CONDITIONAL_DELETE) ? "single" : "not-supported");
        offered.parameters().ifPresent(names -> parameters(terser, resource, names));
        offered.includes().ifPresent(values -> {
            remove(resource, "searchInclude", any -> true);
            remove(resource, "searchRevInclude", any -> true);
            values.forEach(value -> terser.addElement(resource, "searchInclude", value));
        });
        // R4 lists profiles with the type, DSTU3 for the whole statement (CapabilityStatement.profile).
        boolean r4 = fhir.getVersion().getVersion().isEqualOrNewerThan(FhirVersionEnum.R4);
        IBase target = r4 ? resource : statement;
        String element = r4 ? "supportedProfile" : "profile";
        List<String> told = terser.getValues(target, element).stream()
                .map(profile -> profile instanceof IPrimitiveType<?> url
                        ? url.getValueAsString()
                        : terser.getSinglePrimitiveValueOrNull(profile, "reference"))
                .toList();
        offered.profiles().stream().filter(profile -> !told.contains(profile)).forEach(profile -> {
            if (r4) {
                terser.addElement(target, element, profile);
            } else {
                terser.setElement(terser.addElement(target, element), "reference", profile);
            }
        });
    }

    /** FHIR lists a conditional form beside the interaction that it is a form of, so that one is told too. */
    private static Set<String> told(Set<Interaction> offered) {
        Set<String> codes = new TreeSet<>();
        for (Interaction interaction : offered) {
            codes.add(interaction.code().replaceFirst("^conditional-", ""));
        }
        return codes;
    }

    /** HAPI lists them in the order of a hash. */
    private void parameters(FhirTerser terser, IBase resource, List<String> names) {
        remove(resource, "searchParam", parameter -> !names.contains(name(terser, parameter)));
        child(resource, "searchParam")
                .ifPresent(child -> child.getAccessor()
                        .getValues(resource)
                        .sort(Comparator.comparing(parameter -> names.indexOf(name(terser, parameter)))));
    }

    private static String name(FhirTerser terser, IBase parameter) {
        return String.valueOf(terser.getSinglePrimitiveValueOrNull(parameter, "name"));
    }

    private static String type(FhirTerser terser, IBase resource) {
        return String.valueOf(terser.getSinglePrimitiveValueOrNull(resource, "type"));
    }

    /** HAPI's accessors hand out the element's own list. */
    private void remove(IBase parent, String name, Predicate<IBase> unwanted) {
        child(parent, name)
                .ifPresent(child -> child.getAccessor().getValues(parent).removeIf(unwanted));
    }

    private Optional<BaseRuntimeChildDefinition> child(IBase parent, String name) {
        return fhir.getElementDefinition(parent.getClass())
                        instanceof BaseRuntimeElementCompositeDefinition<?> definition
                ? Optional.ofNullable(definition.getChildByName(name))
                : Optional.empty();
    }
}
