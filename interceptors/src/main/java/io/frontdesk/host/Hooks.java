package io.frontdesk.host;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The hooks of interceptors, called in the order and by the rules of HAPI ({@link Hook#order()}, then the order of
 * registration), by whoever decides whether they are called at all. HAPI's own registry cannot be told that, and would log the
 * stack of every refusal once more.
 */
final class Hooks {

    private record Called(Object interceptor, Method method, Class<?>[] types, int[] places, int order) {}

    private final Map<Pointcut, List<Called>> byPointcut = new EnumMap<>(Pointcut.class);

    /** Takes an interceptor; all are given before the first call. */
    void add(Object interceptor) {
        for (Method method : interceptor.getClass().getDeclaredMethods()) {
            Hook hook = method.getAnnotation(Hook.class);
            if (hook != null) {
                method.setAccessible(true);
                List<Called> called = byPointcut.computeIfAbsent(hook.value(), any -> new ArrayList<>());
                Class<?>[] types = method.getParameterTypes();
                called.add(new Called(interceptor, method, types, places(types), hook.order()));
                called.sort(Comparator.comparingInt(Called::order));
            }
        }
    }

    /** Calls the hooks until one returns {@code false}, which is returned; {@code true} when none does. */
    boolean call(Pointcut pointcut, HookParams given) {
        return answer(pointcut, given, Boolean.FALSE::equals).isEmpty();
    }

    /** Calls the hooks until one returns something, which is returned. */
    Optional<Object> answer(Pointcut pointcut, HookParams given) {
        return answer(pointcut, given, any -> true);
    }

    private Optional<Object> answer(Pointcut pointcut, HookParams given, Predicate<Object> last) {
        for (Called called : byPointcut.getOrDefault(pointcut, List.of())) {
            Optional<Object> answer = invoke(called, given).filter(last);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> invoke(Called called, HookParams given) {
        Object[] arguments = new Object[called.types().length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = given.get(called.types()[i], called.places()[i]);
        }
        try {
            return Optional.ofNullable(called.method().invoke(called.interceptor(), arguments));
        } catch (InvocationTargetException e) {
            throw thrown(e.getTargetException());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    /** Of several parameters of one type the first takes the first that is given. */
    private static int[] places(Class<?>[] types) {
        Map<Class<?>, Integer> seen = new HashMap<>();
        int[] places = new int[types.length];
        for (int i = 0; i < types.length; i++) {
            places[i] = seen.merge(types[i], 1, Integer::sum) - 1;
        }
        return places;
    }
}
